// expect: (use of deleted function|call to (implicitly-)?deleted( copy)? constructor)
// A secret is copied only by copy().

#include <hawser/core/secret.hpp>

int main() {
    hawser::secret_bytes first{std::size_t{32}};
    hawser::secret_bytes second = first;
    return static_cast<int>(second.size());
}
