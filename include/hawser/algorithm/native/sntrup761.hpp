#pragma once
// Streamlined NTRU Prime sntrup761, the lattice KEM that OpenSSH took up first (NTRU Prime, round 3, section 4;
// draft-josefsson-ntruprime-ssh).

#include <hawser/algorithm/digest.hpp>
#include <hawser/algorithm/native/sntrup761_ring.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <initializer_list>

namespace hawser::inline HAWSER_ABI::native {

/// A kem. `Sha512` is its hash. The private key is f, 1 / g, the public key, what a wrong ciphertext gives, and a hash of the
/// public key. Random bytes are asked for in pieces: `generate` takes 3044 for g, again while g has no reciprocal, 3044 for f,
/// and 191; `encapsulate` takes 3044. The last argument chooses the code path, for tests.
template <digest Sha512>
    requires(Sha512::size == 64)
class sntrup761 {
    static constexpr std::size_t small_size = sntrup761_small_size;
    static constexpr std::size_t hash_size = 32;

  public:
    static constexpr std::size_t public_key_size = sntrup761_ring_size;
    static constexpr std::size_t private_key_size = 3 * small_size + public_key_size + hash_size;
    static constexpr std::size_t ciphertext_size = sntrup761_rounded_size + hash_size;
    static constexpr std::size_t secret_size = hash_size;

    /// Errors: those of the random source; random_failed when it gives no g that has a reciprocal; backend_failed.
    static result<void> generate(random_ref random, byte_span private_key, byte_span public_key,
                                 const cpu_features& cpu = this_cpu()) {
        HAWSER_ASSERT(private_key.size() == private_key_size && public_key.size() == public_key_size);
        const parts<byte_span> own{private_key};
        secret_array<sntrup761_random_size> drawn;
        sntrup761_polynomial g, f, reciprocal;
        if (auto found = draw_invertible(random, g, reciprocal, cpu); !found) return found;
        sntrup761_encode_small(own.g_reciprocal, reciprocal);
        if (auto filled = random.fill(drawn.span()); !filled) return filled;
        sntrup761_draw_short(f, drawn.view());
        if (auto filled = random.fill(own.otherwise); !filled) return filled;
        sntrup761_encode_small(own.f, f);
        sntrup761_invert_triple(reciprocal, f, cpu);
        sntrup761_polynomial h;
        sntrup761_multiply(h, reciprocal, g, cpu);
        sntrup761_encode(public_key, h);
        declassify_bytes(public_key);
        std::ranges::copy(public_key, own.public_key.begin());
        return hash(own.public_hash, 4, {public_key});
    }

    /// Errors: kex_value_out_of_range for a public key of another length, or one that no polynomial is encoded as;
    /// those of the random source; backend_failed.
    static result<void> encapsulate(random_ref random, byte_view public_key, byte_span ciphertext,
                                    byte_span secret, const cpu_features& cpu = this_cpu()) {
        HAWSER_ASSERT(ciphertext.size() == ciphertext_size && secret.size() == secret_size);
        if (public_key.size() != public_key_size || !is_canonical(public_key))
            return protocol_error::kex_value_out_of_range;
        secret_array<sntrup761_random_size> drawn;
        if (auto filled = random.fill(drawn.span()); !filled) return filled;
        sntrup761_polynomial r;
        sntrup761_draw_short(r, drawn.view());
        secret_array<small_size> message;
        std::array<std::byte, hash_size> public_hash;
        sntrup761_encode_small(message.span(), r);
        if (auto hashed = hash(public_hash, 4, {public_key}); !hashed) return hashed;
        if (auto hidden = hide(ciphertext, message.view(), r, public_key, public_hash, cpu); !hidden)
            return hidden;
        declassify_bytes(ciphertext);
        return session_secret(secret, std::byte{1}, message.view(), ciphertext);
    }

    /// The private key is one that `generate` made. Errors: kex_value_out_of_range for another length; backend_failed.
    static result<void> decapsulate(byte_view private_key, byte_view ciphertext, byte_span secret,
                                    const cpu_features& cpu = this_cpu()) {
        HAWSER_ASSERT(private_key.size() == private_key_size && secret.size() == secret_size);
        if (ciphertext.size() != ciphertext_size) return protocol_error::kex_value_out_of_range;
        const parts<byte_view> own{private_key};
        sntrup761_polynomial r;
        open(r, own, ciphertext.first(sntrup761_rounded_size), cpu);
        secret_array<small_size> message;
        secret_array<ciphertext_size> again;
        sntrup761_encode_small(message.span(), r);
        if (auto hidden = hide(again.span(), message.view(), r, own.public_key, own.public_hash, cpu);
            !hidden)
            return hidden;
        const std::byte wrong = constant_time_difference(ciphertext, again.view());
        constant_time_replace(message.span(), wrong, own.otherwise);
        return session_secret(secret, ~wrong & std::byte{1}, message.view(), ciphertext);
    }

  private:
    /// Where the parts of a private key are.
    template <class Bytes>
    struct parts {
        explicit parts(Bytes key) noexcept
            : f{key.first(small_size)},
              g_reciprocal{key.subspan(small_size, small_size)},
              public_key{key.subspan(2 * small_size, public_key_size)},
              otherwise{key.subspan(2 * small_size + public_key_size, small_size)},
              public_hash{key.last(hash_size)} {}
        Bytes f, g_reciprocal, public_key, otherwise, public_hash;
    };

    /// The first half of SHA-512 over a byte that says what for, and the rest.
    static result<void> hash(byte_span out, unsigned purpose, std::initializer_list<byte_view> pieces) {
        return hash(out, static_cast<std::byte>(purpose), pieces);
    }
    static result<void> hash(byte_span out, std::byte purpose, std::initializer_list<byte_view> pieces) {
        Sha512 sha;
        secret_array<Sha512::size> whole;
        bool good = sha.update(byte_view{&purpose, 1});
        for (const byte_view piece : pieces) good = good && sha.update(piece);
        if (!good || !sha.final(whole.span())) return security_error::backend_failed;
        std::ranges::copy(whole.view().first(hash_size), out.begin());
        return {};
    }

    static result<void> draw_invertible(random_ref random, sntrup761_polynomial& g,
                                        sntrup761_polynomial& reciprocal, const cpu_features& cpu) {
        secret_array<sntrup761_random_size> drawn;
        // The first one does, but for one time in 3^19: the factors of x^761 - x - 1 modulo 3 have degrees 19, 60 and 682.
        for (int attempt = 0; attempt < 4; ++attempt) {
            if (auto filled = random.fill(drawn.span()); !filled) return filled;
            sntrup761_draw_small(g, drawn.view());
            const std::uint32_t rejected = sntrup761_invert_small(reciprocal, g, cpu);
            declassify(rejected); // says something of a g that is not used
            if (rejected == 0) return {};
        }
        return security_error::random_failed;
    }

    static bool is_canonical(byte_view public_key) {
        sntrup761_polynomial h;
        std::array<std::byte, public_key_size> again;
        sntrup761_decode(h, public_key);
        sntrup761_encode(again, h);
        return hawser::equal(again, public_key);
    }

    /// The ciphertext of r: h * r rounded, and a hash that confirms it.
    static result<void> hide(byte_span ciphertext, byte_view message, const sntrup761_polynomial& r,
                             byte_view public_key, byte_view public_hash, const cpu_features& cpu) {
        sntrup761_polynomial h, c;
        sntrup761_decode(h, public_key);
        sntrup761_multiply(c, h, r, cpu);
        sntrup761_round(c);
        sntrup761_encode_rounded(ciphertext.first(sntrup761_rounded_size), c);
        secret_array<hash_size> of_message;
        if (auto hashed = hash(of_message.span(), 3, {message}); !hashed) return hashed;
        return hash(ciphertext.last(hash_size), 2, {of_message.view(), public_hash});
    }

    /// r from c: 3 * f * c is g * r and three times a small error, where nothing wraps around; something short in any case.
    static void open(sntrup761_polynomial& r, const parts<byte_view>& own, byte_view rounded,
                     const cpu_features& cpu) {
        sntrup761_polynomial c, f, product;
        sntrup761_decode_rounded(c, rounded);
        sntrup761_decode_small(f, own.f);
        sntrup761_multiply(product, c, f, cpu);
        sntrup761_triple_modulo_3(product);
        sntrup761_decode_small(f, own.g_reciprocal);
        sntrup761_multiply_small(r, product, f, cpu);
        sntrup761_replace_unless_short(r);
    }

    static result<void> session_secret(byte_span secret, std::byte purpose, byte_view message,
                                       byte_view ciphertext) {
        secret_array<hash_size> of_message;
        if (auto hashed = hash(of_message.span(), 3, {message}); !hashed) return hashed;
        return hash(secret, purpose, {of_message.view(), ciphertext});
    }
};

} // namespace hawser::inline HAWSER_ABI::native
