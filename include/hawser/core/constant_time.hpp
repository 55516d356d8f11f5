#pragma once
// Equality and selection whose time and memory accesses do not depend on the values.

#include <hawser/core/bytes.hpp>

#include <type_traits>

namespace hawser::inline HAWSER_ABI {

/// Hides a value from the optimiser, so that it cannot turn arithmetic on it into a branch.
template <class T>
inline T value_barrier(T value) noexcept {
#if defined(__GNUC__)
    __asm__("" : "+r"(value));
    return value;
#else
    volatile T hidden = value;
    return hidden;
#endif
}

/// Says that a value that came from secrets is public from here on, so that branches may depend on it. It does nothing; the
/// constant-time tests know each place by its argument in tests/constant_time/declassified.txt.
template <class T>
    requires std::is_trivially_copyable_v<T>
inline void declassify([[maybe_unused]] const T& value) noexcept { HAWSER_DECLASSIFY(&value, sizeof(value)); }
/// The bytes a span points to.
inline void declassify_bytes([[maybe_unused]] byte_view bytes) noexcept {
    HAWSER_DECLASSIFY(bytes.data(), bytes.size());
}

/// Whether both hold the same bytes; only the answer is given away. The lengths are public; unequal lengths are unequal at once.
inline bool constant_time_equal(byte_view a, byte_view b) noexcept {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference |= std::to_integer<unsigned>(a[i] ^ b[i]);
    const bool same = value_barrier(difference) == 0;
    declassify(same);
    return same;
}

/// Whether every byte is zero; only the answer is given away.
inline bool constant_time_is_zero(byte_view bytes) noexcept {
    unsigned any = 0;
    for (std::byte b : bytes) any |= std::to_integer<unsigned>(b);
    const bool zero = value_barrier(any) == 0;
    declassify(zero);
    return zero;
}

/// All ones when the bytes differ, zero when they are the same. The lengths are equal.
inline std::byte constant_time_difference(byte_view a, byte_view b) noexcept {
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference |= std::to_integer<unsigned>(a[i] ^ b[i]);
    return static_cast<std::byte>(value_barrier((0U - difference) >> 8 & 0xff));
}

/// Replaces the bytes by as many others where the mask is all ones, and leaves them where it is zero.
inline void constant_time_replace(byte_span bytes, std::byte mask, byte_view by) noexcept {
    mask = value_barrier(mask);
    for (std::size_t i = 0; i < bytes.size(); ++i) bytes[i] ^= mask & (bytes[i] ^ by[i]);
}

} // namespace hawser::inline HAWSER_ABI
