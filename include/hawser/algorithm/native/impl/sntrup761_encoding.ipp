#pragma once

#include <hawser/algorithm/native/sntrup761_ring.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

namespace detail::sntrup761 {

// Numbers below a modulus are packed by pairs: a + b * modulus is a number below modulus^2, whose low bytes are written while
// it is large; what is left is packed again with its neighbours. (NTRU Prime, round 3, section 4.5: Encode and Decode.)

/// A modulus, and its reciprocal, so that nothing is divided.
struct divisor {
    static constexpr int shift = 42;
    std::uint32_t modulus = 1;
    std::uint64_t reciprocal = std::uint64_t{1} << shift;

    constexpr divisor() noexcept = default;
    explicit constexpr divisor(std::uint32_t by) noexcept
        : modulus{by},
          reciprocal{((std::uint64_t{1} << shift) + by - 1) / by} {}
    /// Whether quotients of all numbers up to `largest` are right: the error is smaller than 1 / modulus, and nothing overflows.
    constexpr bool is_exact(std::uint64_t largest) const noexcept {
        const std::uint64_t excess = reciprocal * modulus - (std::uint64_t{1} << shift);
        return largest * excess < std::uint64_t{1} << shift && largest <= ~std::uint64_t{0} / reciprocal;
    }
    constexpr std::uint32_t quotient(std::uint32_t x) const noexcept {
        return static_cast<std::uint32_t>(x * reciprocal >> shift);
    }
    constexpr std::uint32_t remainder(std::uint32_t x) const noexcept { return x - quotient(x) * modulus; }
};

/// The pairs of two moduli: how many low bytes of a pair are written, and below what it is then.
struct packed_pair {
    divisor first;
    std::uint32_t second = 1;
    std::uint32_t bytes = 0;
    std::uint32_t rest = 1;

    constexpr packed_pair() noexcept = default;
    constexpr packed_pair(std::uint32_t one, std::uint32_t other) noexcept
        : first{one},
          second{other},
          rest{one * other} {
        for (; rest >= 16384; ++bytes) rest = (rest + 255) >> 8;
    }
    /// Whether splitting is right: there are one or two bytes, and quotients are exact.
    constexpr bool is_exact() const noexcept {
        if (bytes != 1 && bytes != 2) return false;
        const std::uint32_t largest = (rest << 8 * bytes) - 1;
        return first.is_exact(largest) && largest / first.modulus < 2 * second;
    }
};

/// One round of packing: `count` numbers, whose last pair is of another kind than the rest.
struct packing_round {
    std::size_t count = 0;
    packed_pair pair, last_pair;
    /// Where the round's bytes begin.
    std::size_t offset = 0;
};

/// How numbers below a modulus become bytes, round by round, and the bytes of the one number that is left in the end.
struct packing {
    std::array<packing_round, 10> rounds;
    divisor final;
    std::size_t final_bytes = 0;
    std::size_t all_bytes = 0;
    bool is_exact = true;

    explicit constexpr packing(std::uint32_t modulus) noexcept {
        std::size_t count = sntrup761_degree;
        std::uint32_t last = modulus;
        for (packing_round& round : rounds) {
            const bool is_odd = count % 2 != 0;
            round = {count, {modulus, modulus}, {modulus, is_odd ? modulus : last}, all_bytes};
            is_exact = is_exact && round.pair.is_exact() && round.last_pair.is_exact();
            all_bytes += (count / 2 - 1) * round.pair.bytes + round.last_pair.bytes;
            last = is_odd ? last : round.last_pair.rest;
            modulus = round.pair.rest;
            count = (count + 1) / 2;
        }
        final = divisor{last};
        final_bytes = last <= 1 ? 0 : last <= 256 ? 1 : 2;
        all_bytes += final_bytes;
        is_exact = is_exact && count == 1 && final_bytes != 0 && final.is_exact(0xffff);
    }
};

inline constexpr packing ring_packing{4591};
inline constexpr packing rounded_packing{1531};
static_assert(ring_packing.is_exact && ring_packing.all_bytes == sntrup761_ring_size);
static_assert(rounded_packing.is_exact && rounded_packing.all_bytes == sntrup761_rounded_size);

/// Numbers on their way; wiped when they end, for a ciphertext that is made again is a secret until it is compared.
struct packed_numbers {
    std::array<std::uint16_t, sntrup761_degree> numbers;

    packed_numbers() noexcept = default;
    packed_numbers(const packed_numbers&) = delete;
    packed_numbers& operator=(const packed_numbers&) = delete;
    ~packed_numbers() { wipe(std::as_writable_bytes(std::span{numbers})); }
};

inline void pack(byte_span out, packed_numbers& in, const packing& how) noexcept {
    HAWSER_ASSERT(out.size() == how.all_bytes);
    auto& numbers = in.numbers;
    std::byte* at = out.data();
    for (const packing_round& round : how.rounds) {
        const std::size_t pairs = round.count / 2;
        for (std::size_t i = 0; i < pairs; ++i) {
            std::uint32_t both = numbers[2 * i] + numbers[2 * i + 1] * round.pair.first.modulus;
            const std::uint32_t bytes = i + 1 == pairs ? round.last_pair.bytes : round.pair.bytes;
            for (std::uint32_t left = bytes; left != 0; --left, both >>= 8)
                *at++ = static_cast<std::byte>(both & 0xff);
            numbers[i] = static_cast<std::uint16_t>(both);
        }
        if (round.count % 2 != 0) numbers[pairs] = numbers[round.count - 1];
    }
    for (std::size_t i = 0; i < how.final_bytes; ++i)
        *at++ = static_cast<std::byte>(numbers[0] >> 8 * i & 0xff);
}

/// The little-endian number of one byte or two.
inline std::uint32_t little_endian(const std::byte* at, std::size_t size) noexcept {
    return std::to_integer<std::uint32_t>(at[0]) | std::to_integer<std::uint32_t>(at[size - 1])
                                                       << 8 * (size - 1);
}

/// Two numbers from each of those from `begin` to `end`, the last one first, and from the bytes that packing wrote of them.
inline void split(std::uint16_t* numbers, std::size_t begin, std::size_t end, const packed_pair& how,
                  const std::byte* bytes) noexcept {
    const divisor first = how.first;
    const std::uint32_t second = how.second;
    const std::size_t size = how.bytes;
    for (std::size_t i = end; i-- > begin;) {
        const std::uint32_t both = little_endian(bytes + (i - begin) * size, size) | std::uint32_t{numbers[i]}
                                                                                         << 8 * size;
        const std::uint32_t quotient = first.quotient(both);
        numbers[2 * i] = static_cast<std::uint16_t>(both - quotient * first.modulus);
        // less than twice the modulus, so that it goes in once or not at all
        const std::uint32_t less = quotient - second;
        numbers[2 * i + 1] = static_cast<std::uint16_t>(less + (second & (0U - (less >> 31))));
    }
}

inline void unpack(packed_numbers& out, byte_view bytes, const packing& how) noexcept {
    HAWSER_ASSERT(bytes.size() == how.all_bytes);
    std::uint16_t* const numbers = out.numbers.data();
    const std::byte* const end = bytes.data() + bytes.size();
    numbers[0] = static_cast<std::uint16_t>(
        how.final.remainder(little_endian(end - how.final_bytes, how.final_bytes)));
    for (std::size_t r = how.rounds.size(); r-- > 0;) {
        const packing_round& round = how.rounds[r];
        const std::size_t pairs = round.count / 2;
        const std::byte* const at = bytes.data() + round.offset;
        if (round.count % 2 != 0) numbers[round.count - 1] = numbers[pairs];
        split(numbers, pairs - 1, pairs, round.last_pair, at + (pairs - 1) * round.pair.bytes);
        split(numbers, 0, pairs - 1, round.pair, at);
    }
}

inline constexpr int half = sntrup761_modulus / 2;

} // namespace detail::sntrup761

HAWSER_DECL void sntrup761_encode_small(byte_span out, const sntrup761_polynomial& p) noexcept {
    HAWSER_ASSERT(out.size() == sntrup761_small_size);
    for (std::size_t i = 0; i < out.size(); ++i) {
        unsigned four = 0;
        for (std::size_t k = 0; k < 4 && 4 * i + k < sntrup761_degree; ++k)
            four |= static_cast<unsigned>(p[4 * i + k] + 1) << 2 * k;
        out[i] = static_cast<std::byte>(four);
    }
}

HAWSER_DECL void sntrup761_decode_small(sntrup761_polynomial& out, byte_view bytes) noexcept {
    HAWSER_ASSERT(bytes.size() == sntrup761_small_size);
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        out[i] = static_cast<std::int16_t>(
            static_cast<int>(std::to_integer<unsigned>(bytes[i / 4]) >> 2 * (i % 4) & 3) - 1);
}

HAWSER_DECL void sntrup761_encode(byte_span out, const sntrup761_polynomial& p) noexcept {
    using namespace detail::sntrup761;
    packed_numbers numbers;
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        numbers.numbers[i] = static_cast<std::uint16_t>(p[i] + half);
    pack(out, numbers, ring_packing);
}

HAWSER_DECL void sntrup761_decode(sntrup761_polynomial& out, byte_view bytes) noexcept {
    using namespace detail::sntrup761;
    HAWSER_ASSERT(bytes.size() == sntrup761_ring_size);
    packed_numbers numbers;
    unpack(numbers, bytes, ring_packing);
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        out[i] = static_cast<std::int16_t>(numbers.numbers[i] - half);
}

HAWSER_DECL void sntrup761_encode_rounded(byte_span out, const sntrup761_polynomial& p) noexcept {
    using namespace detail::sntrup761;
    packed_numbers numbers;
    // a division by three that is exact
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        numbers.numbers[i] = static_cast<std::uint16_t>((p[i] + half) * 10923 >> 15);
    pack(out, numbers, rounded_packing);
}

HAWSER_DECL void sntrup761_decode_rounded(sntrup761_polynomial& out, byte_view bytes) noexcept {
    using namespace detail::sntrup761;
    HAWSER_ASSERT(bytes.size() == sntrup761_rounded_size);
    packed_numbers numbers;
    unpack(numbers, bytes, rounded_packing);
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        out[i] = static_cast<std::int16_t>(3 * numbers.numbers[i] - half);
}

} // namespace hawser::inline HAWSER_ABI::native
