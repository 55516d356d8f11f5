#pragma once
// Little-endian integers, which the ciphers of D. J. Bernstein and the post-quantum methods are made of.

#include <hawser/core/bytes.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// At a place that is known to be large enough.
constexpr std::uint32_t load_little_u32(const std::byte* at) noexcept {
    return std::to_integer<std::uint32_t>(at[0]) | std::to_integer<std::uint32_t>(at[1]) << 8 |
           std::to_integer<std::uint32_t>(at[2]) << 16 | std::to_integer<std::uint32_t>(at[3]) << 24;
}
constexpr std::uint64_t load_little_u64(const std::byte* at) noexcept {
    return load_little_u32(at) | std::uint64_t{load_little_u32(at + 4)} << 32;
}
constexpr void store_little_u32(std::byte* at, std::uint32_t value) noexcept {
    for (int i = 0; i < 4; ++i) at[i] = static_cast<std::byte>(value >> (8 * i));
}
constexpr void store_little_u64(std::byte* at, std::uint64_t value) noexcept {
    for (int i = 0; i < 8; ++i) at[i] = static_cast<std::byte>(value >> (8 * i));
}

} // namespace hawser::inline HAWSER_ABI::native
