#pragma once
// AES in counter mode (NIST SP 800-38A; RFC 4344, section 4), by libcrypto.

#include <hawser/algorithm/openssl/handle.hpp>

namespace hawser::inline HAWSER_ABI::openssl {

/// A stream_primitive. The counter is the whole block, most significant byte first, and wraps.
template <std::size_t KeySize>
class aes_ctr {
  public:
    static_assert(KeySize == 16 || KeySize == 24 || KeySize == 32);
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = 16;

    /// Errors: usage_error::invalid_argument for other sizes, backend_failed, not_enough_memory.
    result<void> start(byte_view key, byte_view iv) noexcept {
        if (key.size() != key_size || iv.size() != iv_size) return usage_error::invalid_argument;
        return key_context(context_, fetched_cipher<name>(), key, iv, 1);
    }
    /// Encrypts or decrypts in place; any size.
    bool apply(byte_span data) noexcept { return transform(context_, data); }

  private:
    struct name {
        static constexpr const char* value = KeySize == 16   ? "AES-128-CTR"
                                             : KeySize == 24 ? "AES-192-CTR"
                                                             : "AES-256-CTR";
    };
    cipher_context context_;
};

} // namespace hawser::inline HAWSER_ABI::openssl
