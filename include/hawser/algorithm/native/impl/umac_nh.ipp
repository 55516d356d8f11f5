#pragma once

#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/algorithm/native/little_endian.hpp>
#include <hawser/algorithm/native/umac.hpp>

#include <cstring>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

/// Words of a message are little-endian, those of the key have the machine's order.
template <std::size_t Streams>
void umac_nh_portable(const std::uint32_t* key, const std::byte* message, std::size_t units,
                      std::uint64_t* sums) noexcept {
    std::array<std::uint64_t, Streams> sum;
    std::copy_n(sums, Streams, sum.begin());
    for (; units != 0; --units, key += 8, message += 32) {
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint32_t left = load_little_u32(message + 4 * i),
                                right = load_little_u32(message + 16 + 4 * i);
            for (std::size_t s = 0; s < Streams; ++s)
                sum[s] += std::uint64_t{left + key[4 * s + i]} * (right + key[4 * s + 4 + i]);
        }
    }
    std::copy_n(sum.begin(), Streams, sums);
}

#if HAWSER_VECTORS && defined(__x86_64__)
using umac_words = vector_of<std::uint32_t, 8>::type;

/// 16 bytes, twice. (g++ 12 makes of a shuffle from short to long a detour through memory.)
[[gnu::target("avx2"), gnu::always_inline]] inline void load_twice(umac_words& out,
                                                                   const std::byte* at) noexcept {
    vector_of<long long, 2>::type half;
    std::memcpy(&half, at, sizeof half);
#if defined(__clang__)
    out = reinterpret_cast<umac_words>(__builtin_shufflevector(half, half, 0, 1, 0, 1));
#else
    out = reinterpret_cast<umac_words>(__builtin_ia32_vbroadcastsi256(half));
#endif
}

/// Two streams side by side, one in each half of a register: the second one's key words follow the first one's.
template <std::size_t Pairs>
[[gnu::target("avx2")]] void umac_nh_avx2(const std::uint32_t* key, const std::byte* message,
                                          std::size_t units, std::uint64_t* sums) noexcept {
    using products = vector_of<std::uint64_t, 4>::type;
    products even[Pairs]{}, odd[Pairs]{};
    for (; units != 0; --units, key += 8, message += 32) {
        umac_words left, right;
        load_twice(left, message);
        load_twice(right, message + 16);
        for (std::size_t p = 0; p < Pairs; ++p) {
            umac_words a, b;
            std::memcpy(&a, key + 8 * p, sizeof a);
            std::memcpy(&b, key + 8 * p + 4, sizeof b);
            const auto x = reinterpret_cast<products>(a + left), y = reinterpret_cast<products>(b + right);
            products product;
            multiply_low<products>(product, x, y);
            even[p] += product;
            multiply_low<products>(product, x >> 32, y >> 32);
            odd[p] += product;
        }
    }
    for (std::size_t p = 0; p < Pairs; ++p) {
        const products sum = even[p] + odd[p];
        sums[2 * p] += sum[0] + sum[1];
        sums[2 * p + 1] += sum[2] + sum[3];
    }
    leave_wide_registers();
}
#endif

} // namespace detail

HAWSER_DECL umac_nh umac_nh_for(std::size_t sums, [[maybe_unused]] const cpu_features& cpu) noexcept {
    HAWSER_ASSERT(sums >= 1 && sums <= 4);
#if HAWSER_VECTORS && defined(__x86_64__)
    if (cpu.avx2 && sums == 2) return &detail::umac_nh_avx2<1>;
    if (cpu.avx2 && sums == 4) return &detail::umac_nh_avx2<2>;
#endif
    switch (sums) {
    case 1: return &detail::umac_nh_portable<1>;
    case 2: return &detail::umac_nh_portable<2>;
    case 3: return &detail::umac_nh_portable<3>;
    default: return &detail::umac_nh_portable<4>;
    }
}

} // namespace hawser::inline HAWSER_ABI::native
