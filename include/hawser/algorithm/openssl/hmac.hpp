#pragma once
// HMAC (RFC 2104), by libcrypto.

#include <hawser/algorithm/openssl/handle.hpp>
#include <hawser/algorithm/openssl/sha2.hpp>

#include <openssl/core_names.h>
#include <openssl/params.h>

namespace hawser::inline HAWSER_ABI::openssl {

/// A mac_primitive over a digest of sha2.hpp. The padded key is hashed once per key. Before `start`, and after a failure,
/// everything fails until the next `start`.
template <class Digest>
class hmac {
  public:
    static constexpr std::size_t size = Digest::size;

    /// A key of any length. Errors: not_enough_memory, backend_failed.
    result<void> start(byte_view key) noexcept {
        ready_ = false;
        EVP_MAC* const mac = fetched_mac<name>();
        if (mac == nullptr) return security_error::backend_failed;
        context_.reset(EVP_MAC_CTX_new(mac));
        if (!context_) return std::make_error_code(std::errc::not_enough_memory);
        const OSSL_PARAM parameters[] = {
            OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(Digest::name), 0),
            OSSL_PARAM_construct_end()};
        // no key and an empty one are not the same to libcrypto
        constexpr unsigned char empty = 0;
        ready_ =
            EVP_MAC_init(context_.get(), key.empty() ? &empty : pointer(key), key.size(), parameters) == 1;
        if (!ready_) return security_error::backend_failed;
        return {};
    }
    bool update(byte_view bytes) noexcept {
        return ready_ = ready_ &&
                        (bytes.empty() || EVP_MAC_update(context_.get(), pointer(bytes), bytes.size()) == 1);
    }
    /// `out` has exactly `size` bytes. The next message begins, under the same key.
    bool final(byte_span out) noexcept {
        std::size_t written = 0;
        ready_ = ready_ && out.size() == size &&
                 EVP_MAC_final(context_.get(), pointer(out), &written, out.size()) == 1 && written == size &&
                 EVP_MAC_init(context_.get(), nullptr, 0, nullptr) == 1;
        return ready_;
    }

  private:
    struct name {
        static constexpr const char* value = "HMAC";
    };
    mac_context context_;
    bool ready_ = false;
};

} // namespace hawser::inline HAWSER_ABI::openssl
