#pragma once

#include <hawser/algorithm/native/ml_kem_ring.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <span>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

inline constexpr std::uint32_t ml_kem_q = ml_kem_modulus;

/// base^exponent modulo q, for the tables.
constexpr std::uint32_t ml_kem_power(std::uint32_t base, unsigned exponent) noexcept {
    std::uint32_t out = 1;
    for (; exponent != 0; --exponent) out = out * base % ml_kem_q;
    return out;
}
/// The Montgomery form of a constant: times 2^16.
constexpr std::uint16_t ml_kem_montgomery(std::uint32_t constant) noexcept {
    return static_cast<std::uint16_t>((constant << 16) % ml_kem_q);
}
constexpr unsigned reversed_7_bits(unsigned n) noexcept {
    unsigned out = 0;
    for (int i = 0; i < 7; ++i) out |= (n >> i & 1) << (6 - i);
    return out;
}

/// 17^(reversed i), and 17^(2 * reversed i + 1), in Montgomery form (FIPS 203, appendix A).
inline constexpr std::array<std::uint16_t, 128> ml_kem_zetas = [] {
    std::array<std::uint16_t, 128> out{};
    for (unsigned i = 0; i < 128; ++i) out[i] = ml_kem_montgomery(ml_kem_power(17, reversed_7_bits(i)));
    return out;
}();
inline constexpr std::array<std::uint16_t, 128> ml_kem_gammas = [] {
    std::array<std::uint16_t, 128> out{};
    for (unsigned i = 0; i < 128; ++i)
        out[i] = ml_kem_montgomery(ml_kem_power(17, 2 * reversed_7_bits(i) + 1));
    return out;
}();

inline constexpr std::uint32_t ml_kem_square = ml_kem_montgomery(ml_kem_montgomery(1)); // 2^32 mod q

/// x / 2^16 modulo q, below 2q, for x < 2^16 * q.
constexpr std::uint32_t ml_kem_reduce(std::uint32_t x) noexcept {
    constexpr std::uint32_t minus_inverse = 3327; // -1/q mod 2^16
    static_assert(((minus_inverse * ml_kem_q + 1) & 0xffff) == 0);
    const std::uint32_t quotient = x * minus_inverse & 0xffff;
    return (x + quotient * ml_kem_q) >> 16;
}
/// x modulo q, below 2q, for x < 2^16.
constexpr std::uint32_t ml_kem_shrink(std::uint32_t x) noexcept {
    return x - (x * 20158 >> 26) * ml_kem_q; // 20158 = floor(2^26 / q)
}
/// x modulo q, below q, for x < 2q.
constexpr std::uint32_t ml_kem_finish(std::uint32_t x) noexcept {
    x -= ml_kem_q;
    return x + (ml_kem_q & (0U - (x >> 31)));
}

constexpr std::uint16_t narrow(std::uint32_t x) noexcept { return static_cast<std::uint16_t>(x); }

/// The inverse NTT, algorithm 10; it also multiplies by 2^16. Takes numbers below 2q.
inline void ml_kem_inverse_ntt(std::array<std::uint16_t, 256>& f) noexcept {
    std::size_t i = 127;
    for (unsigned layer = 7; layer-- > 0;) {
        const std::size_t length = std::size_t{128} >> layer;
        for (std::size_t block = 0; block < std::size_t{1} << layer; ++block) {
            const std::size_t start = block * 2 * length;
            const std::uint32_t zeta = ml_kem_zetas[i--];
            for (std::size_t j = start; j < start + length; ++j) {
                const std::uint32_t a = f[j], b = f[j + length];
                f[j] = narrow(ml_kem_shrink(a + b));
                f[j + length] = narrow(ml_kem_reduce((b + 2 * ml_kem_q - a) * zeta));
            }
        }
    }
    // 2^32 / 128: reduce takes one 2^16 away, the other one makes up for that of the product
    constexpr std::uint32_t scale = (std::uint64_t{3303} * ml_kem_square) % ml_kem_q;
    static_assert(128 * 3303 % ml_kem_q == 1);
    for (std::uint16_t& c : f) c = narrow(ml_kem_finish(ml_kem_reduce(c * scale)));
}

} // namespace detail

HAWSER_DECL ml_kem_polynomial::~ml_kem_polynomial() { wipe(std::as_writable_bytes(std::span{coefficients})); }
HAWSER_DECL ml_kem_product::~ml_kem_product() { wipe(std::as_writable_bytes(std::span{sums_})); }

HAWSER_DECL void ml_kem_product::add(const ml_kem_polynomial& a, const ml_kem_polynomial& b) noexcept {
    // Each product adds less than 3q^2; four of them stay below 2^16 * q, which reduce takes. The same holds when one factor
    // is any number of 12 bits.
    for (std::size_t i = 0; i < 256; i += 2) {
        const std::uint32_t a0 = a.coefficients[i], a1 = a.coefficients[i + 1];
        const std::uint32_t b0 = b.coefficients[i], b1 = b.coefficients[i + 1];
        sums_[i] += a0 * b0 + detail::ml_kem_reduce(a1 * b1) * detail::ml_kem_gammas[i / 2];
        sums_[i + 1] += a0 * b1 + a1 * b0;
    }
}

HAWSER_DECL void ml_kem_product::to_polynomial(ml_kem_polynomial& out) const noexcept {
    for (std::size_t i = 0; i < 256; ++i)
        out.coefficients[i] = detail::narrow(detail::ml_kem_reduce(sums_[i]));
    detail::ml_kem_inverse_ntt(out.coefficients);
}

HAWSER_DECL void ml_kem_product::to_values(ml_kem_polynomial& out) const noexcept {
    for (std::size_t i = 0; i < 256; ++i) {
        const std::uint32_t once = detail::ml_kem_reduce(sums_[i]);
        out.coefficients[i] =
            detail::narrow(detail::ml_kem_finish(detail::ml_kem_reduce(once * detail::ml_kem_square)));
    }
}

HAWSER_DECL void ml_kem_ntt(ml_kem_polynomial& p) noexcept {
    // Each of the seven layers adds less than 2q to a coefficient: at most 15q, below 2^16.
    auto& f = p.coefficients;
    std::size_t i = 1;
    for (unsigned layer = 0; layer < 7; ++layer) {
        const std::size_t length = std::size_t{128} >> layer;
        for (std::size_t block = 0; block < std::size_t{1} << layer; ++block) {
            const std::size_t start = block * 2 * length;
            const std::uint32_t zeta = detail::ml_kem_zetas[i++];
            for (std::size_t j = start; j < start + length; ++j) {
                const std::uint32_t t = detail::ml_kem_reduce(f[j + length] * zeta);
                const std::uint32_t a = f[j];
                f[j + length] = detail::narrow(a + 2 * ml_kem_modulus - t);
                f[j] = detail::narrow(a + t);
            }
        }
    }
    for (std::uint16_t& c : f) c = detail::narrow(detail::ml_kem_finish(detail::ml_kem_shrink(c)));
}

HAWSER_DECL void ml_kem_add(ml_kem_polynomial& to, const ml_kem_polynomial& p) noexcept {
    for (std::size_t i = 0; i < 256; ++i) {
        const std::uint32_t sum = std::uint32_t{to.coefficients[i]} + p.coefficients[i];
        to.coefficients[i] = detail::narrow(detail::ml_kem_finish(sum));
    }
}

HAWSER_DECL void ml_kem_subtract_from(ml_kem_polynomial& a, const ml_kem_polynomial& b) noexcept {
    for (std::size_t i = 0; i < 256; ++i) {
        const std::uint32_t difference = b.coefficients[i] + ml_kem_modulus - a.coefficients[i];
        a.coefficients[i] = detail::narrow(detail::ml_kem_finish(difference));
    }
}

HAWSER_DECL void ml_kem_sample_uniform(ml_kem_polynomial& out, shake128& from) noexcept {
    std::array<std::byte, shake128::rate> block; // a multiple of three
    for (std::size_t count = 0; count < 256;) {
        from.squeeze(block);
        for (std::size_t i = 0; i < block.size() && count < 256; i += 3) {
            const auto a = std::to_integer<std::uint32_t>(block[i]);
            const auto b = std::to_integer<std::uint32_t>(block[i + 1]);
            const auto c = std::to_integer<std::uint32_t>(block[i + 2]);
            for (const std::uint32_t number : {a | (b & 15) << 8, b >> 4 | c << 4})
                if (number < ml_kem_modulus && count < 256)
                    out.coefficients[count++] = detail::narrow(number);
        }
    }
}

HAWSER_DECL void ml_kem_sample_noise(ml_kem_polynomial& out, byte_view random) noexcept {
    HAWSER_ASSERT(random.size() == 128);
    for (std::size_t i = 0; i < 256; ++i) {
        const std::uint32_t bits = std::to_integer<std::uint32_t>(random[i / 2]) >> (i % 2 * 4);
        const std::uint32_t number = (bits & 1) + (bits >> 1 & 1) - (bits >> 2 & 1) - (bits >> 3 & 1);
        out.coefficients[i] = detail::narrow(number + (ml_kem_modulus & (0U - (number >> 31))));
    }
}

HAWSER_DECL void ml_kem_encode(byte_span out, const ml_kem_polynomial& p, unsigned bits) noexcept {
    HAWSER_ASSERT(out.size() == 32 * bits);
    std::uint32_t pending = 0;
    unsigned held = 0;
    std::size_t at = 0;
    for (const std::uint32_t number : p) {
        pending |= number << held;
        for (held += bits; held >= 8; held -= 8) {
            out[at++] = static_cast<std::byte>(pending & 0xff);
            pending >>= 8;
        }
    }
}

HAWSER_DECL void ml_kem_decode(ml_kem_polynomial& out, byte_view bytes, unsigned bits) noexcept {
    HAWSER_ASSERT(bytes.size() == 32 * bits);
    std::uint32_t pending = 0;
    unsigned held = 0;
    std::size_t at = 0;
    for (std::uint16_t& number : out) {
        for (; held < bits; held += 8) pending |= std::to_integer<std::uint32_t>(bytes[at++]) << held;
        number = detail::narrow(pending & ((1U << bits) - 1));
        pending >>= bits;
        held -= bits;
    }
}

HAWSER_DECL std::uint32_t ml_kem_compress(std::uint32_t coefficient, unsigned bits) noexcept {
    // floor((2^bits * c + q/2) / q), the division a product with floor(2^36 / q) + 1: exact up to 2^23
    const std::uint64_t scaled = (std::uint64_t{coefficient} << bits) + ml_kem_modulus / 2;
    constexpr std::uint64_t reciprocal = (std::uint64_t{1} << 36) / ml_kem_modulus + 1;
    return static_cast<std::uint32_t>(scaled * reciprocal >> 36) & ((1U << bits) - 1);
}

HAWSER_DECL std::uint32_t ml_kem_decompress(std::uint32_t value, unsigned bits) noexcept {
    // hidden, for a compiler that knows a value of one bit may choose by it
    return (value_barrier(value) * ml_kem_modulus + (1U << (bits - 1))) >> bits;
}

} // namespace hawser::inline HAWSER_ABI::native
