#pragma once
// The arithmetic of a binary packet: length field, padding and alignment (RFC 4253, section 6).

#include <hawser/core/limits.hpp>

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace hawser::inline HAWSER_ABI::wire {

/// What the protection in force demands of a packet's form. Sizes in bytes.
struct packet_shape {
    /// The cipher's block size, at least 8.
    std::size_t block = 8;
    /// The MAC or authentication tag behind the packet.
    std::size_t tag = 0;
    /// Whether the length field counts for alignment: not with AEAD ciphers and encrypt-then-MAC.
    bool length_aligned = true;

    friend bool operator==(const packet_shape&, const packet_shape&) = default;
};

/// Bytes before the payload: packet_length and padding_length.
inline constexpr std::size_t packet_header = 5;

/// The smallest allowed padding for a payload of `payload` bytes: 4 to 4 + block - 1.
constexpr std::size_t padding_for(std::size_t payload, const packet_shape& shape) noexcept {
    const std::size_t counted = 1 + payload + (shape.length_aligned ? 4 : 0);
    const std::size_t rest = (counted + limits::padding_minimum) % shape.block;
    return limits::padding_minimum + (rest == 0 ? 0 : shape.block - rest);
}

/// Whether a received packet_length may stand: bounded, room for padding and a message, and whole blocks
/// (RFC 4253, section 6; a packet is never shorter than 16 bytes or one block, length field included).
constexpr bool is_packet_length(std::uint32_t length, const packet_shape& shape, std::size_t most) noexcept {
    const std::size_t counted = std::size_t{length} + (shape.length_aligned ? 4 : 0);
    const std::size_t least =
        (std::max)(shape.length_aligned ? std::size_t{16} : std::size_t{8}, shape.block);
    return length <= most && counted >= least && counted % shape.block == 0;
}

/// Whether padding_length leaves a payload of at least one byte in a packet of `length`.
constexpr bool is_padding_length(std::size_t padding, std::uint32_t length) noexcept {
    return padding >= limits::padding_minimum && padding + 1 < length;
}

} // namespace hawser::inline HAWSER_ABI::wire
