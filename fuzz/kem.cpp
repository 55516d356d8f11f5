// Public keys and ciphertexts of the KEMs, as they are or laid over good ones. What is done with them is told a second time in
// another way: ML-KEM's by its standard with branches, sntrup761's by its portable code beside that of this processor.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/ml_kem.hpp>
#include <hawser/algorithm/native/sntrup761.hpp>

#include "depth.hpp"
#include "script.hpp"
#include "support/fixed_random.hpp"

using namespace hawser;

static fuzzing::depth phases{"ML-KEM: key refused",    "ML-KEM: key taken",
                             "ML-KEM: length refused", "ML-KEM: rejected implicitly",
                             "ML-KEM: opened",         "sntrup761: key refused",
                             "sntrup761: key taken",   "sntrup761: length refused",
                             "sntrup761: ciphertexts"};

namespace {

using secret = std::array<std::byte, 32>;

/// A key pair, and a ciphertext with its secret; always the same.
template <class Kem>
struct fixed {
    byte_vector private_key = byte_vector(Kem::private_key_size),
                public_key = byte_vector(Kem::public_key_size);
    byte_vector ciphertext = byte_vector(Kem::ciphertext_size);
    secret shared{};

    fixed() {
        testing::fixed_random random;
        fuzzing::require(Kem::generate(random, private_key, public_key).has_value(), "a key pair is made");
        fuzzing::require(Kem::encapsulate(random, public_key, ciphertext, shared).has_value(), "it is used");
    }
};

/// The input itself, or a good value with the input laid over it.
byte_vector value(byte_view input, bool over, const byte_vector& good) {
    if (!over) return to_vector(input);
    byte_vector out = good;
    for (std::size_t i = 0; i < std::min(out.size(), input.size()); ++i) out[i] ^= input[i];
    return out;
}

void require_out_of_range(std::error_code error) {
    fuzzing::require(error == protocol_error::kex_value_out_of_range, "the one error there is");
    fuzzing::require_peer(error);
}

template <std::size_t Rank, unsigned UBits, unsigned VBits>
void try_ml_kem(bool is_key, bool over, byte_view input) {
    using kem = native::ml_kem<Rank, UBits, VBits>;
    using pke = native::ml_kem_pke<Rank, UBits, VBits>;
    static const fixed<kem> own;
    secret shared{}, expected{}, coins{}, message{};
    if (is_key) {
        const byte_vector key = value(input, over, own.public_key);
        bool good = key.size() == kem::public_key_size;
        for (std::size_t i = 0; good && i < 384 * Rank; i += 3) {
            const auto byte = [&](std::size_t at) { return std::to_integer<unsigned>(key[i + at]); };
            good = (byte(0) | (byte(1) & 15) << 8) < 3329 && (byte(1) >> 4 | byte(2) << 4) < 3329;
        }
        testing::fixed_random random;
        byte_vector ciphertext(kem::ciphertext_size);
        const auto closed = kem::encapsulate(random, key, ciphertext, shared);
        fuzzing::require(closed.has_value() == good, "a key is taken when its numbers are reduced");
        if (!good) require_out_of_range(closed.error());
        phases.reach(good ? 1 : 0);
        return;
    }
    const byte_vector ciphertext = value(input, over, own.ciphertext);
    const auto opened = kem::decapsulate(own.private_key, ciphertext, shared);
    const bool right_length = ciphertext.size() == kem::ciphertext_size;
    fuzzing::require(opened.has_value() == right_length,
                     "every ciphertext of the right length gives a secret");
    if (!right_length) require_out_of_range(opened.error());
    if (!right_length) return phases.reach(2);
    byte_vector again(kem::ciphertext_size);
    pke::decrypt(byte_view{own.private_key}.first(pke::private_key_size), ciphertext, message);
    native::sha3_512{}
        .absorb(message)
        .absorb(byte_view{own.private_key}.last(64).first(32))
        .squeeze(expected)
        .squeeze(coins);
    pke::encrypt(own.public_key, message, coins, again);
    const bool right = equal(again, ciphertext);
    if (!right)
        native::shake256{}.absorb(byte_view{own.private_key}.last(32)).absorb(ciphertext).squeeze(expected);
    fuzzing::require(shared == expected, "the secret is that of the standard");
    fuzzing::require((shared == own.shared) == equal(ciphertext, own.ciphertext), "one ciphertext is right");
    phases.reach(right ? 4 : 3);
}

void try_sntrup761(bool is_key, bool over, byte_view input) {
    using kem = native::sntrup761<cryptopp::sha512>;
    static const fixed<kem> own;
    static const native::cpu_features portable{};
    secret shared{}, expected{};
    if (is_key) {
        const byte_vector key = value(input, over, own.public_key);
        testing::fixed_random random, same_random;
        byte_vector ciphertext(kem::ciphertext_size), same_ciphertext(kem::ciphertext_size);
        const auto closed = kem::encapsulate(random, key, ciphertext, shared);
        const auto same = kem::encapsulate(same_random, key, same_ciphertext, expected, portable);
        fuzzing::require(closed.error() == same.error(), "both take the same keys");
        fuzzing::require(ciphertext == same_ciphertext && shared == expected, "and make the same of them");
        if (!closed) require_out_of_range(closed.error());
        return phases.reach(closed ? 6 : 5);
    }
    const byte_vector ciphertext = value(input, over, own.ciphertext);
    const auto opened = kem::decapsulate(own.private_key, ciphertext, shared);
    const auto same = kem::decapsulate(own.private_key, ciphertext, expected, portable);
    fuzzing::require(opened.error() == same.error() && shared == expected, "both find the same secret");
    fuzzing::require(opened.has_value() == (ciphertext.size() == kem::ciphertext_size), "by length alone");
    if (!opened) require_out_of_range(opened.error());
    if (!opened) return phases.reach(7);
    fuzzing::require((shared == own.shared) == equal(ciphertext, own.ciphertext), "one ciphertext is right");
    phases.reach(8);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    fuzzing::script steps{data, size};
    const unsigned how = steps.choice();
    const bool is_key = how % 2 == 0, over = how / 2 % 2 == 0;
    switch (how / 4 % 3) {
    case 0: try_ml_kem<3, 10, 4>(is_key, over, steps.rest()); break;
    case 1: try_ml_kem<4, 11, 5>(is_key, over, steps.rest()); break;
    default: try_sntrup761(is_key, over, steps.rest()); break;
    }
    return 0;
}
