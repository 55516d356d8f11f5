#pragma once
// Poly1305 with its 32-byte one-time key, without AES (RFC 8439, section 2.5), by libcrypto.

#include <hawser/algorithm/openssl/handle.hpp>

namespace hawser::inline HAWSER_ABI::openssl {

/// A one_time_mac_primitive: `start` with every message, for a key that serves two gives itself away.
class poly1305 {
  public:
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t size = 16;

    bool start(byte_view key) noexcept {
        if (!context_) {
            EVP_MAC* const mac = fetched_mac<name>();
            if (mac == nullptr) return false;
            context_.reset(EVP_MAC_CTX_new(mac));
        }
        ready_ = key.size() == key_size && context_ != nullptr &&
                 EVP_MAC_init(context_.get(), pointer(key), key.size(), nullptr) == 1;
        return ready_;
    }
    bool update(byte_view bytes) noexcept {
        return ready_ = ready_ &&
                        (bytes.empty() || EVP_MAC_update(context_.get(), pointer(bytes), bytes.size()) == 1);
    }
    /// `out` has exactly `size` bytes. The message ends with it: nothing works until the next `start`.
    bool final(byte_span out) noexcept {
        std::size_t written = 0;
        const bool done = ready_ && out.size() == size &&
                          EVP_MAC_final(context_.get(), pointer(out), &written, out.size()) == 1 &&
                          written == size;
        ready_ = false;
        return done;
    }

  private:
    struct name {
        static constexpr const char* value = "POLY1305";
    };
    mac_context context_;
    bool ready_ = false;
};

} // namespace hawser::inline HAWSER_ABI::openssl
