#pragma once
// The curve of Ed25519 (RFC 8032, section 5.1) on public numbers, with the four products of each half of an addition side by side
// (Hisil, Wong, Carter, Dawson: Twisted Edwards Curves Revisited, 2008).

#include <hawser/algorithm/native/hex_constant.hpp>
#include <hawser/algorithm/native/impl/field25519_ifma.hpp>

#include <algorithm>

#if HAWSER_VECTORS && defined(__x86_64__)

namespace hawser::inline HAWSER_ABI::native::detail::curve25519 {

/// The constants of RFC 8032, section 5.1, little-endian: d, a square root of -1, and the base point, encoded.
inline constexpr auto edwards_d =
    hex_constant<32>("a3785913ca4deb75abd841414d0a700098e879777940c78c73fe6f2bee6c0352");
inline constexpr auto root_of_minus_one =
    hex_constant<32>("b0a00e4a271beec478e42fad0618432fa7d7fb3d99004d2b0bdfc14f8024832b");
inline constexpr auto edwards_base =
    hex_constant<32>("5866666666666666666666666666666666666666666666666666666666666666");

/// a - b, as a factor.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
subtract(four_elements& out, const four_elements& a, const four_elements& b) noexcept {
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) out.at[i] = a.at[i] + (twice_prime(i) - b.at[i]);
    carried(out);
}
inline four_elements in_every_lane(const element_25519& a) noexcept { return four_of(a, a, a, a); }

/// A point in extended coordinates: X, Y, T, Z with x = X / Z, y = Y / Z, xy = T / Z.
struct edwards_point {
    four_elements v;
};
/// A point to be added: Y - X, Y + X, 2dT, 2Z.
struct edwards_term {
    four_elements v;
};

/// From E, H, F, G to EF, HG, EH, FG.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::always_inline]] inline void
complete(edwards_point& out, const four_elements& v) noexcept {
    four_elements left, right;
    arrange<0, 1, 0, 2>(left, v, v);
    arrange<2, 3, 1, 3>(right, v, v);
    multiply(out.v, left, right);
}

/// Section 3.1, for any two points. `out` may be `p`.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
add(edwards_point& out, const edwards_point& p, const edwards_term& q) noexcept {
    four_elements v;
    differences_and_sums(v, p.v);
    arrange<0, 1, 6, 7>(v, v, p.v);
    multiply(v, v, q.v);
    // A, B, C, D to B - A, B + A, D - C, D + C
    differences_and_sums(v, v);
    complete(out, v);
}

/// Section 3.3, with all four signs changed. `out` may be `p`.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
twice(edwards_point& out, const edwards_point& p) noexcept {
    four_elements v, other, sum;
    arrange<0, 1, 0, 3>(v, p.v, p.v);
    arrange<0, 1, 1, 3>(other, p.v, p.v);
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) v.at[i] +=
        __builtin_shufflevector(four_limbs{}, other.at[i], 0, 1, 6, 3);
    carried(v);
    // A = X^2, B = Y^2, S = (X + Y)^2, Z^2
    square(v, v);
    // E = A + B - S, H = A + B, F = A - B + 2 Z^2, G = A - B; a limb gets less than 6 * 2^51
    arrange<0, 0, 0, 0>(sum, v, v);
    arrange<1, 1, 1, 1>(other, v, v);
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) {
        const four_limbs two = four_limbs{} + twice_prime(i);
        sum.at[i] += __builtin_shufflevector(other.at[i], two - other.at[i], 0, 1, 6, 7);
        const four_limbs less = two - v.at[i], double_square = v.at[i] + v.at[i];
        const four_limbs less_or_more = __builtin_shufflevector(less, double_square, 2, 2, 7, 7);
        sum.at[i] += __builtin_shufflevector(less_or_more, four_limbs{}, 0, 5, 2, 7);
    }
    carried(sum);
    complete(out, sum);
}

[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
as_term(edwards_term& out, const edwards_point& p) noexcept {
    const element_25519 one{1}, two{2};
    four_elements d;
    d = in_every_lane(load_element(edwards_d));
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) d.at[i] += d.at[i];
    carried(d);
    four_elements factors = four_of(one, one, one, two);
    arrange<0, 1, 4, 3>(factors, factors, d);
    differences_and_sums(out.v, p.v);
    arrange<0, 1, 6, 7>(out.v, out.v, p.v);
    multiply_once(out.v, out.v, factors);
}
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
negate(edwards_term& out, const edwards_term& q) noexcept {
    arrange<1, 0, 2, 3>(out.v, q.v, q.v);
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) out.v.at[i][2] = twice_prime(i) - out.v.at[i][2];
}

/// 1, 3, 5, ... 15 times a point.
using odd_multiples = std::array<edwards_term, 8>;
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
multiples_of(odd_multiples& out, const edwards_point& p) noexcept {
    edwards_point next = p;
    edwards_term by_two;
    twice(next, p);
    as_term(by_two, next);
    next = p;
    as_term(out[0], next);
    for (std::size_t i = 1; i < out.size(); ++i) {
        add(next, next, by_two);
        as_term(out[i], next);
    }
}

/// Digits of a number below 2^253, each zero or odd and between -15 and 15, of which at least four zeros separate two others.
using sparse_digits = std::array<signed char, 256>;
inline void spread(sparse_digits& out, byte_view number) noexcept {
    for (std::size_t i = 0; i < out.size(); ++i)
        out[i] = static_cast<signed char>(std::to_integer<int>(number[i / 8]) >> (i % 8) & 1);
    for (std::size_t i = 0; i < out.size(); ++i) {
        if (out[i] == 0) continue;
        // five bits are a digit; one above 15 is 32 less, and 1 more from there on
        int digit = 0;
        for (std::size_t j = std::min<std::size_t>(i + 5, out.size()); j-- > i; out[j] = 0)
            digit = 2 * digit + out[j];
        if (digit > 15) {
            digit -= 32;
            std::size_t j = i + 5;
            while (out[j] != 0) out[j++] = 0;
            out[j] = 1;
        }
        out[i] = static_cast<signed char>(digit);
    }
}

/// A * a + B * b for numbers below 2^253.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline void
sum_of_multiples(edwards_point& out, const edwards_point& p, byte_view a, const edwards_point& q,
                 byte_view b) noexcept {
    struct {
        odd_multiples of;
        sparse_digits digits;
    } sides[2];
    multiples_of(sides[0].of, p);
    multiples_of(sides[1].of, q);
    spread(sides[0].digits, a);
    spread(sides[1].digits, b);
    const element_25519 zero{}, one{1};
    out.v = four_of(zero, one, zero, one);
    std::size_t i = sides[0].digits.size();
    while (i > 0 && sides[0].digits[i - 1] == 0 && sides[1].digits[i - 1] == 0) --i;
    while (i-- > 0) {
        twice(out, out);
        for (const auto& side : sides) {
            const int digit = side.digits[i];
            if (digit > 0) add(out, out, side.of[static_cast<std::size_t>(digit / 2)]);
            if (digit < 0) {
                edwards_term negative;
                negate(negative, side.of[static_cast<std::size_t>(-digit / 2)]);
                add(out, out, negative);
            }
        }
    }
}

/// Three points at once from their encodings (RFC 8032, section 5.1.3). False when one is not the encoding of a point.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline bool
decode(std::array<edwards_point, 3>& out, const std::array<byte_view, 3>& bytes) noexcept {
    const element_25519 one{1};
    std::array<element_25519, 3> y;
    for (std::size_t i = 0; i < 3; ++i) {
        y[i] = load_element(bytes[i]);
        if (y[i] != canonical(y[i])) return false;
    }
    const four_elements ys = four_of(y[0], y[1], y[2], one), ones = in_every_lane(one);
    // x^2 = u / v for u = y^2 - 1 and v = d y^2 + 1; x is u v^3 (u v^7)^((p - 5) / 8), or that times a root of -1
    four_elements u, v, x, t;
    square_times(t, ys, 1);
    subtract(u, t, ones);
    multiply_once(v, t, in_every_lane(load_element(edwards_d)));
    HAWSER_UNROLL for (std::size_t i = 0; i < 5; ++i) v.at[i] += ones.at[i];
    four_elements v3;
    square_times(t, v, 1);
    multiply_once(v3, t, v);
    square_times(t, v3, 1);
    multiply_once(t, t, v);
    multiply_once(t, t, u); // u v^7
    powers_25519 powers;
    raise(powers, t);
    square_times(x, powers.of_ones, 2);
    multiply_once(x, x, t);
    multiply_once(x, x, v3);
    multiply_once(x, x, u);
    four_elements other_x, check;
    multiply_once(other_x, x, in_every_lane(load_element(root_of_minus_one)));
    square_times(check, x, 1);
    multiply_once(check, check, v); // u, -u, or no root there is
    four_elements zero{}, minus;
    subtract(minus, zero, u);
    std::array<element_25519, 3> chosen;
    for (std::size_t i = 0; i < 3; ++i) {
        const element_25519 found = canonical(lane_of(check, i));
        if (found == canonical(lane_of(u, i)))
            chosen[i] = canonical(lane_of(x, i));
        else if (found == canonical(lane_of(minus, i)))
            chosen[i] = canonical(lane_of(other_x, i));
        else
            return false;
        const std::uint64_t odd = std::to_integer<std::uint64_t>(bytes[i][31]) >> 7;
        if (odd != (chosen[i][0] & 1)) {
            if (chosen[i] == element_25519{}) return false;
            for (std::size_t limb = 0; limb < 5; ++limb)
                chosen[i][limb] = twice_prime(limb) - chosen[i][limb];
            chosen[i] = canonical(chosen[i]);
        }
    }
    multiply_once(t, four_of(chosen[0], chosen[1], chosen[2], one), ys);
    for (std::size_t i = 0; i < 3; ++i) out[i].v = four_of(chosen[i], y[i], lane_of(t, i), one);
    return true;
}

/// 512 little-endian bits modulo the order of the base point, which is 2^252 + c, c having 125 bits.
inline std::array<std::byte, 32> modulo_order(byte_view bytes) noexcept {
    constexpr std::uint32_t order[9] = {0x5cf5d3ed, 0x5812631a, 0xa2f79cd6, 0x14def9de, 0,
                                        0,          0,          0x10000000, 0};
    std::uint32_t rest[9]{};
    const auto add_multiple = [&](std::int64_t factor) {
        std::int64_t carry = 0;
        for (std::size_t j = 0; j < 9; ++j) {
            carry += rest[j] + factor * order[j];
            rest[j] = static_cast<std::uint32_t>(carry);
            carry >>= 32;
        }
    };
    for (std::size_t i = 64; i > 0; i -= 2) {
        // 2^16 times the rest, and 16 bits more: below 2^269
        for (std::size_t j = 8; j > 0; --j) rest[j] = rest[j] << 16 | rest[j - 1] >> 16;
        rest[0] = rest[0] << 16 | std::to_integer<std::uint32_t>(bytes[i - 1]) << 8 |
                  std::to_integer<std::uint32_t>(bytes[i - 2]);
        // by 2^252 instead of the order the quotient is at most 1 too large
        add_multiple(-std::int64_t{rest[8] << 4 | rest[7] >> 28});
        if (rest[8] != 0) add_multiple(1);
    }
    std::array<std::byte, 32> out;
    for (std::size_t i = 0; i < 8; ++i) store_little_u32(out.data() + 4 * i, rest[i]);
    return out;
}

/// Whether R = S * B - h * A, for the encodings of R and A. An encoding is that of one point only, so this is whether the sum
/// would be encoded as R; R is decoded beside A instead of that.
[[gnu::target("avx512f,avx512vl,avx512ifma"), gnu::noinline]] inline bool
is_signature(byte_view key, byte_view r, byte_view s, byte_view h) noexcept {
    std::array<std::byte, 32> opposite; // -A
    std::copy(key.begin(), key.end(), opposite.begin());
    opposite[31] ^= std::byte{0x80};
    std::array<edwards_point, 3> points;
    bool same = false;
    if (decode(points, {opposite, r, edwards_base})) {
        edwards_point sum;
        sum_of_multiples(sum, points[0], h, points[2], s);
        four_elements z;
        arrange<3, 3, 3, 3>(z, sum.v, sum.v);
        multiply_once(z, points[1].v, z);
        same = canonical(lane_of(z, 0)) == canonical(lane_of(sum.v, 0)) &&
               canonical(lane_of(z, 1)) == canonical(lane_of(sum.v, 1));
    }
    leave_wide_registers();
    return same;
}

} // namespace hawser::inline HAWSER_ABI::native::detail::curve25519

#endif
