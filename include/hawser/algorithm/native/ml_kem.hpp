#pragma once
// ML-KEM, the lattice KEM of NIST (FIPS 203), in the two larger parameter sets.

#include <hawser/algorithm/native/ml_kem_pke.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// A kem of rank `Rank`, whose ciphertexts keep `UBits` and `VBits` bits of a coefficient (FIPS 203, table 2; eta is 2 in
/// both). The private key is the expanded one of section 7.1. Random bytes are asked for in one piece: `generate` takes d || z,
/// `encapsulate` m.
template <std::size_t Rank, unsigned UBits, unsigned VBits>
class ml_kem {
    using pke = ml_kem_pke<Rank, UBits, VBits>;
    static constexpr std::size_t hash_size = 32;

  public:
    static constexpr std::size_t public_key_size = pke::public_key_size;
    static constexpr std::size_t private_key_size = pke::private_key_size + public_key_size + hash_size + 32;
    static constexpr std::size_t ciphertext_size = pke::ciphertext_size;
    static constexpr std::size_t secret_size = 32;

    /// Algorithms 16 and 19. Errors: those of the random source.
    static result<void> generate(random_ref random, byte_span private_key, byte_span public_key) {
        HAWSER_ASSERT(private_key.size() == private_key_size && public_key.size() == public_key_size);
        secret_array<64> seed;
        if (auto filled = random.fill(seed.span()); !filled) return filled;
        const byte_span rho = public_key.last(32);
        const std::byte rank{static_cast<std::uint8_t>(Rank)};
        secret_array<32> sigma;
        sha3_512{}.absorb(seed.view().first(32)).absorb({&rank, 1}).squeeze(rho).squeeze(sigma.span());
        declassify_bytes(rho);
        // the key of the encryption, the public key, its hash, z
        pke::make_pair(sigma.view(), private_key.first(pke::private_key_size), public_key);
        std::ranges::copy(public_key, private_key.subspan(pke::private_key_size).begin());
        sha3_256{}.absorb(public_key).squeeze(private_key.last(hash_size + 32).first(hash_size));
        std::ranges::copy(seed.view().last(32), private_key.last(32).begin());
        return {};
    }

    /// Algorithms 17 and 20, with the checks of the key's length and coefficients (section 7.2). Errors:
    /// kex_value_out_of_range, those of the random source.
    static result<void> encapsulate(random_ref random, byte_view public_key, byte_span ciphertext,
                                    byte_span secret) {
        HAWSER_ASSERT(ciphertext.size() == ciphertext_size && secret.size() == secret_size);
        if (public_key.size() != public_key_size || !pke::is_reduced(public_key))
            return protocol_error::kex_value_out_of_range;
        secret_array<32> message;
        if (auto filled = random.fill(message.span()); !filled) return filled;
        std::array<std::byte, hash_size> hash;
        sha3_256{}.absorb(public_key).squeeze(hash);
        secret_array<32> coins;
        sha3_512{}.absorb(message.view()).absorb(hash).squeeze(secret).squeeze(coins.span());
        pke::encrypt(public_key, message.view(), coins.view(), ciphertext);
        declassify_bytes(ciphertext);
        return {};
    }

    /// Algorithms 18 and 21. The private key is one that `generate` made: it is not looked at again (section 7.3). Errors:
    /// kex_value_out_of_range.
    static result<void> decapsulate(byte_view private_key, byte_view ciphertext, byte_span secret) {
        HAWSER_ASSERT(private_key.size() == private_key_size && secret.size() == secret_size);
        if (ciphertext.size() != ciphertext_size) return protocol_error::kex_value_out_of_range;
        const byte_view public_key = private_key.subspan(pke::private_key_size, public_key_size);
        const byte_view hash = private_key.last(hash_size + 32).first(hash_size);
        secret_array<32> message, coins, rejected;
        secret_array<ciphertext_size> again;
        pke::decrypt(private_key.first(pke::private_key_size), ciphertext, message.span());
        sha3_512{}.absorb(message.view()).absorb(hash).squeeze(secret).squeeze(coins.span());
        shake256{}.absorb(private_key.last(32)).absorb(ciphertext).squeeze(rejected.span());
        pke::encrypt(public_key, message.view(), coins.view(), again.span());
        constant_time_replace(secret, constant_time_difference(ciphertext, again.view()), rejected.view());
        return {};
    }
};

using ml_kem_768 = ml_kem<3, 10, 4>;
using ml_kem_1024 = ml_kem<4, 11, 5>;

} // namespace hawser::inline HAWSER_ABI::native
