#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kem.hpp>
#include <hawser/algorithm/native/sntrup761.hpp>

#include "support/answer_random.hpp"
#include "support/failing.hpp"
#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <set>

using namespace hawser;
using sntrup761 = native::sntrup761<cryptopp::sha512>;
namespace utf = boost::unit_test;

namespace {

static_assert(kem<sntrup761>);
static_assert(sntrup761::public_key_size == 1158 && sntrup761::private_key_size == 1763 &&
              sntrup761::ciphertext_size == 1039 && sntrup761::secret_size == 32);

const native::cpu_features paths[] = {native::cpu_features{}, native::this_cpu()};
const std::error_code out_of_range = protocol_error::kex_value_out_of_range;

struct exchanged {
    byte_vector public_key = byte_vector(sntrup761::public_key_size);
    byte_vector private_key = byte_vector(sntrup761::private_key_size);
    byte_vector ciphertext = byte_vector(sntrup761::ciphertext_size);
    byte_vector secret = byte_vector(sntrup761::secret_size);

    explicit exchanged(random_ref random, const native::cpu_features& cpu = native::this_cpu()) {
        BOOST_REQUIRE(sntrup761::generate(random, private_key, public_key, cpu));
        BOOST_REQUIRE(sntrup761::encapsulate(random, public_key, ciphertext, secret, cpu));
    }
};

std::string opened(byte_view private_key, byte_view ciphertext,
                   const native::cpu_features& cpu = native::this_cpu()) {
    byte_vector secret(sntrup761::secret_size);
    BOOST_REQUIRE(sntrup761::decapsulate(private_key, ciphertext, secret, cpu));
    return to_hex(secret);
}

template <class Digest>
std::string hash(std::initializer_list<byte_view> pieces) {
    Digest digest;
    byte_vector out(Digest::size);
    for (const byte_view piece : pieces) BOOST_REQUIRE(digest.update(piece));
    BOOST_REQUIRE(digest.final(out));
    return to_hex(out);
}
std::string half_of_sha512(std::byte purpose, std::initializer_list<byte_view> pieces) {
    byte_vector all{purpose};
    for (const byte_view piece : pieces) all.insert(all.end(), piece.begin(), piece.end());
    return hash<cryptopp::sha512>({all}).substr(0, 64);
}

std::string upper(std::string text) {
    for (char& c : text) c = static_cast<char>(c >= 'a' && c <= 'f' ? c - 'a' + 'A' : c);
    return text;
}

/// The answer file of NIST's competition, as long as asked.
std::string answer_file(std::size_t answers, const native::cpu_features& cpu) {
    byte_vector entropy(48);
    for (std::size_t i = 0; i < entropy.size(); ++i) entropy[i] = static_cast<std::byte>(i);
    testing::answer_random seeds{entropy};
    std::string file;
    for (std::size_t i = 0; i < answers; ++i) {
        byte_vector seed(48);
        BOOST_REQUIRE(seeds.fill(seed));
        testing::answer_random random{seed};
        const exchanged made{random, cpu};
        BOOST_TEST(opened(made.private_key, made.ciphertext, cpu) == to_hex(made.secret));
        if (i != 0) file += "\n";
        file += "count = " + std::to_string(i) + "\nseed = " + upper(to_hex(seed)) +
                "\npk = " + upper(to_hex(made.public_key)) + "\nsk = " + upper(to_hex(made.private_key)) +
                "\nct = " + upper(to_hex(made.ciphertext)) + "\nss = " + upper(to_hex(made.secret)) + "\n";
    }
    return file;
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_sntrup761)

// SHA-256 of the first answer, as PQClean (crypto_kem/sntrup761/META.yml) and liboqs (tests/KATs/kem/kats.json) have it, and of
// all hundred, as liboqs has it: keys, ciphertexts and secrets, every byte.
BOOST_AUTO_TEST_CASE(published_answers) {
    for (const auto& cpu : paths)
        BOOST_TEST(hash<cryptopp::sha256>({as_bytes(answer_file(1, cpu))}) ==
                   "afc42c3a5b10f4ef69654250097ebda9b9564570f4086744b24a6daf2bd1f89a");
    BOOST_TEST(hash<cryptopp::sha256>({as_bytes(answer_file(100, native::this_cpu()))}) ==
               "36e1e53d4e6e295e8fb804449958ad9a3719aa350e91933c65791b9117382d57");
}

BOOST_AUTO_TEST_CASE(both_code_paths_agree) {
    for (std::uint64_t seed = 0; seed < 10; ++seed) {
        testing::fixed_random one{seed}, other{seed};
        const exchanged plain{one, paths[0]}, quick{other, paths[1]};
        BOOST_TEST((plain.public_key == quick.public_key && plain.private_key == quick.private_key));
        BOOST_TEST((plain.ciphertext == quick.ciphertext && plain.secret == quick.secret));
        BOOST_TEST(opened(plain.private_key, plain.ciphertext, paths[0]) == to_hex(plain.secret));
        BOOST_TEST(opened(plain.private_key, plain.ciphertext, paths[1]) == to_hex(plain.secret));
    }
}

BOOST_AUTO_TEST_CASE(other_lengths_are_refused, *utf::label("C05")) {
    testing::fixed_random random;
    const exchanged made{random};
    byte_vector ciphertext(sntrup761::ciphertext_size), secret(sntrup761::secret_size);
    for (const std::size_t size : {0, 1, 1039, 1157, 1159, 4096}) {
        byte_vector key = made.public_key;
        key.resize(size);
        BOOST_TEST(sntrup761::encapsulate(random, key, ciphertext, secret).error() == out_of_range);
    }
    for (const std::size_t size : {0, 1, 32, 1007, 1038, 1040, 1158, 4096}) {
        byte_vector changed = made.ciphertext;
        changed.resize(size);
        BOOST_TEST(sntrup761::decapsulate(made.private_key, changed, secret).error() == out_of_range);
    }
    BOOST_TEST((constant_time_is_zero(ciphertext) && constant_time_is_zero(secret)));
}

// Encodings have room for a little more than there are polynomials; what lies there is no key.
BOOST_AUTO_TEST_CASE(a_key_that_nobody_encodes, *utf::label("C05")) {
    testing::fixed_random random;
    byte_vector key(sntrup761::public_key_size, std::byte{0xff}), ciphertext(sntrup761::ciphertext_size),
        secret(32);
    BOOST_TEST(sntrup761::encapsulate(random, key, ciphertext, secret).error() == out_of_range);
    // the last two bytes are a number below 1608, in one way only
    key = exchanged{random}.public_key;
    key[1157] = std::byte{0xff};
    BOOST_TEST(sntrup761::encapsulate(random, key, ciphertext, secret).error() == out_of_range);
}

// A wrong ciphertext is no error: it gives the hash of a number only the key's owner knows, and of the ciphertext.
BOOST_AUTO_TEST_CASE(wrong_ciphertexts_give_secrets_of_their_own, *utf::label("C05")) {
    testing::fixed_random random;
    const exchanged made{random};
    const byte_view otherwise = byte_view{made.private_key}.subspan(2 * 191 + 1158, 191);
    const std::string of_otherwise = half_of_sha512(std::byte{3}, {otherwise});
    const auto rejected = [&](byte_view ciphertext) {
        return half_of_sha512(std::byte{0}, {*from_hex(of_otherwise), ciphertext});
    };
    std::set<std::string> seen{to_hex(made.secret)};
    const auto check = [&](byte_view ciphertext) {
        for (const auto& cpu : paths) {
            const std::string secret = opened(made.private_key, ciphertext, cpu);
            BOOST_TEST(secret == rejected(ciphertext));
            seen.insert(secret);
        }
    };
    std::size_t changes = 0;
    for (std::size_t bit = 0; bit < 8 * sntrup761::ciphertext_size; bit += 61, ++changes) {
        byte_vector changed = made.ciphertext;
        changed[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
        check(changed);
    }
    BOOST_TEST(seen.size() == changes + 1);
    check(byte_vector(sntrup761::ciphertext_size));
    check(byte_vector(sntrup761::ciphertext_size, std::byte{0xff}));
    check(random.bytes(sntrup761::ciphertext_size));
    // the ciphertext of another key
    check(exchanged{random}.ciphertext);
    BOOST_TEST(opened(made.private_key, made.ciphertext) == to_hex(made.secret));
}

// The factor of degree 19 of x^761 - x - 1 modulo 3, drawn as g, has no reciprocal; the next one is taken.
BOOST_AUTO_TEST_CASE(another_g_is_drawn_for_one_without_reciprocal) {
    const int factor[] = {1, 1, 0, 1, 1, 1, -1, 1, -1, 1, 0, 1, -1, -1, -1, -1, 1, 0, -1, -1};
    byte_vector bad(native::sntrup761_random_size);
    for (std::size_t i = 0; i < native::sntrup761_degree; ++i) {
        const int coefficient = i < std::size(factor) ? factor[i] : 0;
        bad[4 * i + 3] = static_cast<std::byte>(coefficient < 0 ? 0x00 : coefficient == 0 ? 0x20 : 0x30);
    }
    struct first_bad {
        byte_vector bad;
        int left;
        testing::fixed_random random{9};
        result<void> fill(byte_span out) {
            if (left-- <= 0) return random.fill(out);
            std::ranges::copy(bad, out.begin());
            return {};
        }
    };
    first_bad once{bad, 1}, never{bad, 0}, always{bad, 1000};
    const exchanged late{once}, early{never};
    BOOST_TEST((late.public_key == early.public_key && late.private_key == early.private_key));
    byte_vector public_key(sntrup761::public_key_size), private_key(sntrup761::private_key_size);
    BOOST_TEST(sntrup761::generate(always, private_key, public_key).error() == security_error::random_failed);
}

BOOST_AUTO_TEST_CASE(a_failing_random_source, *utf::label("C16")) {
    testing::fixed_random good;
    const exchanged made{good};
    byte_vector public_key(sntrup761::public_key_size), private_key(sntrup761::private_key_size);
    byte_vector ciphertext(sntrup761::ciphertext_size), secret(sntrup761::secret_size);
    for (std::size_t good_calls = 0; good_calls < 3; ++good_calls) {
        testing::failing_random failing{good_calls};
        BOOST_TEST(sntrup761::generate(failing, private_key, public_key).error() ==
                   security_error::random_failed);
        BOOST_TEST(constant_time_is_zero(public_key));
    }
    testing::failing_random failing;
    BOOST_TEST(sntrup761::encapsulate(failing, made.public_key, ciphertext, secret).error() ==
               security_error::random_failed);
    BOOST_TEST((constant_time_is_zero(ciphertext) && constant_time_is_zero(secret)));
}

BOOST_AUTO_TEST_CASE(a_failing_hash, *utf::label("C13")) {
    using testing::crypto_fault;
    using failing = native::sntrup761<testing::failing<cryptopp::sha512>>;
    testing::fixed_random random;
    const exchanged made{random};
    const auto fails_each_time = [](auto run) {
        crypto_fault::arm(crypto_fault::never);
        BOOST_TEST(run().has_value());
        const std::size_t calls = crypto_fault::calls();
        BOOST_TEST(calls >= 3U);
        for (std::size_t nth = 1; nth <= calls; ++nth) {
            crypto_fault::arm(nth);
            BOOST_TEST(run().error() == security_error::backend_failed);
        }
        crypto_fault::arm(crypto_fault::never);
    };
    byte_vector public_key(sntrup761::public_key_size), private_key(sntrup761::private_key_size);
    byte_vector ciphertext(sntrup761::ciphertext_size), secret(sntrup761::secret_size);
    fails_each_time([&] { return failing::generate(random, private_key, public_key); });
    fails_each_time([&] { return failing::encapsulate(random, made.public_key, ciphertext, secret); });
    fails_each_time([&] { return failing::decapsulate(made.private_key, made.ciphertext, secret); });
}

BOOST_AUTO_TEST_SUITE_END()
