#pragma once
// The ladder of X25519 (RFC 7748, section 5) with the four products of each half of a step side by side.

#include <hawser/algorithm/native/impl/field25519_ifma.hpp>
#include <hawser/core/constant_time.hpp>

#if HAWSER_VECTORS && defined(__x86_64__)

namespace hawser::inline HAWSER_ABI::native::detail::curve25519 {

/// A step of Montgomery's ladder, of z2, x2, z3, x3: three multiplications deep. `a24` and `last` are what `climb` makes them.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
step(four_elements& v, const four_elements& a24, const four_elements& last) noexcept {
    four_elements t, squares, left, right;
    // in the RFC's names: B, A, D, C; then BB, AA, DA, CB
    differences_and_sums(v, v);
    arrange<0, 1, 1, 0>(t, v, v);
    multiply(squares, v, t);
    // E, AA + BB, CB - DA, CB + DA
    differences_and_sums(v, squares);
    // a24 * E, AA * BB, (CB - DA)^2, (CB + DA)^2
    arrange<0, 5, 2, 3>(left, v, squares);
    arrange<0, 4, 2, 3>(right, v, squares);
    arrange<4, 1, 2, 3>(right, right, a24);
    multiply(t, left, right);
    // the first becomes E * (AA + a24 * E), the third is multiplied by u
    arrange<0, 5, 6, 7>(left, v, t);
    arrange<1, 1, 1, 1>(right, squares, squares);
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) right.at[i] += t.at[i];
    carried(right);
    arrange<0, 5, 6, 7>(right, right, last);
    multiply(v, left, right);
}

/// The multiple of the point at `u` by a secret scalar that has been clamped (RFC 7748, section 5).
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
climb(byte_view scalar, const element_25519& u, byte_span out) noexcept {
    const element_25519 zero{}, one{1};
    // (A - 2) / 4 for A = 486662
    const four_elements a24 = four_of({121665}, zero, zero, zero), last = four_of(zero, one, u, one);
    four_elements v = four_of(zero, one, one, u);
    std::uint64_t before = 0;
    for (std::size_t i = 255; i-- > 0;) {
        const std::uint64_t bit = std::to_integer<std::uint64_t>(scalar[i / 8]) >> (i % 8) & 1;
        const four_limbs exchange = four_limbs{} + value_barrier(std::uint64_t{0} - (bit ^ before));
        before = bit;
        four_elements exchanged;
        arrange<2, 3, 0, 1>(exchanged, v, v);
        HAWSER_UNROLL for (std::size_t limb = 0; limb < 5; ++limb) v.at[limb] ^=
            (v.at[limb] ^ exchanged.at[limb]) & exchange;
        step(v, a24, last);
    }
    // the lowest bit of a clamped scalar is zero: nothing is left to exchange
    four_elements x;
    arrange<1, 1, 1, 1>(x, v, v);
    invert(v, v);
    multiply_once(v, x, v);
    store_element(out, lane_of(v, 0));
    leave_wide_registers();
}

} // namespace hawser::inline HAWSER_ABI::native::detail::curve25519

#endif
