#pragma once

#include <hawser/algorithm/native/aes_kernel.hpp>
#include <hawser/algorithm/native/cpu.hpp>
#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/core/constant_time.hpp>

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#if defined(__x86_64__) && defined(__GNUC__)

#define HAWSER_AES_LANES 1
#define HAWSER_AES_TARGET "aes,pclmul,sse4.1"
#include <hawser/algorithm/native/impl/aes_lanes.ipp>
#define HAWSER_AES_LANES 2
#define HAWSER_AES_TARGET "aes,pclmul,avx2,vaes,vpclmulqdq"
#include <hawser/algorithm/native/impl/aes_lanes.ipp>
#define HAWSER_AES_LANES 4
#define HAWSER_AES_TARGET "aes,pclmul,avx512f,avx512bw,avx512vl,vaes,vpclmulqdq"
#include <hawser/algorithm/native/impl/aes_lanes.ipp>

namespace hawser::inline HAWSER_ABI::native::detail {

/// The substitution of FIPS 197, section 5.1.1, in each byte of a word. With four equal columns the rows' shift does nothing.
[[gnu::target("aes")]] inline std::uint32_t sub_word(std::uint32_t word) noexcept {
    typedef std::uint32_t words __attribute__((vector_size(16)));
    typedef long long halves __attribute__((vector_size(16)));
    const words columns = {word, word, word, word};
    const words substituted = (words)__builtin_ia32_aesenclast128((halves)columns, halves{});
    return substituted[0];
}

/// FIPS 197, section 5.2, with the first byte of a word as its lowest.
inline void expand_aes_key(byte_view key, aes_round_keys& out) noexcept {
    std::byte* const at = out.keys.span().data();
    const std::size_t words = key.size() / 4;
    out.rounds = static_cast<int>(words) + 6;
    std::memcpy(at, key.data(), key.size());
    std::uint32_t last = 0, round_constant = 1;
    std::memcpy(&last, at + key.size() - 4, 4);
    for (std::size_t i = words, column = 0; i < 4 * (words + 7);
         ++i, column = column + 1 == words ? 0 : column + 1) {
        if (column == 0) {
            last = std::rotr(sub_word(last), 8) ^ round_constant;
            round_constant = round_constant << 1 ^ (round_constant >> 7) * 0x11b;
        } else if (words == 8 && column == 4) {
            last = sub_word(last);
        }
        std::uint32_t before = 0;
        std::memcpy(&before, at + 4 * (i - words), 4);
        last ^= before;
        std::memcpy(at + 4 * i, &last, 4);
    }
}

/// Turns the bytes of H round and divides by x, so that the products need no shift (the bits of GCM stand in the reverse
/// order of their powers).
inline void divide_by_x(byte_span h) noexcept {
    std::uint64_t high = load_u64(h.data()), low = load_u64(h.data() + 8);
    const std::uint64_t reduce = value_barrier(0 - (high >> 63));
    high = (high << 1 | low >> 63) ^ (reduce & 0xc200000000000000);
    low = low << 1 ^ (reduce & 1);
    std::memcpy(h.data(), &low, 8);
    std::memcpy(h.data() + 8, &high, 8);
}

inline void start_gcm(byte_view key, gcm_key& out) noexcept {
    expand_aes_key(key, out.aes);
    const byte_span powers = out.powers_of_h.span();
    wipe(powers);
    const byte_span h = powers.subspan(16 * (gcm_key::powers - 1), 16);
    secret_array<16> counter;
    lanes_1::ctr(out.aes, counter.span(), h);
    divide_by_x(h);
    for (std::size_t at = h.data() - powers.data(); at > 0; at -= 16)
        lanes_1::next_power(powers.data() + at, h.data(), powers.data() + at - 16);
}

} // namespace hawser::inline HAWSER_ABI::native::detail

#endif

namespace hawser::inline HAWSER_ABI::native {

HAWSER_DECL std::span<const aes_kernel> aes_kernels() noexcept {
#if defined(__x86_64__) && defined(__GNUC__)
    using namespace detail;
    static constexpr aes_kernel all[] = {
        {"512 bits", expand_aes_key, lanes_4::ctr, start_gcm, lanes_4::gcm},
        {"256 bits", expand_aes_key, lanes_2::ctr, start_gcm, lanes_2::gcm},
        {"128 bits", expand_aes_key, lanes_1::ctr, start_gcm, lanes_1::gcm},
    };
    const cpu_features& cpu = this_cpu();
    return std::span{all}.last(cpu.wide_aes && cpu.avx512 ? 3 : cpu.wide_aes ? 2 : cpu.aes ? 1 : 0);
#else
    return {};
#endif
}

} // namespace hawser::inline HAWSER_ABI::native
