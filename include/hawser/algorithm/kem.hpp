#pragma once
// What a key encapsulation mechanism is: one half of the hybrid key exchanges (FIPS 203; draft-josefsson-ntruprime-ssh).

#include <hawser/core/bytes.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/result.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// Static functions only; spans have exactly the sizes named, in bytes. Everything but public keys and ciphertexts is
/// secret: time and memory accesses do not depend on it, and what is left of it on the stack is wiped.
/// - `generate(random, private_key, public_key)`: a new key pair. Errors: those of the random source.
/// - `encapsulate(random, public_key, ciphertext, secret)`: a fresh secret for the owner of a public key. Errors:
///   protocol_error::kex_value_out_of_range for a public key that is none, by its length or otherwise; those of the random
///   source.
/// - `decapsulate(private_key, ciphertext, secret)`: the secret. Any ciphertext gives one: a wrong ciphertext gives a secret
///   that its sender cannot know, and nothing tells the difference (implicit rejection). Errors: kex_value_out_of_range for
///   a ciphertext of another length.
/// All may report security_error::backend_failed.
template <class K>
concept kem = requires(random_ref random, byte_view in, byte_span out) {
    { K::public_key_size } -> std::convertible_to<std::size_t>;
    { K::private_key_size } -> std::convertible_to<std::size_t>;
    { K::ciphertext_size } -> std::convertible_to<std::size_t>;
    { K::secret_size } -> std::convertible_to<std::size_t>;
    { K::generate(random, out, out) } -> std::same_as<result<void>>;
    { K::encapsulate(random, in, out, out) } -> std::same_as<result<void>>;
    { K::decapsulate(in, in, out) } -> std::same_as<result<void>>;
};

} // namespace hawser::inline HAWSER_ABI
