#pragma once
// Long products and soaks run only where they are asked for.

#include <cstdlib>

namespace hawser::testing {

/// Whether HAWSER_FULL is set to something other than 0.
inline bool is_full_run() noexcept {
    const char* full = std::getenv("HAWSER_FULL");
    return full != nullptr && *full != '\0' && *full != '0';
}

} // namespace hawser::testing
