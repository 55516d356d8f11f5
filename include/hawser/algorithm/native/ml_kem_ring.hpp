#pragma once
// The arithmetic of ML-KEM: polynomials of 256 coefficients modulo 3329 (FIPS 203, section 4). Constant-time in the
// coefficients: no branch, no address and no division by the modulus comes from one; only `sample_uniform` looks at public
// numbers. Products are reduced by Montgomery's method, all numbers are unsigned.

#include <hawser/algorithm/native/keccak.hpp>

namespace hawser::inline HAWSER_ABI::native {

inline constexpr std::uint32_t ml_kem_modulus = 3329;

/// Coefficients below the modulus, or values of an NTT. Wiped when it ends.
struct ml_kem_polynomial {
    std::array<std::uint16_t, 256> coefficients{};

    ml_kem_polynomial() noexcept = default;
    ml_kem_polynomial(const ml_kem_polynomial&) = delete;
    ml_kem_polynomial& operator=(const ml_kem_polynomial&) = delete;
    ~ml_kem_polynomial();

    auto begin() noexcept { return coefficients.begin(); }
    auto end() noexcept { return coefficients.end(); }
    auto begin() const noexcept { return coefficients.begin(); }
    auto end() const noexcept { return coefficients.end(); }
};

/// The sum of products of values of NTTs, at most four. Wiped when it ends.
class ml_kem_product {
  public:
    ml_kem_product() noexcept = default;
    ml_kem_product(const ml_kem_product&) = delete;
    ml_kem_product& operator=(const ml_kem_product&) = delete;
    ~ml_kem_product();

    /// Algorithm 11: adds a * b.
    void add(const ml_kem_polynomial& a, const ml_kem_polynomial& b) noexcept;
    /// The sum as a polynomial: algorithm 10.
    void to_polynomial(ml_kem_polynomial& out) const noexcept;
    /// The sum as values of an NTT.
    void to_values(ml_kem_polynomial& out) const noexcept;

  private:
    std::array<std::uint32_t, 256> sums_{};
};

/// In place, algorithm 9.
void ml_kem_ntt(ml_kem_polynomial& p) noexcept;

void ml_kem_add(ml_kem_polynomial& to, const ml_kem_polynomial& p) noexcept;
/// a = b - a
void ml_kem_subtract_from(ml_kem_polynomial& a, const ml_kem_polynomial& b) noexcept;

/// Algorithm 7: public values of an NTT. `from` has absorbed the seed.
void ml_kem_sample_uniform(ml_kem_polynomial& out, shake128& from) noexcept;
/// Algorithm 8 with eta = 2, from 128 random bytes.
void ml_kem_sample_noise(ml_kem_polynomial& out, byte_view random) noexcept;

/// Algorithms 5 and 6: 256 numbers of `bits` bits each, in 32 * bits bytes. Numbers of 12 bits may come out at or above the
/// modulus.
void ml_kem_encode(byte_span out, const ml_kem_polynomial& p, unsigned bits) noexcept;
void ml_kem_decode(ml_kem_polynomial& out, byte_view bytes, unsigned bits) noexcept;

/// Section 4.2.1, for 1 to 11 bits: the nearest of 2^bits values and back.
std::uint32_t ml_kem_compress(std::uint32_t coefficient, unsigned bits) noexcept;
std::uint32_t ml_kem_decompress(std::uint32_t value, unsigned bits) noexcept;

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/ml_kem_ring.ipp>
#endif
