#pragma once
// ChaCha20 in its original form, 8-byte nonce and 8-byte block counter (not the 12-byte nonce of RFC 8439), by libcrypto.

#include <hawser/algorithm/openssl/handle.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::openssl {

/// A nonce_stream_primitive.
class chacha20 {
  public:
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t nonce_size = 8;

    /// Errors: usage_error::invalid_argument for a key of another size, backend_failed, not_enough_memory.
    result<void> start(byte_view key) noexcept {
        if (key.size() != key_size) return usage_error::invalid_argument;
        return key_context(context_, fetched_cipher<name>(), key, std::array<std::byte, 16>{}, 1);
    }
    /// Goes to block 0 of the key stream of this nonce.
    bool restart(byte_view nonce) noexcept {
        if (nonce.size() != nonce_size) return false;
        std::array<std::byte, 16> counter_and_nonce{};
        std::copy(nonce.begin(), nonce.end(), counter_and_nonce.begin() + 8);
        return set_nonce(context_, counter_and_nonce);
    }
    /// Encrypts or decrypts in place.
    bool apply(byte_span data) noexcept { return transform(context_, data); }

  private:
    struct name {
        static constexpr const char* value = "ChaCha20";
    };
    cipher_context context_;
};

} // namespace hawser::inline HAWSER_ABI::openssl
