#pragma once

// Reciprocals by division steps (Bernstein and Yang, "Fast constant-time gcd computation and modular inversion", 2019): two
// polynomials f and g, reversed, lose a constant term with each of 2 * 761 - 1 steps, and v and r keep account of it. Both
// reciprocals here leave out what the paper does for clarity:
// - f with v, and g with r, may be multiplied by any unit without changing v / f in the end. So g becomes f0 * g - g0 * f
//   whether the two change places or not, and no step needs a division.
// - Nothing is moved: multiplying v by x and dividing g by x move the window in which each is seen.

#include <hawser/algorithm/native/impl/sntrup761_modulus.hpp>
#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/algorithm/native/sntrup761_ring.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <cstring>

namespace hawser::inline HAWSER_ABI::native {

namespace detail::sntrup761 {

inline constexpr std::size_t division_steps = 2 * p - 1;

/// What decides whether f and g change places.
class balance {
  public:
    /// One step: all ones when they do. `g0` is not zero when g has a constant term.
    std::int32_t step(std::int32_t g0) noexcept {
        const std::int32_t swap = value_barrier((-delta_ & (g0 | -g0)) >> 31);
        delta_ = (delta_ ^ (swap & (delta_ ^ -delta_))) + 1;
        return swap;
    }
    std::int32_t value() const noexcept { return delta_; }

  private:
    std::int32_t delta_ = 1;
};

// --- modulo 4591: one coefficient in each 16-bit lane -------------------------------------------------------------

/// Coefficients stay within +-6000, where reduced products leave them; those of g0 and f0 are frozen.
struct field_steps {
    static constexpr std::size_t room = sntrup761_polynomial::room;

    alignas(32) std::array<std::int16_t, room> f{}, r{};
    alignas(32) std::array<std::int16_t, room + division_steps> g{}, v{};

    field_steps() noexcept = default;
    field_steps(const field_steps&) = delete;
    field_steps& operator=(const field_steps&) = delete;
    ~field_steps() { wipe(std::as_writable_bytes(std::span{this, 1})); }
};

// combine: b = f0 * b - g0 * a, and a = the old b where `swap` is all ones, for at least `size` coefficients, in chunks of at
// most 32. Compilers make good vectors of the plain loop, but not every one of them, and this loop is most of a key pair's
// time.

#if HAWSER_VECTORS && defined(__x86_64__)
template <std::size_t Lanes>
using lanes_16 = typename vector_of<std::uint16_t, Lanes>::type;

/// The upper halves of the products of signed numbers. By reference, for the caller has no such registers before it is a part
/// of a function that does.
inline void upper_halves(lanes_16<8>& out, const lanes_16<8>& a, const lanes_16<8>& b) noexcept {
    using signed_lanes = vector_of<short, 8>::type;
    out = (lanes_16<8>)__builtin_ia32_pmulhw128((signed_lanes)a, (signed_lanes)b);
}
[[gnu::target("avx2")]] inline void upper_halves(lanes_16<16>& out, const lanes_16<16>& a,
                                                 const lanes_16<16>& b) noexcept {
    using signed_lanes = vector_of<short, 16>::type;
    out = (lanes_16<16>)__builtin_ia32_pmulhw256((signed_lanes)a, (signed_lanes)b);
}

/// The same as reduced_product, in each lane.
template <class Vector>
HAWSER_ALWAYS_INLINE void reduced_products(Vector& out, const Vector& a, const Vector& b,
                                           const Vector& b_times_inverse, const Vector& modulus) noexcept {
    Vector upper, folded;
    upper_halves(upper, a, b);
    upper_halves(folded, a * b_times_inverse, modulus);
    out = upper - folded;
}

template <std::size_t Lanes>
HAWSER_ALWAYS_INLINE void combine_lanes(std::int16_t* a, std::int16_t* b, std::size_t size, factor f0,
                                        factor g0, std::int16_t swap) noexcept {
    using vector = lanes_16<Lanes>;
    const auto lane = [](std::int16_t x) { return static_cast<std::uint16_t>(x); };
    const vector f = vector{} + lane(f0.value), f_inverse = vector{} + lane(f0.times_inverse),
                 g = vector{} + lane(g0.value), g_inverse = vector{} + lane(g0.times_inverse),
                 mask = vector{} + lane(swap), modulus = vector{} + lane(sntrup761_modulus);
    for (std::size_t i = 0; i < size; i += Lanes) {
        vector left, right, plus, minus;
        std::memcpy(&left, a + i, sizeof left);
        std::memcpy(&right, b + i, sizeof right);
        reduced_products(plus, right, f, f_inverse, modulus);
        reduced_products(minus, left, g, g_inverse, modulus);
        left ^= mask & (left ^ right);
        plus -= minus;
        std::memcpy(a + i, &left, sizeof left);
        std::memcpy(b + i, &plus, sizeof plus);
    }
}
inline void combine(std::int16_t* a, std::int16_t* b, std::size_t size, factor f0, factor g0,
                    std::int16_t swap) noexcept {
    combine_lanes<8>(a, b, size, f0, g0, swap);
}
[[gnu::target("avx2")]] inline void combine_avx2(std::int16_t* a, std::int16_t* b, std::size_t size,
                                                 factor f0, factor g0, std::int16_t swap) noexcept {
    combine_lanes<16>(a, b, size, f0, g0, swap);
    leave_wide_registers();
}
#else
inline void combine(std::int16_t* __restrict a, std::int16_t* __restrict b, std::size_t size, factor f0,
                    factor g0, std::int16_t swap) noexcept {
    constexpr std::size_t chunk = 32; // coefficients
    for (; size != 0; size -= std::min(size, chunk), a += chunk, b += chunk) {
        for (std::size_t i = 0; i < chunk; ++i) {
            const std::int16_t left = a[i], right = b[i];
            a[i] = narrow(left ^ (swap & (left ^ right)));
            b[i] = narrow(reduced_product(right, f0) - reduced_product(left, g0));
        }
    }
}
#endif

/// Leaves v / f[0] as the reciprocal of what g was, reversed.
template <class Combine>
void divide(field_steps& s, Combine combine) noexcept {
    balance sides;
    for (std::size_t step = 0; step < division_steps; ++step) {
        std::int16_t* const g = s.g.data() + step;
        std::int16_t* const v = s.v.data() + (division_steps - 1 - step);
        const factor f0{freeze_16(s.f[0])}, g0{freeze_16(g[0])};
        const auto swap = narrow(sides.step(g0.value));
        // what no later step will look at is left as it is, and v has as many coefficients as there were steps
        combine(s.f.data(), g, std::min(p + 1, division_steps - step), f0, g0, swap);
        combine(v, s.r.data(), std::min(p + 1, step + 2), f0, g0, swap);
    }
}

// --- modulo 3: 64 coefficients in a word, as ones and as minus ones -----------------------------------------------

/// Coefficient i is bit i / 12 of word i % 12: multiplying by x moves words, and shifts only the one that comes around.
inline constexpr std::size_t plane_words = 12;
static_assert(plane_words * 64 >= p + 1);

/// Coefficients as two sets of bits. `Slack` words are there to move in.
template <std::size_t Slack>
struct planes {
    alignas(32) std::array<std::uint64_t, plane_words + Slack> ones{}, minus_ones{};

    void put(std::size_t i, std::int16_t coefficient) noexcept {
        const auto value = static_cast<std::uint64_t>(static_cast<std::int64_t>(coefficient));
        ones[i % plane_words] |= (value & ~value >> 63 & 1) << i / plane_words;
        minus_ones[i % plane_words] |= (value >> 63) << i / plane_words;
    }
};

struct sign_steps {
    static constexpr std::size_t slack = 48; // steps until the windows are set back

    planes<0> f, r;
    planes<slack> g, v;

    sign_steps() noexcept = default;
    sign_steps(const sign_steps&) = delete;
    sign_steps& operator=(const sign_steps&) = delete;
    ~sign_steps() { wipe(std::as_writable_bytes(std::span{this, 1})); }
};

/// b = b - c * a, and a = the old b where `swap` is all ones. c is one, minus one or neither, as two masks.
[[gnu::always_inline]] inline void combine(std::uint64_t* __restrict a_ones,
                                           std::uint64_t* __restrict a_minus,
                                           std::uint64_t* __restrict b_ones,
                                           std::uint64_t* __restrict b_minus, std::uint64_t c_one,
                                           std::uint64_t c_minus, std::uint64_t swap) noexcept {
    for (std::size_t i = 0; i < plane_words; ++i) {
        const std::uint64_t ap = a_ones[i], am = a_minus[i], bp = b_ones[i], bm = b_minus[i];
        const std::uint64_t np = (am & c_one) | (ap & c_minus), nm = (ap & c_one) | (am & c_minus);
        const std::uint64_t mixed = (bp | nm) ^ (bm | np);
        a_ones[i] = ap ^ (swap & (ap ^ bp));
        a_minus[i] = am ^ (swap & (am ^ bm));
        b_ones[i] = (bm | nm) ^ mixed;
        b_minus[i] = (bp | np) ^ mixed;
    }
}

[[gnu::always_inline]] inline void divide(sign_steps& s, balance& sides) noexcept {
    constexpr auto everywhere = [](std::uint64_t bit) { return std::uint64_t{0} - (bit & 1); };
    constexpr std::size_t slack = sign_steps::slack;
    // v begins where there is room below it, g where there is room above
    for (std::size_t step = 0; step < division_steps; ++step) {
        const std::size_t moved = step % slack;
        if (moved == 0 && step != 0) {
            for (std::size_t i = 0; i < plane_words; ++i) {
                s.g.ones[i] = s.g.ones[slack + i];
                s.g.minus_ones[i] = s.g.minus_ones[slack + i];
                s.v.ones[slack + plane_words - 1 - i] = s.v.ones[plane_words - 1 - i];
                s.v.minus_ones[slack + plane_words - 1 - i] = s.v.minus_ones[plane_words - 1 - i];
            }
        }
        std::uint64_t *const g_ones = s.g.ones.data() + moved, *const g_minus = s.g.minus_ones.data() + moved;
        std::uint64_t *const v_ones = s.v.ones.data() + (slack - 1 - moved), *const v_minus =
                                                                                 s.v.minus_ones.data() +
                                                                                 (slack - 1 - moved);
        v_ones[0] = v_ones[plane_words] << 1;
        v_minus[0] = v_minus[plane_words] << 1;

        const std::uint64_t f_one = s.f.ones[0], f_minus = s.f.minus_ones[0];
        const std::uint64_t g_one = g_ones[0], g_minus_one = g_minus[0];
        const std::uint64_t same = everywhere((f_one & g_one) | (f_minus & g_minus_one));
        const std::uint64_t other = everywhere((f_one & g_minus_one) | (f_minus & g_one));
        const auto swap = static_cast<std::uint64_t>(
            std::int64_t{sides.step(static_cast<std::int32_t>((g_one | g_minus_one) & 1))});
        combine(s.f.ones.data(), s.f.minus_ones.data(), g_ones, g_minus, same, other, swap);
        combine(v_ones, v_minus, s.r.ones.data(), s.r.minus_ones.data(), same, other, swap);

        g_ones[plane_words] = g_ones[0] >> 1;
        g_minus[plane_words] = g_minus[0] >> 1;
    }
}
inline void divide_portable(sign_steps& s, balance& sides) noexcept { divide(s, sides); }

#if HAWSER_VECTORS && defined(__x86_64__)
[[gnu::target("avx2")]] inline void divide_avx2(sign_steps& s, balance& sides) noexcept {
    divide(s, sides);
    leave_wide_registers();
}
#endif

/// 1 / x modulo q, as x^(q - 2).
inline std::int16_t inverse(std::int16_t x) noexcept {
    std::int16_t out = 1;
    for (int bit = 12; bit >= 0; --bit) {
        out = freeze(out * out);
        if (((q - 2) >> bit & 1) != 0) out = freeze(out * x); // q is no secret
    }
    return out;
}

} // namespace detail::sntrup761

HAWSER_DECL void sntrup761_invert_triple(sntrup761_polynomial& out, const sntrup761_polynomial& f,
                                         [[maybe_unused]] const cpu_features& cpu) noexcept {
    using namespace detail::sntrup761;
    field_steps s;
    constexpr std::int16_t third = (1 - q) / 3;
    static_assert(3 * third == 1 - q);
    s.r[0] = third;
    s.f[0] = 1;
    s.f[p - 1] = s.f[p] = -1;
    for (std::size_t i = 0; i < p; ++i) s.g[p - 1 - i] = f[i];
#if HAWSER_VECTORS && defined(__x86_64__)
    if (cpu.avx2)
        divide(s, &combine_avx2);
    else
#endif
        divide(s, [](auto... arguments) { combine(arguments...); });
    const std::int16_t scale = inverse(freeze_16(s.f[0]));
    for (std::size_t i = 0; i < p; ++i) out[i] = freeze(scale * s.v[p - 1 - i]);
}

HAWSER_DECL std::uint32_t sntrup761_invert_small(sntrup761_polynomial& out, const sntrup761_polynomial& g,
                                                 [[maybe_unused]] const cpu_features& cpu) noexcept {
    using namespace detail::sntrup761;
    sign_steps s;
    balance sides;
    s.r.put(0, 1);
    s.f.put(0, 1);
    s.f.put(p - 1, -1);
    s.f.put(p, -1);
    for (std::size_t i = 0; i < p; ++i) s.g.put(p - 1 - i, g[i]);
#if HAWSER_VECTORS && defined(__x86_64__)
    if (cpu.avx2)
        divide_avx2(s, sides);
    else
#endif
        divide_portable(s, sides);
    const std::uint64_t flip = std::uint64_t{0} - (s.f.minus_ones[0] & 1);
    constexpr std::size_t from = sign_steps::slack - 1 - (division_steps - 1) % sign_steps::slack;
    for (std::size_t i = 0; i < p; ++i) {
        const std::size_t at = p - 1 - i, word = from + at % plane_words, bit = at / plane_words;
        const std::uint64_t one = s.v.ones[word] >> bit & 1, minus = s.v.minus_ones[word] >> bit & 1;
        const std::uint64_t swapped = flip & (one ^ minus);
        out[i] =
            static_cast<std::int16_t>(static_cast<int>(one ^ swapped) - static_cast<int>(minus ^ swapped));
    }
    // f and g are coprime when the two sides have come out even
    const auto uneven = static_cast<std::uint32_t>(sides.value());
    return std::uint32_t{0} - ((uneven | (0 - uneven)) >> 31);
}

} // namespace hawser::inline HAWSER_ABI::native
