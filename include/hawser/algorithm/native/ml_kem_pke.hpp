#pragma once
// The public-key encryption inside ML-KEM (FIPS 203, section 5), which nothing else may use: by itself it does not withstand
// chosen ciphertexts. Constant-time in all but rho, the seed of the public matrix.

#include <hawser/algorithm/native/ml_kem_ring.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

/// Of rank `Rank`, with ciphertexts that keep `UBits` and `VBits` bits of a coefficient. Spans have exactly the sizes named,
/// messages and random seeds 32 bytes.
template <std::size_t Rank, unsigned UBits, unsigned VBits>
class ml_kem_pke {
  public:
    static constexpr std::size_t private_key_size = 384 * Rank;
    static constexpr std::size_t public_key_size = private_key_size + 32;
    static constexpr std::size_t ciphertext_size = 32 * (UBits * Rank + VBits);

    /// Whether every coefficient is below the modulus.
    static bool is_reduced(byte_view public_key) noexcept {
        polynomial p;
        for (std::size_t i = 0; i < Rank; ++i) {
            ml_kem_decode(p, part(public_key, i, 384), 12);
            if (std::ranges::any_of(p, [](std::uint32_t c) { return c >= ml_kem_modulus; })) return false;
        }
        return true;
    }

    /// Algorithm 13: the rest of a key pair whose public key ends with rho already; sigma is secret.
    static void make_pair(byte_view sigma, byte_span private_key, byte_span public_key) noexcept {
        const byte_view rho = public_key.last(32);
        vector s;
        for (std::size_t i = 0; i < Rank; ++i) {
            sample_noise(s[i], sigma, i);
            ml_kem_ntt(s[i]);
            ml_kem_encode(part(private_key, i, 384), s[i], 12);
        }
        for (std::size_t i = 0; i < Rank; ++i) {
            ml_kem_product sum;
            for (std::size_t j = 0; j < Rank; ++j) {
                polynomial entry;
                sample_entry(entry, rho, j, i);
                sum.add(entry, s[j]);
            }
            polynomial t, noise;
            sum.to_values(t);
            sample_noise(noise, sigma, Rank + i);
            ml_kem_ntt(noise);
            ml_kem_add(t, noise);
            ml_kem_encode(part(public_key, i, 384), t, 12);
        }
        declassify_bytes(public_key);
    }

    /// Algorithm 14. In a decapsulation all but the key is secret.
    static void encrypt(byte_view public_key, byte_view message, byte_view coins,
                        byte_span ciphertext) noexcept {
        const byte_view rho = public_key.last(32);
        vector y;
        for (std::size_t i = 0; i < Rank; ++i) {
            sample_noise(y[i], coins, i);
            ml_kem_ntt(y[i]);
        }
        polynomial entry, out, noise;
        for (std::size_t i = 0; i < Rank; ++i) {
            ml_kem_product sum;
            for (std::size_t j = 0; j < Rank; ++j) {
                sample_entry(entry, rho, i, j);
                sum.add(entry, y[j]);
            }
            sum.to_polynomial(out);
            sample_noise(noise, coins, Rank + i);
            ml_kem_add(out, noise);
            write(part(ciphertext, i, 32 * UBits), out, UBits);
        }
        ml_kem_product sum;
        for (std::size_t i = 0; i < Rank; ++i) {
            ml_kem_decode(entry, part(public_key, i, 384), 12);
            sum.add(entry, y[i]);
        }
        sum.to_polynomial(out);
        sample_noise(noise, coins, 2 * Rank);
        ml_kem_add(out, noise);
        read(noise, message, 1);
        ml_kem_add(out, noise);
        write(ciphertext.last(32 * VBits), out, VBits);
    }

    /// Algorithm 15.
    static void decrypt(byte_view private_key, byte_view ciphertext, byte_span message) noexcept {
        ml_kem_product sum;
        polynomial s, u;
        for (std::size_t i = 0; i < Rank; ++i) {
            read(u, part(ciphertext, i, 32 * UBits), UBits);
            ml_kem_ntt(u);
            ml_kem_decode(s, part(private_key, i, 384), 12);
            sum.add(u, s);
        }
        sum.to_polynomial(s);
        read(u, ciphertext.last(32 * VBits), VBits);
        ml_kem_subtract_from(s, u);
        write(message, s, 1);
    }

  private:
    using polynomial = ml_kem_polynomial;
    using vector = std::array<polynomial, Rank>;

    static constexpr byte_span part(byte_span bytes, std::size_t i, std::size_t size) noexcept {
        return bytes.subspan(i * size, size);
    }
    static constexpr byte_view part(byte_view bytes, std::size_t i, std::size_t size) noexcept {
        return bytes.subspan(i * size, size);
    }

    /// One entry of the public matrix.
    static void sample_entry(polynomial& out, byte_view rho, std::size_t column, std::size_t row) noexcept {
        const std::array place{static_cast<std::byte>(column), static_cast<std::byte>(row)};
        shake128 from;
        from.absorb(rho).absorb(place);
        ml_kem_sample_uniform(out, from);
    }
    /// The n-th noise polynomial of a seed.
    static void sample_noise(polynomial& out, byte_view seed, std::size_t n) noexcept {
        const std::byte number{static_cast<std::uint8_t>(n)};
        secret_array<128> bytes;
        shake256{}.absorb(seed).absorb({&number, 1}).squeeze(bytes.span());
        ml_kem_sample_noise(out, bytes.view());
    }

    /// A polynomial compressed to so many bits a coefficient, and back.
    static void write(byte_span out, polynomial& p, unsigned bits) noexcept {
        for (std::uint16_t& c : p) c = static_cast<std::uint16_t>(ml_kem_compress(c, bits));
        ml_kem_encode(out, p, bits);
    }
    static void read(polynomial& out, byte_view bytes, unsigned bits) noexcept {
        ml_kem_decode(out, bytes, bits);
        for (std::uint16_t& c : out) c = static_cast<std::uint16_t>(ml_kem_decompress(c, bits));
    }
};

} // namespace hawser::inline HAWSER_ABI::native
