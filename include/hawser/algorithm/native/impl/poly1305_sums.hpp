#pragma once
// The sums of Poly1305. The arithmetic is written once, for a limb that is an integer or a vector of the compiler's: with
// vectors, each lane takes a block of its own.

#include <hawser/algorithm/native/cpu.hpp>
#include <hawser/algorithm/native/impl/poly1305_ifma.hpp>
#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/algorithm/native/little_endian.hpp>
#include <hawser/core/constant_time.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

/// As poly1305::number.
using poly1305_number = std::array<std::uint64_t, 5>;

/// Limbs of 26 bits and, until carries are handed on, a little more.
template <class Limb>
struct limbs_130 {
    Limb at[5];
};
inline constexpr std::uint64_t mask_26 = (std::uint64_t{1} << 26) - 1;

/// A factor: its limbs, and five times those that meet 2^130 = 5.
template <class Limb>
struct factor_130 {
    Limb r0, r1, r2, r3, r4, s1, s2, s3, s4;
};
template <class Limb>
HAWSER_ALWAYS_INLINE void as_factor(const limbs_130<Limb>& a, factor_130<Limb>& out) noexcept {
    out = {a.at[0], a.at[1], a.at[2], a.at[3], a.at[4], a.at[1] * 5, a.at[2] * 5, a.at[3] * 5, a.at[4] * 5};
}

template <class Limb>
HAWSER_ALWAYS_INLINE void sum_of_products(Limb& out, const limbs_130<Limb>& a, const Limb& b0, const Limb& b1,
                                          const Limb& b2, const Limb& b3, const Limb& b4) noexcept {
    Limb p0, p1, p2, p3, p4;
    multiply_low(p0, a.at[0], b0);
    multiply_low(p1, a.at[1], b1);
    multiply_low(p2, a.at[2], b2);
    multiply_low(p3, a.at[3], b3);
    multiply_low(p4, a.at[4], b4);
    out = (p0 + p1) + (p2 + p3) + p4;
}

/// a = a * f. Limbs of `a` may have 30 bits; afterwards they have 26, and that of `at[1]` and `at[4]` one more at most.
template <class Limb>
HAWSER_ALWAYS_INLINE void multiply(limbs_130<Limb>& a, const factor_130<Limb>& f) noexcept {
    Limb d0, d1, d2, d3, d4;
    sum_of_products(d0, a, f.r0, f.s4, f.s3, f.s2, f.s1);
    sum_of_products(d1, a, f.r1, f.r0, f.s4, f.s3, f.s2);
    sum_of_products(d2, a, f.r2, f.r1, f.r0, f.s4, f.s3);
    sum_of_products(d3, a, f.r3, f.r2, f.r1, f.r0, f.s4);
    sum_of_products(d4, a, f.r4, f.r3, f.r2, f.r1, f.r0);
    // two chains of carries, from limb 0 and from limb 3, run side by side
    d1 += d0 >> 26;
    d0 &= mask_26;
    d4 += d3 >> 26;
    d3 &= mask_26;
    d2 += d1 >> 26;
    d1 &= mask_26;
    d0 += (d4 >> 26) * 5;
    d4 &= mask_26;
    d3 += d2 >> 26;
    d2 &= mask_26;
    d1 += d0 >> 26;
    d0 &= mask_26;
    d4 += d3 >> 26;
    d3 &= mask_26;
    a = {{d0, d1, d2, d3, d4}};
}

/// Adds 16-byte numbers, and `above` (a bit at 2^128).
template <class Limb>
HAWSER_ALWAYS_INLINE void add_block(limbs_130<Limb>& sum, const Limb& low, const Limb& high,
                                    std::uint64_t above) noexcept {
    sum.at[0] += low & mask_26;
    sum.at[1] += low >> 26 & mask_26;
    sum.at[2] += (low >> 52 | high << 12) & mask_26;
    sum.at[3] += high >> 14 & mask_26;
    sum.at[4] += high >> 40 | above << 24;
}

using scalar_130 = limbs_130<std::uint64_t>;

inline scalar_130 scalar_of(const poly1305_number& n) noexcept { return {{n[0], n[1], n[2], n[3], n[4]}}; }
inline void assign(poly1305_number& n, const scalar_130& a) noexcept { std::copy_n(a.at, 5, n.begin()); }

/// sum = (sum + block) * r for each block; `above` is 1 for whole ones.
inline void absorb(poly1305_number& sum, const poly1305_number& r, const std::byte* blocks, std::size_t count,
                   std::uint64_t above) noexcept {
    scalar_130 a = scalar_of(sum);
    factor_130<std::uint64_t> f;
    as_factor(scalar_of(r), f);
    for (; count > 0; --count, blocks += 16) {
        add_block(a, load_little_u64(blocks), load_little_u64(blocks + 8), above);
        multiply(a, f);
    }
    assign(sum, a);
}

#if HAWSER_VECTORS && defined(__x86_64__)
/// Adds one block a lane. Lane 2k has block k, lane 2k + 1 block Lanes / 2 + k: so it takes two shuffles only.
template <class Limb, std::size_t... I>
HAWSER_ALWAYS_INLINE void add_lanes(limbs_130<Limb>& sum, const std::byte* blocks,
                                    std::index_sequence<I...>) noexcept {
    constexpr std::size_t lanes = sizeof...(I);
    Limb front, back;
    std::memcpy(&front, blocks, sizeof front);
    std::memcpy(&back, blocks + sizeof front, sizeof back);
    add_block<Limb>(sum, __builtin_shufflevector(front, back, (I / 2 * 2 + I % 2 * lanes)...),
                    __builtin_shufflevector(front, back, (I / 2 * 2 + I % 2 * lanes + 1)...), 1);
}

/// The same as absorb, of `groups` times `Lanes` whole blocks, `groups` at least 1. Each lane sums blocks that are
/// `Lanes` apart, times a power of r that is as many; the last time each has the power that its block lacks.
template <std::size_t Lanes>
HAWSER_ALWAYS_INLINE void absorb_lanes(poly1305_number& sum, const poly1305_number& r,
                                       const std::byte* blocks, std::size_t groups) noexcept {
    using limb = typename vector_of<std::uint64_t, Lanes>::type;
    constexpr std::make_index_sequence<Lanes> lanes{};
    constexpr std::size_t group_size = 16 * Lanes;

    limbs_130<limb> all, last;
    {
        factor_130<std::uint64_t> f;
        as_factor(scalar_of(r), f);
        scalar_130 power = scalar_of(r);
        for (std::size_t missing = 1;; ++missing, multiply(power, f)) {
            const std::size_t block = Lanes - missing;
            const std::size_t lane = block < Lanes / 2 ? 2 * block : 2 * (block - Lanes / 2) + 1;
            for (std::size_t i = 0; i < 5; ++i) last.at[i][lane] = power.at[i];
            if (missing == Lanes) break;
        }
        for (std::size_t i = 0; i < 5; ++i) all.at[i] = limb{} + power.at[i];
    }
    factor_130<limb> f;
    as_factor(all, f);

    limbs_130<limb> a;
    for (std::size_t i = 0; i < 5; ++i) {
        a.at[i] = limb{};
        a.at[i][0] = sum[i];
    }
    add_lanes(a, blocks, lanes);
    while (--groups > 0) {
        blocks += group_size;
        multiply(a, f);
        add_lanes(a, blocks, lanes);
    }
    as_factor(last, f);
    multiply(a, f);

    // the lanes together fit a limb easily; one more multiplication, or the end, hands the carries on
    for (std::size_t i = 0; i < 5; ++i) {
        std::uint64_t total = 0;
        for (std::size_t lane = 0; lane < Lanes; ++lane) total += a.at[i][lane];
        sum[i] = total;
    }
}

[[gnu::target("avx2")]] inline void absorb_4(poly1305_number& sum, const poly1305_number& r,
                                             const std::byte* blocks, std::size_t groups) noexcept {
    absorb_lanes<4>(sum, r, blocks, groups);
    leave_wide_registers();
}
[[gnu::target("avx512f,avx512bw,avx512vl")]] inline void absorb_8(poly1305_number& sum,
                                                                  const poly1305_number& r,
                                                                  const std::byte* blocks,
                                                                  std::size_t groups) noexcept {
    absorb_lanes<8>(sum, r, blocks, groups);
    leave_wide_registers();
}
#endif

/// All of `blocks`, each of 16 bytes.
inline void absorb_all(const cpu_features& cpu, poly1305_number& sum, const poly1305_number& r,
                       byte_view blocks) noexcept {
#if HAWSER_VECTORS && defined(__x86_64__)
    // with less, making the powers of r costs more than it saves
    if (blocks.size() >= 512 && (cpu.avx512 || cpu.avx2)) {
        const int group_bits = cpu.avx512_ifma ? 8 : cpu.avx512 ? 7 : 6; // of the size of a group
        const std::size_t groups = blocks.size() >> group_bits;
        (cpu.avx512_ifma ? absorb_16 : cpu.avx512 ? absorb_8 : absorb_4)(sum, r, blocks.data(), groups);
        blocks = blocks.subspan(groups << group_bits);
    }
#else
    (void)cpu;
#endif
    absorb(sum, r, blocks.data(), blocks.size() / 16, 1);
}

/// Below 2^130 - 5, with limbs of 26 bits.
inline scalar_130 canonical(scalar_130 a) noexcept {
    // Twice around: all limbs have their size then, but for a few units more in the first when the number was close to
    // 2^130, which leaves it small.
    for (int turn = 0; turn < 2; ++turn) {
        std::uint64_t carry = 0;
        for (std::uint64_t& limb : a.at) {
            limb += carry;
            carry = limb >> 26;
            limb &= mask_26;
        }
        a.at[0] += carry * 5;
    }
    // a + 5 reaches 2^130 exactly when a is at least 2^130 - 5; what is left then is the difference
    scalar_130 less;
    std::uint64_t carry = 5;
    for (std::size_t i = 0; i < 5; ++i) {
        less.at[i] = a.at[i] + carry;
        carry = less.at[i] >> 26;
        less.at[i] &= mask_26;
    }
    const std::uint64_t choose = value_barrier(std::uint64_t{0} - carry);
    for (std::size_t i = 0; i < 5; ++i) a.at[i] ^= choose & (a.at[i] ^ less.at[i]);
    return a;
}

} // namespace detail

} // namespace hawser::inline HAWSER_ABI::native
