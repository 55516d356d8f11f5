#include <hawser/algorithm/native/ml_kem.hpp>

#include "constant_time/watched.hpp"

#include <algorithm>

namespace {

using namespace hawser;
using namespace hawser::constant_time;

template <class Kem>
struct pke_of;
template <std::size_t Rank, unsigned UBits, unsigned VBits>
struct pke_of<native::ml_kem<Rank, UBits, VBits>> {
    using type = native::ml_kem_pke<Rank, UBits, VBits>;
};

/// A key pair of always the same rho, so that sampling the public matrix takes as many steps; all else is another each time.
template <class Kem>
struct pair {
    using pke = typename pke_of<Kem>::type;
    byte_vector private_key, public_key;

    explicit pair(trial& t) : private_key(Kem::private_key_size), public_key(t.fixed(Kem::public_key_size)) {
        byte_vector sigma = t.secret(32), z = t.secret(32);
        trial::show(sigma);
        pke::make_pair(sigma, byte_span{private_key}.first(pke::private_key_size), public_key);
        byte_vector hash(32);
        native::sha3_256{}.absorb(public_key).squeeze(hash);
        const auto end = std::ranges::copy(public_key, private_key.begin() + pke::private_key_size).out;
        std::ranges::copy(z, std::ranges::copy(hash, end).out);
    }
    /// What it holds besides the public key and its hash is secret.
    void hide() {
        trial::hide(byte_span{private_key}.first(pke::private_key_size));
        trial::hide(byte_span{private_key}.last(32));
    }
};

// Rho comes from the seed and decides how long sampling takes: counts are compared below.
template <class Kem>
void generate(trial& t) {
    byte_vector private_key(Kem::private_key_size), public_key(Kem::public_key_size);
    t.watch([&] { trial::require(Kem::generate(t, private_key, public_key).has_value(), "a key pair"); });
}

template <class Kem>
void generate_from_rho(trial& t) {
    using pke = typename pke_of<Kem>::type;
    byte_vector private_key(pke::private_key_size), public_key = t.fixed(pke::public_key_size);
    const byte_vector sigma = t.secret(32);
    t.watch([&] { pke::make_pair(sigma, private_key, public_key); });
}

template <class Kem>
void encapsulate(trial& t) {
    testing::fixed_random random{5};
    byte_vector private_key(Kem::private_key_size), public_key(Kem::public_key_size);
    trial::require(Kem::generate(random, private_key, public_key).has_value(), "a key pair");
    byte_vector ciphertext(Kem::ciphertext_size), secret(Kem::secret_size);
    t.watch(
        [&] { trial::require(Kem::encapsulate(t, public_key, ciphertext, secret).has_value(), "a secret"); });
}

// The ciphertext is right in even runs, and in odd ones not: implicit rejection.
template <class Kem>
void decapsulate(trial& t) {
    pair<Kem> keys{t};
    testing::fixed_random random{t.number()};
    byte_vector ciphertext(Kem::ciphertext_size), sent(Kem::secret_size), secret(Kem::secret_size);
    trial::require(Kem::encapsulate(random, keys.public_key, ciphertext, sent).has_value(), "a secret");
    const bool rejected = t.number() % 2 == 1;
    if (t.number() % 4 == 1) ciphertext[t.number()] ^= std::byte{1};
    if (t.number() % 4 == 3) ciphertext = random.bytes(ciphertext.size());
    keys.hide();
    t.watch([&] { (void)Kem::decapsulate(keys.private_key, ciphertext, secret); });
    trial::show(secret);
    trial::require(equal(secret, sent) != rejected, "rejection as expected");
}

const operation generate_768{"generate_768", generate<native::ml_kem_768>, counted::no};
const operation generate_1024{"generate_1024", generate<native::ml_kem_1024>, counted::no};
const operation generate_from_rho_768{"generate_from_rho_768", generate_from_rho<native::ml_kem_768>};
const operation generate_from_rho_1024{"generate_from_rho_1024", generate_from_rho<native::ml_kem_1024>};
const operation encapsulate_768{"encapsulate_768", encapsulate<native::ml_kem_768>};
const operation encapsulate_1024{"encapsulate_1024", encapsulate<native::ml_kem_1024>};
const operation decapsulate_768{"decapsulate_768", decapsulate<native::ml_kem_768>};
const operation decapsulate_1024{"decapsulate_1024", decapsulate<native::ml_kem_1024>};

} // namespace
