#pragma once
// The sums of Poly1305 by AVX512_IFMA, which multiplies and adds numbers of 52 bits: three limbs of 44, 44 and 42 bits, and
// a lane for each of eight blocks.

#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/core/config.hpp>

#include <array>
#include <cstring>
#include <utility>

#if HAWSER_VECTORS && defined(__x86_64__)

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

using eight_limbs = vector_of<std::uint64_t, 8>::type;
inline constexpr std::uint64_t mask_42 = (std::uint64_t{1} << 42) - 1, mask_44 = (std::uint64_t{1} << 44) - 1;

/// Eight numbers modulo 2^130 - 5. Each limb may have 46 bits.
struct eight_numbers {
    eight_limbs at[3];
};

/// Factors: their limbs, and twenty times those that meet 2^132 = 20.
struct eight_factors {
    eight_limbs r0, r1, r2, s1, s2;
};
[[gnu::target("avx512f,avx512ifma"), gnu::always_inline]] inline void
as_factors(const eight_numbers& a, eight_factors& out) noexcept {
    out = {a.at[0], a.at[1], a.at[2], a.at[1] * 20, a.at[2] * 20};
}

/// Adds the lower 52 bits of the product to `low`, and what is above them to `high`.
[[gnu::target("avx512f,avx512ifma"), gnu::always_inline]] inline void
add_product(eight_limbs& low, eight_limbs& high, const eight_limbs& a, const eight_limbs& b) noexcept {
    // the two compilers name their functions for it differently
    __asm__("vpmadd52luq %2, %1, %0" : "+v"(low) : "v"(a), "v"(b));
    __asm__("vpmadd52huq %2, %1, %0" : "+v"(high) : "v"(a), "v"(b));
}

/// Sums of products, of which two may come together.
struct eight_sums {
    eight_limbs low[3]{}, high[3]{};
};
[[gnu::target("avx512f,avx512ifma"), gnu::always_inline]] inline void
add_products(eight_sums& sums, const eight_numbers& a, const eight_factors& f) noexcept {
    add_product(sums.low[0], sums.high[0], a.at[0], f.r0);
    add_product(sums.low[1], sums.high[1], a.at[0], f.r1);
    add_product(sums.low[2], sums.high[2], a.at[0], f.r2);
    add_product(sums.low[0], sums.high[0], a.at[1], f.s2);
    add_product(sums.low[1], sums.high[1], a.at[1], f.r0);
    add_product(sums.low[2], sums.high[2], a.at[1], f.r1);
    add_product(sums.low[0], sums.high[0], a.at[2], f.s1);
    add_product(sums.low[1], sums.high[1], a.at[2], f.s2);
    add_product(sums.low[2], sums.high[2], a.at[2], f.r0);
}
/// Limbs of 44, 44 and 42 bits, and one bit more at most in the first.
[[gnu::target("avx512f,avx512ifma"), gnu::always_inline]] inline void carried(const eight_sums& sums,
                                                                              eight_numbers& out) noexcept {
    eight_limbs d0 = sums.low[0], d1 = sums.low[1] + (sums.high[0] << 8),
                d2 = sums.low[2] + (sums.high[1] << 8);
    // 2^140 = 5 * 2^10
    d0 += (sums.high[2] << 10) + (sums.high[2] << 12);
    d1 += d0 >> 44;
    d0 &= mask_44;
    d2 += d1 >> 44;
    d1 &= mask_44;
    d0 += (d2 >> 42) * 5;
    d2 &= mask_42;
    out = {{d0, d1, d2}};
}
[[gnu::target("avx512f,avx512ifma"), gnu::always_inline]] inline void
multiply(const eight_numbers& a, const eight_factors& f, eight_numbers& out) noexcept {
    eight_sums sums;
    add_products(sums, a, f);
    carried(sums, out);
}

/// Lane 2k takes block k, lane 2k + 1 block 4 + k.
[[gnu::target("avx512f,avx512ifma"), gnu::always_inline]] inline void
load_blocks(const std::byte* blocks, eight_numbers& out) noexcept {
    eight_limbs front, back;
    std::memcpy(&front, blocks, sizeof front);
    std::memcpy(&back, blocks + sizeof front, sizeof back);
    const eight_limbs low = __builtin_shufflevector(front, back, 0, 8, 2, 10, 4, 12, 6, 14);
    const eight_limbs high = __builtin_shufflevector(front, back, 1, 9, 3, 11, 5, 13, 7, 15);
    out = {{low & mask_44, (low >> 44 | high << 20) & mask_44, high >> 24 | std::uint64_t{1} << 40}};
}
/// How many blocks follow that of a lane in its group.
inline constexpr eight_limbs blocks_behind{7, 3, 6, 2, 5, 1, 4, 0};

/// The same as absorb, of `groups` times 16 whole blocks, `groups` at least 1.
[[gnu::target("avx512f,avx512bw,avx512vl,avx512ifma")]] inline void
absorb_16(std::array<std::uint64_t, 5>& sum, const std::array<std::uint64_t, 5>& r, const std::byte* blocks,
          std::size_t groups) noexcept {
    const auto in_44 =
        [](const std::array<std::uint64_t, 5>& n, std::size_t i) __attribute__((always_inline)) {
        return i == 0   ? n[0] + ((n[1] & 0x3ffff) << 26)
               : i == 1 ? (n[1] >> 18) + (n[2] << 8) + ((n[3] & 0x3ff) << 34)
                        : (n[3] >> 10) + (n[4] << 16);
    };
    // In each lane r to the power of one more than the blocks behind it, bit by bit of their number.
    eight_numbers power, last_back, last_front;
    for (std::size_t i = 0; i < 3; ++i) last_back.at[i] = power.at[i] = eight_limbs{} + in_44(r, i);
    eight_factors by_power, by_8, by_16;
    for (std::uint64_t bit = 1; bit < 8; bit *= 2) {
        eight_numbers more;
        as_factors(power, by_power);
        multiply(last_back, by_power, more);
        const eight_limbs takes_part = reinterpret_cast<eight_limbs>((blocks_behind & bit) != 0);
        for (std::size_t i = 0; i < 3; ++i) last_back.at[i] ^= (last_back.at[i] ^ more.at[i]) & takes_part;
        multiply(power, by_power, power);
    }
    as_factors(power, by_8);
    multiply(last_back, by_8, last_front);
    multiply(power, by_8, power);
    as_factors(power, by_16);

    eight_numbers a{};
    for (std::size_t i = 0; i < 3; ++i) a.at[i][0] = in_44(sum, i);
    for (;; blocks += 256) {
        eight_numbers front, back;
        load_blocks(blocks, front);
        load_blocks(blocks + 128, back);
        for (std::size_t i = 0; i < 3; ++i) a.at[i] += front.at[i];
        if (--groups == 0) {
            as_factors(last_front, by_16);
            as_factors(last_back, by_8);
        }
        eight_sums sums;
        add_products(sums, back, by_8);
        add_products(sums, a, by_16);
        carried(sums, a);
        if (groups == 0) break;
    }

    std::uint64_t total[3]{};
    for (std::size_t i = 0; i < 3; ++i)
        for (std::size_t lane = 0; lane < 8; ++lane) total[i] += a.at[i][lane];
    total[1] += total[0] >> 44;
    total[2] += total[1] >> 44;
    total[0] &= mask_44;
    total[1] &= mask_44;
    sum = {total[0] & 0x3ffffff, total[0] >> 26 | (total[1] & 0xff) << 18, total[1] >> 8 & 0x3ffffff,
           total[1] >> 34 | (total[2] & 0xffff) << 10, total[2] >> 16};
    leave_wide_registers();
}

} // namespace detail

} // namespace hawser::inline HAWSER_ABI::native

#endif
