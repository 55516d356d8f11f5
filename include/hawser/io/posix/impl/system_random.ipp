#pragma once

#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/io/posix/system_random.hpp>

#include <algorithm>
#include <unistd.h>

namespace hawser::inline HAWSER_ABI::io::posix {

HAWSER_DECL result<void> system_random::fill(byte_span out) noexcept {
    // getentropy() waits until the system has gathered enough, cannot be interrupted, and gives at most this much.
    constexpr std::size_t most = 256;
    for (byte_span left = out; !left.empty();) {
        const std::size_t size = std::min(left.size(), most);
        if (::getentropy(left.data(), size) != 0) {
            wipe(out);
            return security_error::random_failed;
        }
        left = left.subspan(size);
    }
    return {};
}

} // namespace hawser::inline HAWSER_ABI::io::posix
