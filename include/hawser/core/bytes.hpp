#pragma once
// Views of bytes and text, and their hexadecimal form.

#include <hawser/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// Read-only bytes owned by somebody else.
using byte_view = std::span<const std::byte>;
/// Writable bytes owned by somebody else.
using byte_span = std::span<std::byte>;
/// Owned bytes that hold no secret.
using byte_vector = std::vector<std::byte>;

/// The bytes of a text; the view lives as long as the text.
inline byte_view as_bytes(std::string_view text) noexcept {
    return {reinterpret_cast<const std::byte*>(text.data()), text.size()};
}

/// Bytes seen as text, without any check; lives as long as the bytes.
inline std::string_view as_text(byte_view bytes) noexcept {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

inline byte_vector to_vector(byte_view bytes) { return {bytes.begin(), bytes.end()}; }

/// Equality of public data. Secrets are compared by constant_time_equal.
inline bool equal(byte_view a, byte_view b) noexcept { return as_text(a) == as_text(b); }

/// Lower-case hexadecimal digits, two a byte.
inline std::string to_hex(byte_view bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    text.reserve(bytes.size() * 2);
    for (std::byte b : bytes) {
        text.push_back(digits[std::to_integer<unsigned>(b) >> 4]);
        text.push_back(digits[std::to_integer<unsigned>(b) & 15]);
    }
    return text;
}

/// The bytes of a hexadecimal text of either case; nothing when a character is not a digit or the length is odd.
inline std::optional<byte_vector> from_hex(std::string_view text) {
    auto digit = [](char c) -> int {
        if (c >= '0' && c <= '9') return c - '0';
        if (c >= 'a' && c <= 'f') return c - 'a' + 10;
        if (c >= 'A' && c <= 'F') return c - 'A' + 10;
        return -1;
    };
    if (text.size() % 2 != 0) return std::nullopt;
    byte_vector bytes;
    bytes.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = digit(text[i]);
        const int low = digit(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        bytes.push_back(static_cast<std::byte>(high * 16 + low));
    }
    return bytes;
}

/// Big-endian integers at a place that is known to be large enough (RFC 4251, section 5).
constexpr std::uint32_t load_u32(const std::byte* at) noexcept {
    return std::to_integer<std::uint32_t>(at[0]) << 24 | std::to_integer<std::uint32_t>(at[1]) << 16 |
           std::to_integer<std::uint32_t>(at[2]) << 8 | std::to_integer<std::uint32_t>(at[3]);
}
constexpr std::uint64_t load_u64(const std::byte* at) noexcept {
    return std::uint64_t{load_u32(at)} << 32 | load_u32(at + 4);
}
constexpr void store_u32(std::byte* at, std::uint32_t value) noexcept {
    for (int i = 0; i < 4; ++i) at[i] = static_cast<std::byte>(value >> (24 - 8 * i));
}
constexpr void store_u64(std::byte* at, std::uint64_t value) noexcept {
    for (int i = 0; i < 8; ++i) at[i] = static_cast<std::byte>(value >> (56 - 8 * i));
}

} // namespace hawser::inline HAWSER_ABI
