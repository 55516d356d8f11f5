#pragma once
// Equality and selection whose time and memory accesses do not depend on the values.

#include <hawser/core/bytes.hpp>

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

/// Whether both hold the same bytes. The lengths are public; unequal lengths are unequal at once.
inline bool constant_time_equal(byte_view a, byte_view b) noexcept {
    if (a.size() != b.size()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference |= std::to_integer<unsigned>(a[i] ^ b[i]);
    return value_barrier(difference) == 0;
}

/// Whether every byte is zero.
inline bool constant_time_is_zero(byte_view bytes) noexcept {
    unsigned any = 0;
    for (std::byte b : bytes) any |= std::to_integer<unsigned>(b);
    return value_barrier(any) == 0;
}

} // namespace hawser::inline HAWSER_ABI
