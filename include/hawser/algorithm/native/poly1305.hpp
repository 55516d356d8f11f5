#pragma once
// Poly1305 with its 32-byte one-time key, without AES (RFC 8439, section 2.5).

#include <hawser/core/bytes.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// A one_time_mac_primitive: `start` with every message, for a key that serves two gives itself away. Long messages are
/// taken by as many blocks at once as this processor allows. Constant-time in key and data, on a multiplier whose time
/// does not depend on its operands.
class poly1305 {
  public:
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t size = 16;
    /// Modulo 2^130 - 5, in limbs of 26 bits, least significant first.
    using number = std::array<std::uint64_t, 5>;

    poly1305() noexcept = default;
    poly1305(const poly1305&) = delete;
    poly1305& operator=(const poly1305&) = delete;
    ~poly1305();

    /// False for a key of another size.
    bool start(byte_view key) noexcept;
    bool update(byte_view bytes) noexcept;
    /// `out` has exactly `size` bytes. The message ends with it, and the key is wiped: nothing works until `start`.
    bool final(byte_span out) noexcept;

  private:
    static constexpr std::size_t block_size = 16;

    void forget() noexcept;

    number r_{};
    number sum_{};
    /// What is added at the end.
    std::array<std::byte, size> pad_{};
    /// The beginning of a block.
    std::array<std::byte, block_size> rest_{};
    std::size_t rest_size_ = 0;
    bool ready_ = false;
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/poly1305.ipp>
#endif
