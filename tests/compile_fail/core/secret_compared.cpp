// expect: (no match for .*operator==|invalid operands to binary expression)
// Secrets are compared by constant_time_equal.

#include <hawser/core/secret.hpp>

int main() {
    hawser::secret_bytes first{std::size_t{32}};
    hawser::secret_bytes second{std::size_t{32}};
    return first == second;
}
