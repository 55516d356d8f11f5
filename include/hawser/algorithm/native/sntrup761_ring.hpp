#pragma once
// The arithmetic of Streamlined NTRU Prime sntrup761 (NTRU Prime, round 3; draft-josefsson-ntruprime-ssh): polynomials of
// 761 coefficients modulo x^761 - x - 1, and either 4591 or 3. Constant-time in the coefficients: no branch and no address
// comes from one, and nothing is divided.

#include <hawser/algorithm/native/cpu.hpp>
#include <hawser/core/bytes.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

inline constexpr std::size_t sntrup761_degree = 761;
inline constexpr std::int16_t sntrup761_modulus = 4591;
/// How many coefficients of a short polynomial are not zero.
inline constexpr std::size_t sntrup761_weight = 286;

/// Coefficients from -2295 to 2295, those of a small polynomial from -1 to 1. There is room up to a multiple of what any vector
/// register holds; it stays zero. Wiped when it ends.
struct sntrup761_polynomial {
    static constexpr std::size_t room = 768;

    alignas(32) std::array<std::int16_t, room> coefficients{};

    sntrup761_polynomial() noexcept = default;
    sntrup761_polynomial(const sntrup761_polynomial&) = delete;
    sntrup761_polynomial& operator=(const sntrup761_polynomial&) = delete;
    ~sntrup761_polynomial();

    std::int16_t& operator[](std::size_t i) noexcept { return coefficients[i]; }
    std::int16_t operator[](std::size_t i) const noexcept { return coefficients[i]; }
};

// Functions that take the processor's features have a path with wide registers and one without; both give the same.

/// out = a * b modulo 4591, for a small b.
void sntrup761_multiply(sntrup761_polynomial& out, const sntrup761_polynomial& a,
                        const sntrup761_polynomial& b, const cpu_features& cpu = this_cpu()) noexcept;
/// out = a * b modulo 3, for two small ones.
void sntrup761_multiply_small(sntrup761_polynomial& out, const sntrup761_polynomial& a,
                              const sntrup761_polynomial& b, const cpu_features& cpu = this_cpu()) noexcept;

/// out = 1 / (3 * f) modulo 4591. Every small f but zero has one: the ring is a field.
void sntrup761_invert_triple(sntrup761_polynomial& out, const sntrup761_polynomial& f,
                             const cpu_features& cpu = this_cpu()) noexcept;
/// out = 1 / g modulo 3. Zero when that exists, else all ones.
std::uint32_t sntrup761_invert_small(sntrup761_polynomial& out, const sntrup761_polynomial& g,
                                     const cpu_features& cpu = this_cpu()) noexcept;

/// Each coefficient to the nearest multiple of three.
void sntrup761_round(sntrup761_polynomial& p) noexcept;
/// Three times a polynomial modulo 4591, and that modulo 3.
void sntrup761_triple_modulo_3(sntrup761_polynomial& p) noexcept;
/// Where a small polynomial is not short: 286 ones, then zeros.
void sntrup761_replace_unless_short(sntrup761_polynomial& p) noexcept;

/// Random bytes that the two take: four for each coefficient.
inline constexpr std::size_t sntrup761_random_size = 4 * sntrup761_degree;
/// A small polynomial, every coefficient by itself.
void sntrup761_draw_small(sntrup761_polynomial& out, byte_view random) noexcept;
/// A short polynomial: as many ones and minus ones as its weight, shuffled by sorting.
void sntrup761_draw_short(sntrup761_polynomial& out, byte_view random) noexcept;

inline constexpr std::size_t sntrup761_small_size = (sntrup761_degree + 3) / 4;
inline constexpr std::size_t sntrup761_ring_size = 1158;
inline constexpr std::size_t sntrup761_rounded_size = 1007;
/// Small polynomials in 191 bytes.
void sntrup761_encode_small(byte_span out, const sntrup761_polynomial& p) noexcept;
void sntrup761_decode_small(sntrup761_polynomial& out, byte_view bytes) noexcept;
/// Any polynomials in 1158 bytes. Decoding takes any bytes; those that encoding would not give are reduced.
void sntrup761_encode(byte_span out, const sntrup761_polynomial& p) noexcept;
void sntrup761_decode(sntrup761_polynomial& out, byte_view bytes) noexcept;
/// Rounded polynomials in 1007 bytes.
void sntrup761_encode_rounded(byte_span out, const sntrup761_polynomial& p) noexcept;
void sntrup761_decode_rounded(sntrup761_polynomial& out, byte_view bytes) noexcept;

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/sntrup761_draw.ipp>
#include <hawser/algorithm/native/impl/sntrup761_encoding.ipp>
#include <hawser/algorithm/native/impl/sntrup761_reciprocal.ipp>
#include <hawser/algorithm/native/impl/sntrup761_ring.ipp>
#endif
