#pragma once

#include <hawser/algorithm/native/sntrup761_ring.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

namespace detail::sntrup761 {

// Numbers below a modulus are packed by pairs: a + b * modulus is a number below modulus^2, whose low bytes are written while
// it is large; what is left is packed again with its neighbours. (NTRU Prime, round 3, section 4.5: Encode and Decode.)

/// How many low bytes of a number below `modulus` are written, and below what it is then.
struct packed_step {
    std::uint32_t modulus;
    std::size_t bytes = 0;

    explicit constexpr packed_step(std::uint32_t product) noexcept : modulus{product} {
        for (; modulus >= 16384; ++bytes) modulus = (modulus + 255) >> 8;
    }
};

/// One round of packing: `count` numbers below `modulus`, but the last one below `last`.
struct packing {
    std::size_t count;
    std::uint32_t modulus;
    std::uint32_t last;

    constexpr std::size_t pairs() const noexcept { return count / 2; }
    constexpr bool is_odd() const noexcept { return count % 2 != 0; }
    /// The second number's modulus of a pair, and what becomes of the pair.
    constexpr std::uint32_t second(std::size_t pair) const noexcept {
        return !is_odd() && pair + 1 == pairs() ? last : modulus;
    }
    constexpr packed_step step(std::size_t pair) const noexcept {
        return packed_step{modulus * second(pair)};
    }
    constexpr packing next() const noexcept {
        return {(count + 1) / 2, packed_step{modulus * modulus}.modulus,
                is_odd() ? last : step(pairs() - 1).modulus};
    }
    constexpr std::size_t bytes() const noexcept {
        return (pairs() - 1) * step(0).bytes + step(pairs() - 1).bytes;
    }
    /// Bytes of the one number that is left in the end.
    constexpr std::size_t final_bytes() const noexcept { return last <= 1 ? 0 : last <= 256 ? 1 : 2; }
    constexpr std::size_t all_bytes() const noexcept {
        return count == 1 ? final_bytes() : bytes() + next().all_bytes();
    }
};

inline constexpr packing ring_packing{sntrup761_degree, 4591, 4591};
inline constexpr packing rounded_packing{sntrup761_degree, 1531, 1531};
static_assert(ring_packing.all_bytes() == sntrup761_ring_size);
static_assert(rounded_packing.all_bytes() == sntrup761_rounded_size);

/// Numbers on their way; wiped when they end, for a ciphertext that is made again is a secret until it is compared.
struct packed_numbers {
    std::array<std::uint16_t, sntrup761_degree> numbers;

    packed_numbers() noexcept = default;
    packed_numbers(const packed_numbers&) = delete;
    packed_numbers& operator=(const packed_numbers&) = delete;
    ~packed_numbers() { wipe(std::as_writable_bytes(std::span{numbers})); }
};

inline void pack(byte_span out, packed_numbers& in, packing how) noexcept {
    HAWSER_ASSERT(out.size() == how.all_bytes());
    auto& numbers = in.numbers;
    std::byte* at = out.data();
    for (; how.count > 1; how = how.next()) {
        for (std::size_t i = 0; i < how.pairs(); ++i) {
            std::uint32_t both = numbers[2 * i] + numbers[2 * i + 1] * how.modulus;
            for (std::size_t left = how.step(i).bytes; left != 0; --left, both >>= 8)
                *at++ = static_cast<std::byte>(both & 0xff);
            numbers[i] = static_cast<std::uint16_t>(both);
        }
        if (how.is_odd()) numbers[how.pairs()] = numbers[how.count - 1];
    }
    for (std::size_t i = 0; i < how.final_bytes(); ++i)
        *at++ = static_cast<std::byte>(numbers[0] >> 8 * i & 0xff);
}

/// The little-endian number of `size` bytes.
inline std::uint32_t little_endian(const std::byte* at, std::size_t size) noexcept {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < size; ++i) out |= std::to_integer<std::uint32_t>(at[i]) << 8 * i;
    return out;
}

/// Two numbers from one, and from the bytes that packing wrote of it. The moduli are constants, so that nothing is divided.
template <std::uint32_t First, std::uint32_t Second, std::size_t Size>
void split(std::uint16_t* numbers, std::size_t pair, const std::byte* bytes) noexcept {
    const std::uint32_t both = little_endian(bytes, Size) | std::uint32_t{numbers[pair]} << 8 * Size;
    numbers[2 * pair] = static_cast<std::uint16_t>(both % First);
    numbers[2 * pair + 1] = static_cast<std::uint16_t>(both / First % Second);
}

template <packing How>
void unpack(packed_numbers& out, byte_view bytes) noexcept {
    std::uint16_t* const numbers = out.numbers.data();
    if constexpr (How.count == 1) {
        numbers[0] = static_cast<std::uint16_t>(little_endian(bytes.data(), How.final_bytes()) % How.last);
    } else {
        unpack<How.next()>(out, bytes.subspan(How.bytes()));
        if (How.is_odd()) numbers[How.count - 1] = numbers[How.pairs()];
        constexpr std::size_t size = How.step(0).bytes, last = How.pairs() - 1;
        split<How.modulus, How.second(last), How.step(last).bytes>(numbers, last, bytes.data() + last * size);
        for (std::size_t i = last; i-- > 0;)
            split<How.modulus, How.modulus, size>(numbers, i, bytes.data() + i * size);
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
    unpack<ring_packing>(numbers, bytes);
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
    unpack<rounded_packing>(numbers, bytes);
    for (std::size_t i = 0; i < sntrup761_degree; ++i)
        out[i] = static_cast<std::int16_t>(3 * numbers.numbers[i] - half);
}

} // namespace hawser::inline HAWSER_ABI::native
