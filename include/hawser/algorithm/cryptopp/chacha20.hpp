#pragma once
// ChaCha20 in its original form: 8-byte nonce, 8-byte block counter (not the 12-byte nonce of RFC 8439).

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/chacha.h>

#include <array>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// A nonce_stream_primitive.
class chacha20 {
  public:
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t nonce_size = 8;

    /// Errors: usage_error::invalid_argument for a key of another size, backend_failed, not_enough_memory.
    result<void> start(byte_view key) noexcept {
        if (key.size() != key_size) return usage_error::invalid_argument;
        constexpr std::array<CryptoPP::byte, nonce_size> no_nonce{};
        return guard(
            [&] { engine_.SetKeyWithIV(pointer(key), key.size(), no_nonce.data(), no_nonce.size()); });
    }
    /// Goes to block 0 of the key stream of this nonce.
    bool restart(byte_view nonce) noexcept {
        if (nonce.size() != nonce_size) return false;
        return succeeds([&] { engine_.Resynchronize(pointer(nonce), static_cast<int>(nonce_size)); });
    }
    /// Encrypts or decrypts in place.
    bool apply(byte_span data) noexcept {
        const auto at = pointer(data);
        return succeeds([&] { engine_.ProcessData(at, at, data.size()); });
    }

  private:
    CryptoPP::ChaCha::Encryption engine_;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
