#pragma once
// The key stream of RC4, which is broken: for legacy ciphers only.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

// Crypto++ warns unless its weak algorithms are asked for by name; a program's own wish is left alone.
#if !defined(CRYPTOPP_ENABLE_NAMESPACE_WEAK)
#define CRYPTOPP_ENABLE_NAMESPACE_WEAK 1
#endif
#include <cryptopp/arc4.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// A stream_primitive without an IV, whose first `Discarded` bytes are thrown away.
template <std::size_t KeySize, std::size_t Discarded>
class arcfour {
  public:
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = 0;

    /// Errors: usage_error::invalid_argument for other sizes, backend_failed, not_enough_memory.
    result<void> start(byte_view key, byte_view iv) noexcept {
        if (key.size() != key_size || iv.size() != iv_size) return usage_error::invalid_argument;
        return guard([&] {
            engine_.SetKey(pointer(key), key.size());
            engine_.DiscardBytes(Discarded);
        });
    }
    /// Encrypts or decrypts in place; any size.
    bool apply(byte_span data) noexcept {
        const auto at = pointer(data);
        return succeeds([&] { engine_.ProcessData(at, at, data.size()); });
    }

  private:
    CryptoPP::Weak1::ARC4::Encryption engine_;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
