#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/sntrup761.hpp>

#include "constant_time/watched.hpp"

namespace {

using namespace hawser;
using namespace hawser::constant_time;
using sntrup761 = native::sntrup761<cryptopp::sha512>;

struct pair {
    byte_vector private_key = byte_vector(sntrup761::private_key_size);
    byte_vector public_key = byte_vector(sntrup761::public_key_size);

    explicit pair(std::uint64_t seed) {
        testing::fixed_random random{seed};
        trial::require(sntrup761::generate(random, private_key, public_key).has_value(), "a key pair");
    }
    /// What it holds besides the public key and its hash is secret.
    void hide() {
        const byte_span all{private_key};
        trial::hide(all.first(2 * 191));
        trial::hide(all.subspan(2 * 191 + sntrup761::public_key_size, 191));
    }
};

// One g in 3^19 is not taken: these runs do not meet one, so all of them draw as often.
void generate(trial& t, const native::cpu_features& cpu) {
    byte_vector private_key(sntrup761::private_key_size), public_key(sntrup761::public_key_size);
    t.watch([&] {
        trial::require(sntrup761::generate(t, private_key, public_key, cpu).has_value(), "a key pair");
    });
}

void encapsulate(trial& t, const native::cpu_features& cpu) {
    const pair keys{5};
    byte_vector ciphertext(sntrup761::ciphertext_size), secret(sntrup761::secret_size);
    t.watch([&] {
        trial::require(sntrup761::encapsulate(t, keys.public_key, ciphertext, secret, cpu).has_value(),
                       "a secret");
    });
}

// The ciphertext is right in even runs, and in odd ones not: implicit rejection, because of the hash, of the polynomial, or of
// all of it, which decrypts to something that is not short.
void decapsulate(trial& t, const native::cpu_features& cpu) {
    pair keys{t.number()};
    testing::fixed_random random{100 + t.number()};
    byte_vector ciphertext(sntrup761::ciphertext_size), sent(sntrup761::secret_size),
        secret(sntrup761::secret_size);
    trial::require(sntrup761::encapsulate(random, keys.public_key, ciphertext, sent).has_value(), "a secret");
    const bool rejected = t.number() % 2 == 1;
    if (t.number() % 6 == 1) ciphertext[1007] ^= std::byte{1};
    if (t.number() % 6 == 3) ciphertext[t.number()] ^= std::byte{1};
    if (t.number() % 6 == 5) ciphertext = random.bytes(ciphertext.size());
    keys.hide();
    t.watch([&] { (void)sntrup761::decapsulate(keys.private_key, ciphertext, secret, cpu); });
    trial::show(secret);
    trial::require(equal(secret, sent) != rejected, "rejection as expected");
}

template <void (*Operation)(trial&, const native::cpu_features&)>
void portable(trial& t) {
    Operation(t, native::cpu_features{});
}
template <void (*Operation)(trial&, const native::cpu_features&)>
void here(trial& t) {
    Operation(t, native::this_cpu());
}

const operation sntrup761_generate{"sntrup761_generate", here<generate>};
const operation sntrup761_encapsulate{"sntrup761_encapsulate", here<encapsulate>};
const operation sntrup761_decapsulate{"sntrup761_decapsulate", here<decapsulate>};
const operation sntrup761_generate_portable{"sntrup761_generate_portable", portable<generate>};
const operation sntrup761_encapsulate_portable{"sntrup761_encapsulate_portable", portable<encapsulate>};
const operation sntrup761_decapsulate_portable{"sntrup761_decapsulate_portable", portable<decapsulate>};

} // namespace
