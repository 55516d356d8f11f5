#pragma once
// The operating system as a random source.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/secret.hpp>

#include <cryptopp/osrng.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Every call asks the system. Nothing is buffered and no file stays open between calls, so that a process
/// and its fork never share bytes, and a program that closes descriptors it does not know breaks nothing. One
/// call costs about three system calls: who needs many small pieces that are no secrets, such as padding,
/// asks for a block of them.
class system_random {
  public:
    /// Errors: security_error::random_failed, and then `out` has been wiped. There is no fallback.
    result<void> fill(byte_span out) noexcept {
        if (out.empty()) return {};
        const bool filled = succeeds([&] {
            CryptoPP::OS_GenerateRandomBlock(false, reinterpret_cast<CryptoPP::byte*>(out.data()),
                                             out.size());
        });
        if (filled) return {};
        wipe(out);
        return security_error::random_failed;
    }
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
