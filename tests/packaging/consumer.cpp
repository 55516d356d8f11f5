// What a first user writes: print who we are, and touch a few headers so that a missing file or library is
// noticed.
#include <hawser/version.hpp>

#include <cstdio>

int main() {
    std::printf("%.*s\n", static_cast<int>(hawser::identification_default.size()),
                hawser::identification_default.data());
    return hawser::version_major == 0 ? 0 : 1;
}
