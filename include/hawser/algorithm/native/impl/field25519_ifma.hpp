#pragma once
// The field of 2^255 - 19 by AVX512_IFMA, which multiplies and adds numbers of 52 bits: five limbs of 51 bits, and a lane for each
// of four elements. No branch and no address depends on an element.

#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/algorithm/native/little_endian.hpp>

#include <array>

#if HAWSER_VECTORS && defined(__x86_64__)

namespace hawser::inline HAWSER_ABI::native::detail::curve25519 {

inline constexpr std::uint64_t mask_51 = (std::uint64_t{1} << 51) - 1;

/// One element: limbs below 2^51, least significant first.
using element_25519 = std::array<std::uint64_t, 5>;

/// Of 32 little-endian bytes, whose highest bit is left out (RFC 7748, section 5). The number may be the prime or more.
HAWSER_NOINLINE inline element_25519 load_element(byte_view bytes) noexcept {
    const std::uint64_t a = load_little_u64(bytes.data()), b = load_little_u64(bytes.data() + 8),
                        c = load_little_u64(bytes.data() + 16), d = load_little_u64(bytes.data() + 24);
    return {a & mask_51, (a >> 51 | b << 13) & mask_51, (b >> 38 | c << 26) & mask_51,
            (c >> 25 | d << 39) & mask_51, d >> 12 & mask_51};
}

/// The least number of its residue, for limbs below 2^52.
HAWSER_NOINLINE inline element_25519 canonical(element_25519 a) noexcept {
    std::uint64_t carry = 0;
    for (std::uint64_t& limb : a) {
        limb += carry;
        carry = limb >> 51;
        limb &= mask_51;
    }
    // what is above 2^255 is 2 at most, so that less than 2^255 + 38 is left: not twice the prime
    a[0] += carry * 19;
    // a + 19 reaches 2^255 exactly when a is at least the prime; without that bit it is the difference then
    std::uint64_t reaches = 19;
    for (const std::uint64_t limb : a) reaches = (limb + reaches) >> 51;
    carry = reaches * 19;
    for (std::uint64_t& limb : a) {
        limb += carry;
        carry = limb >> 51;
        limb &= mask_51;
    }
    return a;
}

/// A limb of twice the prime: what is subtracted from that does not borrow.
constexpr std::uint64_t twice_prime(std::size_t limb) noexcept {
    return 2 * (limb == 0 ? mask_51 - 18 : mask_51);
}

/// The 32 bytes of the least number of a residue.
inline void store_element(byte_span out, const element_25519& element) noexcept {
    const element_25519 a = canonical(element);
    store_little_u64(out.data(), a[0] | a[1] << 51);
    store_little_u64(out.data() + 8, a[1] >> 13 | a[2] << 38);
    store_little_u64(out.data() + 16, a[2] >> 26 | a[3] << 25);
    store_little_u64(out.data() + 24, a[3] >> 39 | a[4] << 12);
}

using four_limbs = vector_of<std::uint64_t, 4>::type;

/// Four elements side by side. What a function below makes has limbs below 2^51 + 2^14. A factor may have any limbs below
/// 2^52, of which alone the instructions take notice: not the sum of two elements, before it is `carried`.
struct four_elements {
    four_limbs at[5];
};

inline four_elements four_of(const element_25519& a, const element_25519& b, const element_25519& c,
                             const element_25519& d) noexcept {
    four_elements out;
    for (std::size_t i = 0; i < 5; ++i) out.at[i] = four_limbs{a[i], b[i], c[i], d[i]};
    return out;
}
inline element_25519 lane_of(const four_elements& a, std::size_t lane) noexcept {
    element_25519 out;
    for (std::size_t i = 0; i < 5; ++i) out[i] = a.at[i][lane];
    return out;
}

/// Adds the lower 52 bits of the product.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
add_low(four_limbs& sum, const four_limbs& a, const four_limbs& b) noexcept {
    // the two compilers name their functions for it differently
    __asm__("vpmadd52luq %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
}
/// Adds what is above the lower 52 bits.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
add_high(four_limbs& sum, const four_limbs& a, const four_limbs& b) noexcept {
    __asm__("vpmadd52huq %2, %1, %0" : "+v"(sum) : "v"(a), "v"(b));
}

/// Hands on once what limbs below 2^61 have above their 51 bits: at most 2^10 to the next, 19 times that to the first.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
carried(four_elements& a) noexcept {
    four_limbs carry[5];
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) {
        carry[i] = a.at[i] >> 51;
        a.at[i] &= mask_51;
    }
    add_low(a.at[0], carry[4], four_limbs{} + 19);
    HAWSER_UNROLL for (std::size_t i = 1; i < 5; ++i) a.at[i] += carry[i - 1];
}

/// Lanes 0 to 3 are those of `a`, 4 to 7 those of `b`. `out` may be one of them.
template <int... Lanes>
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
arrange(four_elements& out, const four_elements& a, const four_elements& b) noexcept {
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) out.at[i] =
        __builtin_shufflevector(a.at[i], b.at[i], Lanes...);
}

/// Of each half (a, b): b - a, a + b.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
differences_and_sums(four_elements& out, const four_elements& v) noexcept {
    four_elements other;
    arrange<1, 0, 3, 2>(other, v, v);
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) {
        const four_limbs less = twice_prime(i) - v.at[i];
        out.at[i] = other.at[i] + __builtin_shufflevector(less, v.at[i], 0, 5, 2, 7);
    }
    carried(out);
}

/// Of products, limb by limb: their lower halves, and the higher ones, which count twice for the next limb, as 2^52 = 2 * 2^51.
struct four_sums {
    four_limbs low[9]{}, high[9]{};
};
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
reduce(four_elements& out, const four_sums& sums) noexcept {
    // 2^255 = 19. At most five products meet, so a limb gets below (1 + 14 * 19) * 2^52 < 2^61.
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) {
        four_limbs above = sums.high[i + 4] + sums.high[i + 4], here = sums.low[i];
        if (i < 4) above += sums.low[i + 5];
        if (i > 0) here += sums.high[i - 1] + sums.high[i - 1];
        out.at[i] = (here + above) + ((above << 1) + (above << 4));
    }
    carried(out);
}
/// `out` may be a factor.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
multiply(four_elements& out, const four_elements& a, const four_elements& b) noexcept {
    four_sums sums;
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) HAWSER_UNROLL for (std::size_t j = 0; j < 5; ++j) {
        add_low(sums.low[i + j], a.at[i], b.at[j]);
        add_high(sums.high[i + j], a.at[i], b.at[j]);
    }
    reduce(out, sums);
}
/// The same, of a and a: each mixed product is computed once and doubled.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
square(four_elements& out, const four_elements& a) noexcept {
    four_sums sums;
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) HAWSER_UNROLL for (std::size_t j = i + 1; j < 5; ++j) {
        add_low(sums.low[i + j], a.at[i], a.at[j]);
        add_high(sums.high[i + j], a.at[i], a.at[j]);
    }
    HAWSER_UNROLL for (std::size_t i = 1; i < 8; ++i) {
        sums.low[i] += sums.low[i];
        sums.high[i] += sums.high[i];
    }
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) {
        add_low(sums.low[2 * i], a.at[i], a.at[i]);
        add_high(sums.high[2 * i], a.at[i], a.at[i]);
    }
    reduce(out, sums);
}

/// `out` = a squared `times` times, at least once.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
square_times(four_elements& out, const four_elements& a, int times) noexcept {
    four_elements power = a;
    do square(power, power);
    while (--times > 0);
    out = power;
}
/// For where a call costs nothing beside the rest.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
multiply_once(four_elements& out, const four_elements& a, const four_elements& b) noexcept {
    multiply(out, a, b);
}

/// To the powers of 2^250 - 1, and 11.
struct powers_25519 {
    four_elements of_ones, of_11;
};
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
raise(powers_25519& out, const four_elements& a) noexcept {
    four_elements t, ones = a, of_9;
    square_times(t, a, 1);        // 2
    square_times(of_9, t, 2);     // 8
    multiply_once(of_9, of_9, a); // 9
    multiply_once(out.of_11, of_9, t);
    square_times(t, out.of_11, 1); // 22
    multiply_once(ones, t, of_9);  // 2^5 - 1
    four_elements fives;
    square_times(t, ones, 5);
    multiply_once(fives, t, ones); // 2^10 - 1
    square_times(t, fives, 10);
    multiply_once(ones, t, fives); // 2^20 - 1
    square_times(t, ones, 20);
    multiply_once(ones, t, ones); // 2^40 - 1
    square_times(t, ones, 10);
    multiply_once(fives, t, fives); // 2^50 - 1
    square_times(t, fives, 50);
    multiply_once(ones, t, fives); // 2^100 - 1
    square_times(t, ones, 100);
    multiply_once(ones, t, ones); // 2^200 - 1
    square_times(t, ones, 50);
    multiply_once(out.of_ones, t, fives); // 2^250 - 1
}
/// `out` = 1/a, and 0 for 0: a^(2^255 - 21).
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
invert(four_elements& out, const four_elements& a) noexcept {
    powers_25519 powers;
    raise(powers, a);
    square_times(out, powers.of_ones, 5);
    multiply_once(out, out, powers.of_11);
}

} // namespace hawser::inline HAWSER_ABI::native::detail::curve25519

#endif
