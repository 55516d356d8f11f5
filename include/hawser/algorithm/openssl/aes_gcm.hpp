#pragma once
// AES in Galois/Counter Mode (NIST SP 800-38D) with 12-byte nonces and 16-byte tags, by libcrypto.

#include <hawser/algorithm/openssl/handle.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::openssl {

/// An aead_primitive.
template <std::size_t KeySize>
struct aes_gcm {
    static_assert(KeySize == 16 || KeySize == 24 || KeySize == 32);
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t nonce_size = 12;
    static constexpr std::size_t tag_size = 16;

    /// Errors of start: usage_error::invalid_argument for a key of another size, backend_failed, not_enough_memory.
    class sealer {
      public:
        result<void> start(byte_view key) noexcept { return keyed(context_, key, 1); }
        bool seal(byte_view nonce, byte_view associated, byte_span data, byte_span tag) noexcept {
            int more = 0;
            return nonce.size() == nonce_size && tag.size() == tag_size && set_nonce(context_, nonce) &&
                   authenticate(context_, associated) && transform(context_, data) &&
                   EVP_CipherFinal_ex(context_.get(), pointer(tag), &more) == 1 && more == 0 &&
                   EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_GET_TAG, tag_size, pointer(tag)) == 1;
        }

      private:
        cipher_context context_;
    };

    class opener {
      public:
        result<void> start(byte_view key) noexcept { return keyed(context_, key, 0); }
        /// libcrypto compares the tag, in constant time.
        bool open(byte_view nonce, byte_view associated, byte_span data, byte_view tag) noexcept {
            std::array<std::byte, tag_size> wanted;
            if (tag.size() != tag_size) return false;
            std::copy(tag.begin(), tag.end(), wanted.begin());
            int more = 0;
            const bool genuine =
                nonce.size() == nonce_size && set_nonce(context_, nonce) &&
                EVP_CIPHER_CTX_ctrl(context_.get(), EVP_CTRL_AEAD_SET_TAG, tag_size, wanted.data()) == 1 &&
                authenticate(context_, associated) && transform(context_, data) &&
                EVP_CipherFinal_ex(context_.get(), pointer(byte_span{wanted}), &more) == 1 && more == 0;
            // Decryption runs along with the check; what it made of a forgery must not be seen.
            if (!genuine) wipe(data);
            return genuine;
        }

      private:
        cipher_context context_;
    };

  private:
    struct name {
        static constexpr const char* value = KeySize == 16   ? "AES-128-GCM"
                                             : KeySize == 24 ? "AES-192-GCM"
                                                             : "AES-256-GCM";
    };
    static result<void> keyed(cipher_context& context, byte_view key, int direction) noexcept {
        if (key.size() != key_size) return usage_error::invalid_argument;
        return key_context(context, fetched_cipher<name>(), key, {}, direction);
    }
};

} // namespace hawser::inline HAWSER_ABI::openssl
