#pragma once

#include <hawser/algorithm/native/umac.hpp>

#if defined(__x86_64__) && defined(__GNUC__)
#include <immintrin.h>
#endif

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

/// Words of a message are little-endian, those of the key have the machine's order.
inline std::uint32_t umac_word(const std::byte* at) noexcept {
    return std::to_integer<std::uint32_t>(at[0]) | std::to_integer<std::uint32_t>(at[1]) << 8 |
           std::to_integer<std::uint32_t>(at[2]) << 16 | std::to_integer<std::uint32_t>(at[3]) << 24;
}

template <std::size_t Streams>
void umac_nh_portable(const std::uint32_t* key, const std::byte* message, std::size_t units,
                      std::uint64_t* sums) noexcept {
    std::array<std::uint64_t, Streams> sum;
    std::copy_n(sums, Streams, sum.begin());
    for (; units != 0; --units, key += 8, message += 32) {
        for (std::size_t i = 0; i < 4; ++i) {
            const std::uint32_t left = umac_word(message + 4 * i), right = umac_word(message + 16 + 4 * i);
            for (std::size_t s = 0; s < Streams; ++s)
                sum[s] += std::uint64_t{left + key[4 * s + i]} * (right + key[4 * s + 4 + i]);
        }
    }
    std::copy_n(sum.begin(), Streams, sums);
}

#if defined(__x86_64__) && defined(__GNUC__)
/// Two streams side by side, one in each half of a register: the second one's key words follow the first one's.
template <std::size_t Pairs>
__attribute__((target("avx2"))) void umac_nh_avx2(const std::uint32_t* key, const std::byte* message,
                                                  std::size_t units, std::uint64_t* sums) noexcept {
    __m256i even[Pairs], odd[Pairs];
    for (std::size_t p = 0; p < Pairs; ++p) even[p] = odd[p] = _mm256_setzero_si256();
    for (; units != 0; --units, key += 8, message += 32) {
        const auto halves = reinterpret_cast<const __m128i*>(message);
        const __m256i left = _mm256_broadcastsi128_si256(_mm_loadu_si128(halves));
        const __m256i right = _mm256_broadcastsi128_si256(_mm_loadu_si128(halves + 1));
        for (std::size_t p = 0; p < Pairs; ++p) {
            const auto first = reinterpret_cast<const __m256i*>(key + 8 * p);
            const auto second = reinterpret_cast<const __m256i*>(key + 8 * p + 4);
            const __m256i a = _mm256_add_epi32(left, _mm256_loadu_si256(first));
            const __m256i b = _mm256_add_epi32(right, _mm256_loadu_si256(second));
            even[p] = _mm256_add_epi64(even[p], _mm256_mul_epu32(a, b));
            odd[p] = _mm256_add_epi64(odd[p],
                                      _mm256_mul_epu32(_mm256_srli_epi64(a, 32), _mm256_srli_epi64(b, 32)));
        }
    }
    for (std::size_t p = 0; p < Pairs; ++p) {
        alignas(32) std::uint64_t lanes[4];
        _mm256_store_si256(reinterpret_cast<__m256i*>(lanes), _mm256_add_epi64(even[p], odd[p]));
        sums[2 * p] += lanes[0] + lanes[1];
        sums[2 * p + 1] += lanes[2] + lanes[3];
    }
}
#endif

} // namespace detail

HAWSER_DECL umac_nh umac_nh_for(std::size_t sums, [[maybe_unused]] const cpu_features& cpu) noexcept {
    HAWSER_ASSERT(sums >= 1 && sums <= 4);
#if defined(__x86_64__) && defined(__GNUC__)
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
