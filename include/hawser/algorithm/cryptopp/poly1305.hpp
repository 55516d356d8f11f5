#pragma once
// Poly1305 with its 32-byte one-time key, without AES (RFC 8439, section 2.5).

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/poly1305.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// A one_time_mac_primitive: `start` with every message, for a key that serves two gives itself away.
class poly1305 {
  public:
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t size = 16;

    bool start(byte_view key) noexcept {
        if (key.size() != key_size) return false;
        return succeeds([&] { engine_.SetKey(pointer(key), key.size()); });
    }
    bool update(byte_view bytes) noexcept {
        if (bytes.empty()) return true;
        return succeeds([&] { engine_.Update(pointer(bytes), bytes.size()); });
    }
    /// `out` has exactly `size` bytes.
    bool final(byte_span out) noexcept {
        if (out.size() != size) return false;
        return succeeds([&] { engine_.Final(pointer(out)); });
    }

  private:
    CryptoPP::Poly1305TLS engine_;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
