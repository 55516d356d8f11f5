#pragma once
// ML-KEM, the lattice KEM of NIST (FIPS 203), in the two larger parameter sets.

#include <hawser/algorithm/native/ml_kem_ring.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

/// A kem of rank `Rank`, whose ciphertexts keep `UBits` and `VBits` bits of a coefficient (FIPS 203, table 2; eta is 2 in
/// both). The private key is the expanded one of section 7.1. Random bytes are asked for in one piece: `generate` takes d || z,
/// `encapsulate` m.
template <std::size_t Rank, unsigned UBits, unsigned VBits>
class ml_kem {
    static constexpr std::size_t vector_size = 384 * Rank;
    static constexpr std::size_t hash_size = 32;

  public:
    static constexpr std::size_t public_key_size = vector_size + 32;
    static constexpr std::size_t private_key_size = vector_size + public_key_size + 2 * 32;
    static constexpr std::size_t ciphertext_size = 32 * (UBits * Rank + VBits);
    static constexpr std::size_t secret_size = 32;

    /// Algorithms 16 and 19. Errors: those of the random source.
    static result<void> generate(random_ref random, byte_span private_key, byte_span public_key) {
        HAWSER_ASSERT(private_key.size() == private_key_size && public_key.size() == public_key_size);
        secret_array<64> seed;
        if (auto filled = random.fill(seed.span()); !filled) return filled;
        const byte_span hash = private_key.subspan(vector_size + public_key_size, hash_size);
        make_pair(seed.view().first(32), private_key.first(vector_size), public_key);
        std::ranges::copy(public_key, private_key.subspan(vector_size).begin());
        sha3_256{}.absorb(public_key).squeeze(hash);
        std::ranges::copy(seed.view().last(32), private_key.last(32).begin());
        return {};
    }

    /// Algorithms 17 and 20, with the checks of the key's length and coefficients (section 7.2). Errors: kex_value_out_of_range, those of
    /// the random source.
    static result<void> encapsulate(random_ref random, byte_view public_key, byte_span ciphertext,
                                    byte_span secret) {
        HAWSER_ASSERT(ciphertext.size() == ciphertext_size && secret.size() == secret_size);
        if (public_key.size() != public_key_size || !is_reduced(public_key))
            return protocol_error::kex_value_out_of_range;
        secret_array<32> message;
        if (auto filled = random.fill(message.span()); !filled) return filled;
        std::array<std::byte, hash_size> hash;
        sha3_256{}.absorb(public_key).squeeze(hash);
        secret_array<32> coins;
        sha3_512{}.absorb(message.view()).absorb(hash).squeeze(secret).squeeze(coins.span());
        encrypt(public_key, message.view(), coins.view(), ciphertext);
        declassify_bytes(ciphertext);
        return {};
    }

    /// Algorithms 18 and 21. The private key is one that `generate` made: it is not looked at again (section 7.3). Errors:
    /// kex_value_out_of_range.
    static result<void> decapsulate(byte_view private_key, byte_view ciphertext, byte_span secret) {
        HAWSER_ASSERT(private_key.size() == private_key_size && secret.size() == secret_size);
        if (ciphertext.size() != ciphertext_size) return protocol_error::kex_value_out_of_range;
        const byte_view public_key = private_key.subspan(vector_size, public_key_size);
        const byte_view hash = private_key.subspan(vector_size + public_key_size, hash_size);
        secret_array<32> message, coins, rejected;
        secret_array<ciphertext_size> again;
        decrypt(private_key.first(vector_size), ciphertext, message.span());
        sha3_512{}.absorb(message.view()).absorb(hash).squeeze(secret).squeeze(coins.span());
        shake256{}.absorb(private_key.last(32)).absorb(ciphertext).squeeze(rejected.span());
        encrypt(public_key, message.view(), coins.view(), again.span());
        constant_time_replace(secret, constant_time_difference(ciphertext, again.view()), rejected.view());
        return {};
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

    /// Whether every coefficient is below the modulus.
    static bool is_reduced(byte_view public_key) noexcept {
        polynomial p;
        for (std::size_t i = 0; i < Rank; ++i) {
            ml_kem_decode(p, part(public_key, i, 384), 12);
            if (std::ranges::any_of(p, [](std::uint32_t c) { return c >= ml_kem_modulus; })) return false;
        }
        return true;
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

    /// Algorithm 13.
    static void make_pair(byte_view seed, byte_span private_vector, byte_span public_key) noexcept {
        const std::byte rank{static_cast<std::uint8_t>(Rank)};
        const byte_span rho = public_key.last(32);
        secret_array<32> sigma;
        sha3_512{}.absorb(seed).absorb({&rank, 1}).squeeze(rho).squeeze(sigma.span());
        declassify_bytes(rho);
        vector s;
        for (std::size_t i = 0; i < Rank; ++i) {
            sample_noise(s[i], sigma.view(), i);
            ml_kem_ntt(s[i]);
            ml_kem_encode(part(private_vector, i, 384), s[i], 12);
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
            sample_noise(noise, sigma.view(), Rank + i);
            ml_kem_ntt(noise);
            ml_kem_add(t, noise);
            ml_kem_encode(part(public_key, i, 384), t, 12);
        }
        declassify_bytes(public_key);
    }

    /// Algorithm 14. In a decapsulation all of it is secret.
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
    static void decrypt(byte_view private_vector, byte_view ciphertext, byte_span message) noexcept {
        ml_kem_product sum;
        polynomial s, u;
        for (std::size_t i = 0; i < Rank; ++i) {
            read(u, part(ciphertext, i, 32 * UBits), UBits);
            ml_kem_ntt(u);
            ml_kem_decode(s, part(private_vector, i, 384), 12);
            sum.add(u, s);
        }
        sum.to_polynomial(s);
        read(u, ciphertext.last(32 * VBits), VBits);
        ml_kem_subtract_from(s, u);
        write(message, s, 1);
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

using ml_kem_768 = ml_kem<3, 10, 4>;
using ml_kem_1024 = ml_kem<4, 11, 5>;

} // namespace hawser::inline HAWSER_ABI::native
