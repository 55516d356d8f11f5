#pragma once
// Numbers of the standards, written in the source as the standards print them.

#include <hawser/core/bytes.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// The bytes of 2 * Size lower-case hexadecimal digits.
template <std::size_t Size>
constexpr std::array<std::byte, Size> hex_constant(const char (&hex)[2 * Size + 1]) noexcept {
    std::array<std::byte, Size> out{};
    for (std::size_t i = 0; i < 2 * Size; ++i) {
        const int digit = hex[i] <= '9' ? hex[i] - '0' : hex[i] - 'a' + 10;
        out[i / 2] |= static_cast<std::byte>(i % 2 == 0 ? digit << 4 : digit);
    }
    return out;
}

} // namespace hawser::inline HAWSER_ABI::native
