#pragma once
// What the kernels share that are written with the compiler's vectors. (<immintrin.h> would cost every header-only program 0.4 s
// and 100 MB of memory.)

#include <hawser/core/config.hpp>

#include <cstddef>
#include <cstdint>

namespace hawser::inline HAWSER_ABI::native::detail {

#if HAWSER_VECTORS
template <class Scalar, std::size_t Lanes>
struct vector_of {
    typedef Scalar type __attribute__((vector_size(sizeof(Scalar) * Lanes)));
};
#endif

/// The product of the lower 32 bits of a 64-bit limb, or of each limb of a vector.
template <class Limb>
HAWSER_ALWAYS_INLINE void multiply_low(Limb& out, const Limb& a, const Limb& b) noexcept {
    constexpr std::uint64_t low = 0xffffffff;
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__)
    // g++ does not see that the high halves are zero, and makes three multiplications of one
    if constexpr (sizeof(Limb) > sizeof(std::uint64_t))
        __asm__("vpmuludq %2, %1, %0" : "=v"(out) : "v"(a), "v"(b));
    else
#endif
        out = (a & low) * (b & low);
}

#if HAWSER_VECTORS && defined(__x86_64__)
/// The end of every function that uses registers of more than 128 bits: code for narrow ones is slow while the upper parts of
/// wide ones are in use. Compilers see to it, but g++ not when it optimises for size. (Twice would cost more than once.)
[[gnu::target("avx"), gnu::always_inline]] inline void leave_wide_registers() noexcept {
#if defined(__OPTIMIZE_SIZE__) && !defined(__clang__)
    __builtin_ia32_vzeroupper();
#endif
}
#endif

} // namespace hawser::inline HAWSER_ABI::native::detail
