#pragma once
// Numbers modulo 4591 and 3, alone and in the lanes of a loop that compilers turn into vector instructions.

#include <hawser/core/config.hpp>

#include <cstddef>
#include <cstdint>

namespace hawser::inline HAWSER_ABI::native::detail::sntrup761 {

inline constexpr std::int32_t q = 4591;
inline constexpr std::size_t p = 761; // the degree

constexpr std::int16_t narrow(std::int32_t x) noexcept { return static_cast<std::int16_t>(x); }

/// x modulo q, from -2295 to 2295, for |x| < 2^25. The nearest integer to x / q is right because x / q stays 1 / 2q away from
/// what lies between two integers, and the error is smaller.
constexpr std::int16_t freeze(std::int32_t x) noexcept {
    constexpr std::int64_t reciprocal = ((std::int64_t{1} << 44) + q / 2) / q;
    const std::int64_t quotient = (x * reciprocal + (std::int64_t{1} << 43)) >> 44;
    return narrow(x - static_cast<std::int32_t>(quotient) * q);
}

/// The same for any 16 bits, without 64-bit numbers.
constexpr std::int16_t freeze_16(std::int16_t x) noexcept {
    constexpr std::int32_t reciprocal = ((1 << 28) + q / 2) / q;
    return narrow(x - ((x * reciprocal + (1 << 27)) >> 28) * q);
}

/// x modulo 3, from -1 to 1, for |x| <= 10000.
constexpr std::int16_t freeze_3(std::int16_t x) noexcept {
    return narrow(x - 3 * ((x * 10923 + 16384) >> 15));
}

/// The upper and the lower half of a product: one instruction each in vectors of 16-bit lanes.
constexpr std::int16_t upper_half(std::int16_t a, std::int16_t b) noexcept { return narrow(a * b >> 16); }
constexpr std::int16_t lower_half(std::int16_t a, std::int16_t b) noexcept { return narrow(a * b); }

/// x modulo q within +-2296, for any 16 bits, in instructions of 16-bit lanes.
constexpr std::int16_t shrink(std::int16_t x) noexcept {
    constexpr std::int16_t reciprocal = ((1 << 27) + q / 2) / q;
    return narrow(x - narrow((upper_half(x, reciprocal) + 1024) >> 11) * q);
}

/// 1 / q modulo 2^16, by Newton's iteration.
inline constexpr std::int16_t q_inverse = [] {
    std::uint32_t x = 1;
    for (int i = 0; i < 5; ++i) x *= 2 - q * x;
    return static_cast<std::int16_t>(x & 0xffff);
}();

/// A factor of many products, and what Montgomery's reduction wants of it.
struct factor {
    explicit constexpr factor(std::int16_t of) noexcept
        : value{of},
          times_inverse{lower_half(of, q_inverse)} {}
    std::int16_t value;
    std::int16_t times_inverse;
};
/// a * b / 2^16 modulo q, within +-(|a * b| / 2^16 + q / 2 + 1).
constexpr std::int16_t reduced_product(std::int16_t a, factor b) noexcept {
    return narrow(upper_half(a, b.value) - upper_half(lower_half(a, b.times_inverse), q));
}

} // namespace hawser::inline HAWSER_ABI::native::detail::sntrup761
