#pragma once
// The key stream of ChaCha20, written with the vectors of the compiler in one form for every width. Each width beyond what
// the program is compiled for is a function with a target of its own, and runs where this_cpu() has it. Elsewhere
// integers do.

#include <hawser/algorithm/native/cpu.hpp>
#include <hawser/algorithm/native/impl/vectors.hpp>
#include <hawser/algorithm/native/little_endian.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

using chacha20_state = std::array<std::uint32_t, 16>;

inline std::uint64_t counter_of(const chacha20_state& state) noexcept {
    return std::uint64_t{state[13]} << 32 | state[12];
}

#if HAWSER_VECTORS
using four_words = vector_of<std::uint32_t, 4>::type;

/// 32-byte vectors rotate by whole bytes with a shuffle: AVX2 has no rotation, wider ones have, narrower ones no shuffle.
template <int Bytes, class Word, std::size_t... I>
HAWSER_ALWAYS_INLINE void rotate_bytes(Word& d, std::index_sequence<I...>) noexcept {
    using bytes = typename vector_of<std::uint8_t, sizeof(Word)>::type;
    const bytes in = reinterpret_cast<bytes>(d);
    d = reinterpret_cast<Word>(
        __builtin_shufflevector(in, in, static_cast<int>(I / 4 * 4 + (I + 4 - Bytes) % 4)...));
}
#endif

template <int Bits, class Word>
HAWSER_ALWAYS_INLINE void add_xor_rotate(Word& a, const Word& b, Word& d) noexcept {
    a += b;
    d ^= a;
#if HAWSER_VECTORS
    if constexpr (sizeof(Word) == 32 && Bits % 8 == 0)
        rotate_bytes<Bits / 8>(d, std::make_index_sequence<sizeof(Word)>{});
    else
#endif
        d = d << Bits | d >> (32 - Bits);
}

template <class Word>
HAWSER_ALWAYS_INLINE void quarter_round(Word& a, Word& b, Word& c, Word& d) noexcept {
    add_xor_rotate<16>(a, b, d);
    add_xor_rotate<12>(c, d, b);
    add_xor_rotate<8>(a, b, d);
    add_xor_rotate<7>(c, d, b);
}

/// The 20 rounds, and the addition at their end.
template <class Word>
HAWSER_ALWAYS_INLINE void rounds(const Word (&start)[16], Word (&x)[16]) noexcept {
    HAWSER_UNROLL
    for (std::size_t i = 0; i < 16; ++i) x[i] = start[i];
    for (int i = 0; i < 10; ++i) {
        quarter_round(x[0], x[4], x[8], x[12]);
        quarter_round(x[1], x[5], x[9], x[13]);
        quarter_round(x[2], x[6], x[10], x[14]);
        quarter_round(x[3], x[7], x[11], x[15]);
        quarter_round(x[0], x[5], x[10], x[15]);
        quarter_round(x[1], x[6], x[11], x[12]);
        quarter_round(x[2], x[7], x[8], x[13]);
        quarter_round(x[3], x[4], x[9], x[14]);
    }
    HAWSER_UNROLL
    for (std::size_t i = 0; i < 16; ++i) x[i] += start[i];
}

#if HAWSER_VECTORS
/// One block of key stream, by rows of the state: a step of a vector is a step of four quarter rounds. (Rows by name, for an
/// array of them may lie in memory, and would leave the key there.)
HAWSER_ALWAYS_INLINE void block_by_rows(const chacha20_state& state, std::byte* out) noexcept {
    four_words first, second, third, fourth;
    std::memcpy(&first, &state[0], sizeof first);
    std::memcpy(&second, &state[4], sizeof second);
    std::memcpy(&third, &state[8], sizeof third);
    std::memcpy(&fourth, &state[12], sizeof fourth);
    four_words a = first, b = second, c = third, d = fourth;
    for (int i = 0; i < 10; ++i) {
        quarter_round(a, b, c, d);
        b = __builtin_shufflevector(b, b, 1, 2, 3, 0);
        c = __builtin_shufflevector(c, c, 2, 3, 0, 1);
        d = __builtin_shufflevector(d, d, 3, 0, 1, 2);
        quarter_round(a, b, c, d);
        b = __builtin_shufflevector(b, b, 3, 0, 1, 2);
        c = __builtin_shufflevector(c, c, 2, 3, 0, 1);
        d = __builtin_shufflevector(d, d, 1, 2, 3, 0);
    }
    a += first;
    b += second;
    c += third;
    d += fourth;
    std::memcpy(out, &a, sizeof a);
    std::memcpy(out + 16, &b, sizeof b);
    std::memcpy(out + 32, &c, sizeof c);
    std::memcpy(out + 48, &d, sizeof d);
}

/// Which element of two vectors of `size` elements, one after the other, comes to place `i` of a third.
using element_for = int (*)(std::size_t i, std::size_t size);
template <element_for Place, class Vector, std::size_t... I>
HAWSER_ALWAYS_INLINE void shuffle(const Vector& a, const Vector& b, Vector& out,
                                  std::index_sequence<I...>) noexcept {
    out = __builtin_shufflevector(a, b, Place(I, sizeof...(I))...);
}
// Of each four words: a0 b0 a1 b1, or a2 b2 a3 b3.
constexpr int low_words(std::size_t i, std::size_t size) {
    return static_cast<int>(i / 4 * 4 + i % 4 / 2 + i % 2 * size);
}
constexpr int high_words(std::size_t i, std::size_t size) { return low_words(i, size) + 2; }
// With two words an element, of each four words: a0 a1 b0 b1, or a2 a3 b2 b3.
constexpr int low_pairs(std::size_t i, std::size_t size) {
    return static_cast<int>(i / 2 * 2 + i % 2 * size);
}
constexpr int high_pairs(std::size_t i, std::size_t size) { return low_pairs(i, size) + 1; }
// The first or second halves of both.
constexpr int first_halves(std::size_t i, std::size_t size) {
    return static_cast<int>(i < size / 2 ? i : i + size / 2);
}
constexpr int second_halves(std::size_t i, std::size_t size) {
    return first_halves(i, size) + static_cast<int>(size / 2);
}
// Two of each four elements.
constexpr int first_twos(std::size_t i, std::size_t) { return static_cast<int>(i / 2 * 4 + i % 2); }
constexpr int second_twos(std::size_t i, std::size_t size) { return first_twos(i, size) + 2; }

/// Transposes each four by four words of `x`. (In the second step, g++ sees the instruction only with elements of 64 bits.)
template <class Word, class Pair>
HAWSER_ALWAYS_INLINE void transpose(const Word* x, Pair& row_0, Pair& row_1, Pair& row_2,
                                    Pair& row_3) noexcept {
    constexpr std::make_index_sequence<sizeof(Word) / 4> words{};
    constexpr std::make_index_sequence<sizeof(Word) / 8> pairs{};
    Word low_01, low_23, high_01, high_23;
    shuffle<low_words>(x[0], x[1], low_01, words);
    shuffle<low_words>(x[2], x[3], low_23, words);
    shuffle<high_words>(x[0], x[1], high_01, words);
    shuffle<high_words>(x[2], x[3], high_23, words);
    const Pair a = reinterpret_cast<Pair>(low_01), b = reinterpret_cast<Pair>(low_23);
    const Pair c = reinterpret_cast<Pair>(high_01), d = reinterpret_cast<Pair>(high_23);
    shuffle<low_pairs>(a, b, row_0, pairs);
    shuffle<high_pairs>(a, b, row_1, pairs);
    shuffle<low_pairs>(c, d, row_2, pairs);
    shuffle<high_pairs>(c, d, row_3, pairs);
}

template <class Vector>
HAWSER_ALWAYS_INLINE void xor_into(std::byte* at, const Vector& stream) noexcept {
    Vector data;
    std::memcpy(&data, at, sizeof data);
    data ^= stream;
    std::memcpy(at, &data, sizeof data);
}
/// Each row has four words of every fourth block: all together, as much of a block as a vector holds.
template <class Pair, std::size_t Rows>
HAWSER_ALWAYS_INLINE void xor_rows(const Pair (&row)[Rows], std::byte* at) noexcept {
    constexpr std::make_index_sequence<2 * Rows> pairs{};
    Pair first, second;
    if constexpr (Rows == 1) {
        xor_into(at, row[0]);
    } else if constexpr (Rows == 2) {
        shuffle<first_halves>(row[0], row[1], first, pairs);
        shuffle<second_halves>(row[0], row[1], second, pairs);
        xor_into(at, first);
        xor_into(at + 256, second);
    } else {
        Pair front, back;
        shuffle<first_halves>(row[0], row[1], front, pairs);
        shuffle<first_halves>(row[2], row[3], back, pairs);
        shuffle<first_twos>(front, back, first, pairs);
        shuffle<second_twos>(front, back, second, pairs);
        xor_into(at, first);
        xor_into(at + 256, second);
        shuffle<second_halves>(row[0], row[1], front, pairs);
        shuffle<second_halves>(row[2], row[3], back, pairs);
        shuffle<first_twos>(front, back, first, pairs);
        shuffle<second_twos>(front, back, second, pairs);
        xor_into(at + 512, first);
        xor_into(at + 768, second);
    }
}

template <class Word, std::size_t... I>
HAWSER_ALWAYS_INLINE void number_lanes(Word& out, std::index_sequence<I...>) noexcept {
    out = Word{static_cast<std::uint32_t>(I)...};
}

/// As many blocks at a time as a vector has words: word i of all of them stands in vector i. `data` is `groups` times
/// 64 * Lanes bytes.
template <std::size_t Lanes>
HAWSER_ALWAYS_INLINE void apply_lanes(const chacha20_state& state, std::byte* data,
                                      std::size_t groups) noexcept {
    using word = typename vector_of<std::uint32_t, Lanes>::type;
    using pair = typename vector_of<std::uint64_t, Lanes / 2>::type;
    word start[16], x[16], lane_number;
    number_lanes(lane_number, std::make_index_sequence<Lanes>{});
    for (std::size_t i = 0; i < 16; ++i) start[i] = word{} + state[i];
    std::uint64_t counter = counter_of(state);
    for (; groups > 0; --groups, counter += Lanes, data += 64 * Lanes) {
        const word first = word{} + static_cast<std::uint32_t>(counter);
        start[12] = first + lane_number;
        // true is -1: one more where the lower half went past its end
        start[13] = static_cast<std::uint32_t>(counter >> 32) - reinterpret_cast<word>(start[12] < first);
        rounds(start, x);
        HAWSER_UNROLL
        for (std::size_t i = 0; i < 16; i += Lanes) {
            pair rows[4][Lanes / 4];
            HAWSER_UNROLL
            for (std::size_t q = 0; q < Lanes / 4; ++q)
                transpose(x + i + 4 * q, rows[0][q], rows[1][q], rows[2][q], rows[3][q]);
            HAWSER_UNROLL
            for (std::size_t block = 0; block < 4; ++block) xor_rows(rows[block], data + 4 * i + 64 * block);
        }
    }
    wipe(std::as_writable_bytes(std::span{start})); // with the key in it, too large for registers
}
#else
inline void block_by_rows(const chacha20_state& state, std::byte* out) noexcept {
    std::uint32_t start[16], x[16];
    std::copy(state.begin(), state.end(), start);
    rounds(start, x);
    for (std::size_t i = 0; i < 16; ++i) store_little_u32(out + 4 * i, x[i]);
    wipe(std::as_writable_bytes(std::span{start}));
    wipe(std::as_writable_bytes(std::span{x}));
}
#endif

/// What one processor runs: a block of key stream, and groups of 2^lane_bits blocks on the widest vectors it has. Without
/// vectors there are no groups, and lane_bits is 0.
struct chacha20_kernel {
    int lane_bits;
    void (*block)(const chacha20_state& state, std::byte* out) noexcept;
    void (*apply)(const chacha20_state& state, std::byte* data, std::size_t groups) noexcept;
};

inline void block_plain(const chacha20_state& state, std::byte* out) noexcept { block_by_rows(state, out); }
inline constexpr std::size_t most_lanes = 16;

#if HAWSER_VECTORS
inline void apply_4(const chacha20_state& state, std::byte* data, std::size_t groups) noexcept {
    apply_lanes<4>(state, data, groups);
}
inline constexpr chacha20_kernel plain_chacha20{2, block_plain, apply_4};
#else
inline constexpr chacha20_kernel plain_chacha20{0, block_plain, nullptr};
#endif

#if HAWSER_VECTORS && defined(__x86_64__)
[[gnu::target("avx2")]] inline void apply_8(const chacha20_state& state, std::byte* data,
                                            std::size_t groups) noexcept {
    apply_lanes<8>(state, data, groups);
    leave_wide_registers();
}
[[gnu::target("avx512f,avx512bw,avx512vl")]] inline void block_avx512(const chacha20_state& state,
                                                                      std::byte* out) noexcept {
    block_by_rows(state, out);
}
[[gnu::target("avx512f,avx512bw,avx512vl")]] inline void
apply_16(const chacha20_state& state, std::byte* data, std::size_t groups) noexcept {
    apply_lanes<16>(state, data, groups);
    leave_wide_registers();
}
inline constexpr chacha20_kernel avx2_chacha20{3, block_plain, apply_8};
inline constexpr chacha20_kernel avx512_chacha20{4, block_avx512, apply_16};

inline const chacha20_kernel& chacha20_kernel_for(const cpu_features& cpu) noexcept {
    return cpu.avx512 ? avx512_chacha20 : cpu.avx2 ? avx2_chacha20 : plain_chacha20;
}
#else
inline const chacha20_kernel& chacha20_kernel_for(const cpu_features&) noexcept { return plain_chacha20; }
#endif

/// Encrypts in place from the state's block on, and leaves the state at the block after the last one touched.
inline void chacha20_apply(const chacha20_kernel& kernel, chacha20_state& state, byte_span data) noexcept {
    constexpr std::size_t block = 64;
    const auto advance = [&](std::size_t blocks) {
        const std::uint64_t counter = counter_of(state) + blocks;
        state[12] = static_cast<std::uint32_t>(counter);
        state[13] = static_cast<std::uint32_t>(counter >> 32);
    };
    if (kernel.lane_bits > 0) {
        const int group_bits = 6 + kernel.lane_bits; // of the size of a group
        if (const std::size_t groups = data.size() >> group_bits; groups > 0) {
            kernel.apply(state, data.data(), groups);
            advance(groups << kernel.lane_bits);
            data = data.subspan(groups << group_bits);
        }
    }
    if (kernel.lane_bits > 0 && data.size() > 2 * block) {
        // a group that is not needed whole costs less than three blocks by themselves
        secret_array<most_lanes * block> group;
        std::memcpy(group.span().data(), data.data(), data.size());
        kernel.apply(state, group.span().data(), 1);
        std::memcpy(data.data(), group.view().data(), data.size());
        advance((data.size() + block - 1) / block);
        return;
    }
    while (!data.empty()) {
        secret_array<block> stream;
        kernel.block(state, stream.span().data());
        advance(1);
        const std::size_t used = std::min(block, data.size());
        for (std::size_t i = 0; i < used; ++i) data[i] ^= stream.view()[i];
        data = data.subspan(used);
    }
}

} // namespace detail

} // namespace hawser::inline HAWSER_ABI::native
