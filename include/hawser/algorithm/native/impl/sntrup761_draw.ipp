#pragma once

#include <hawser/algorithm/native/little_endian.hpp>
#include <hawser/algorithm/native/sntrup761_ring.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

namespace detail::sntrup761 {

/// Numbers to draw from; wiped when they end.
struct random_words {
    std::array<std::uint32_t, sntrup761_degree> words;

    explicit random_words(byte_view random) noexcept {
        HAWSER_ASSERT(random.size() == sntrup761_random_size);
        for (std::size_t i = 0; i < words.size(); ++i) words[i] = load_little_u32(random.data() + 4 * i);
    }
    random_words(const random_words&) = delete;
    random_words& operator=(const random_words&) = delete;
    ~random_words() { wipe(std::as_writable_bytes(std::span{words})); }
};

/// The smaller one first.
inline void in_order(std::uint32_t& a, std::uint32_t& b) noexcept {
    const auto mask = value_barrier(static_cast<std::uint32_t>((std::uint64_t{b} - a) >> 32)); // when b < a
    const std::uint32_t swapped = mask & (a ^ b);
    a ^= swapped;
    b ^= swapped;
}

/// Batcher's network (Knuth, The Art of Computer Programming, 5.2.2, algorithm M): what is compared with what depends on
/// the number of words only.
inline void sort(std::array<std::uint32_t, sntrup761_degree>& words) noexcept {
    constexpr std::size_t n = sntrup761_degree, top = 512;
    static_assert(top < n && n <= 2 * top);
    for (std::size_t step = top; step > 0; step /= 2) {
        // words whose place has no bit `step`, against those one step on
        for (std::size_t from = 0; from + step < n; from += 2 * step)
            for (std::size_t i = from; i < std::min(from + step, n - step); ++i)
                in_order(words[i], words[i + step]);
        // and what this put in disorder, by ever smaller distances
        for (std::size_t far = top; far > step; far /= 2)
            for (std::size_t from = 0; from + far < n; from += 2 * step)
                for (std::size_t i = from; i < std::min(from + step, n - far); ++i)
                    in_order(words[i + step], words[i + far]);
    }
}

} // namespace detail::sntrup761

HAWSER_DECL void sntrup761_draw_small(sntrup761_polynomial& out, byte_view random) noexcept {
    const detail::sntrup761::random_words from{random};
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        out[i] = static_cast<std::int16_t>(static_cast<int>((from.words[i] & 0x3fffffff) * 3 >> 30) - 1);
}

HAWSER_DECL void sntrup761_draw_short(sntrup761_polynomial& out, byte_view random) noexcept {
    detail::sntrup761::random_words from{random};
    // The two lowest bits are the coefficient plus one, and the rest of each word where it goes.
    for (std::size_t i = 0; i < sntrup761_weight; ++i) from.words[i] &= ~std::uint32_t{1};
    for (std::size_t i = sntrup761_weight; i < sntrup761_degree; ++i)
        from.words[i] = (from.words[i] & ~std::uint32_t{3}) | 1;
    detail::sntrup761::sort(from.words);
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        out[i] = static_cast<std::int16_t>(static_cast<int>(from.words[i] & 3) - 1);
}

} // namespace hawser::inline HAWSER_ABI::native
