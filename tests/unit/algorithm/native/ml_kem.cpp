#include <hawser/algorithm/kem.hpp>
#include <hawser/algorithm/native/ml_kem.hpp>

#include "support/answer_random.hpp"
#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;
using native::ml_kem_1024;
using native::ml_kem_768;
namespace utf = boost::unit_test;

namespace {

using both = boost::mpl::list<ml_kem_768, ml_kem_1024>;
static_assert(kem<ml_kem_768> && kem<ml_kem_1024>);
// FIPS 203, table 3
static_assert(ml_kem_768::public_key_size == 1184 && ml_kem_768::private_key_size == 2400 &&
              ml_kem_768::ciphertext_size == 1088);
static_assert(ml_kem_1024::public_key_size == 1568 && ml_kem_1024::private_key_size == 3168 &&
              ml_kem_1024::ciphertext_size == 1568);

struct pair {
    byte_vector public_key, private_key;
};
template <class Kem>
pair pair_of(random_ref random) {
    pair out{byte_vector(Kem::public_key_size), byte_vector(Kem::private_key_size)};
    BOOST_REQUIRE(Kem::generate(random, out.private_key, out.public_key));
    return out;
}
template <class Kem>
pair pair_of(byte_vector seed) {
    testing::repeating_random random{std::move(seed)};
    return pair_of<Kem>(random);
}

struct sent {
    byte_vector ciphertext, secret;
};
template <class Kem>
result<sent> encapsulate(byte_view public_key, random_ref random) {
    sent out{byte_vector(Kem::ciphertext_size), byte_vector(Kem::secret_size)};
    if (auto done = Kem::encapsulate(random, public_key, out.ciphertext, out.secret); !done)
        return done.error();
    return out;
}
template <class Kem>
result<std::string> decapsulate(byte_view private_key, byte_view ciphertext) {
    byte_vector secret(Kem::secret_size);
    if (auto done = Kem::decapsulate(private_key, ciphertext, secret); !done) return done.error();
    return to_hex(secret);
}

template <class Hash>
std::string hash(byte_view bytes, std::size_t size) {
    byte_vector out(size);
    Hash{}.absorb(bytes).squeeze(out);
    return to_hex(out);
}

template <class Kem>
void known_answers(const char* file) {
    for (const auto& record : testing::records_in(testing::own_vector_path(file))) {
        const pair keys = pair_of<Kem>(record.bytes("seed"));
        testing::repeating_random message{record.bytes("message")};
        const auto sent = encapsulate<Kem>(keys.public_key, message);
        BOOST_REQUIRE(sent);
        BOOST_TEST(to_hex(sent->secret) == record.text("secret"));
        BOOST_TEST(decapsulate<Kem>(keys.private_key, sent->ciphertext).value() == record.text("secret"));
        if (record.has("other")) {
            BOOST_TEST(hash<native::shake256>(keys.public_key, 16) == record.text("public_key"));
            BOOST_TEST(hash<native::shake256>(sent->ciphertext, 16) == record.text("ciphertext"));
            BOOST_TEST(decapsulate<Kem>(keys.private_key, record.bytes("other")).value() ==
                       record.text("rejected"));
        } else {
            BOOST_TEST(hash<native::sha3_256>(keys.public_key, 32) == record.text("sha3_public_key"));
            BOOST_TEST(hash<native::sha3_256>(keys.private_key, 32) == record.text("sha3_private_key"));
            BOOST_TEST(hash<native::sha3_256>(sent->ciphertext, 32) == record.text("sha3_ciphertext"));
        }
    }
}

template <class Kem>
void answers_of_botan(const testing::vector_record& record) {
    testing::answer_random random{record.bytes("Seed")};
    byte_vector seed(64), message(32);
    BOOST_REQUIRE((random.fill(byte_span{seed}.last(32)) && random.fill(byte_span{seed}.first(32)) &&
                   random.fill(message)));
    const pair keys = pair_of<Kem>(seed);
    testing::repeating_random chosen{message};
    const auto sent = encapsulate<Kem>(keys.public_key, chosen);
    BOOST_REQUIRE(sent);
    BOOST_TEST(hash<native::shake256>(keys.public_key, 16) == record.text("PK"));
    BOOST_TEST(hash<native::shake256>(sent->ciphertext, 16) == record.text("CT"));
    BOOST_TEST(to_hex(sent->secret) == record.text("SS"));
    BOOST_TEST(decapsulate<Kem>(keys.private_key, sent->ciphertext).value() == record.text("SS"));
    BOOST_TEST(decapsulate<Kem>(keys.private_key, record.bytes("CT_N")).value() == record.text("SS_N"));
}

const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
const testing::needs_vectors wycheproof{"wycheproof"};

template <class Test>
void for_each_case(const char* file, Test test) {
    std::size_t count = 0;
    for (const auto& group : testing::vector_json(file)["testGroups"])
        for (const auto& one : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << one["tcId"].number()) {
                test(one, one["result"].text() == "valid");
                ++count;
            }
        }
    BOOST_TEST_MESSAGE(file << ": " << count << " cases");
    BOOST_TEST(count > 5u);
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_ml_kem)

BOOST_AUTO_TEST_CASE(known_answers_of_768) { known_answers<ml_kem_768>("kem/ml_kem_768.txt"); }
BOOST_AUTO_TEST_CASE(known_answers_of_1024) { known_answers<ml_kem_1024>("kem/ml_kem_1024.txt"); }

BOOST_AUTO_TEST_CASE(answers_of_the_reference_code,
                     *utf::precondition(testing::needs_vectors{"botan/ml_kem.vec"})) {
    std::size_t count = 0;
    for (const auto& record : testing::records_in(testing::vector_path("botan/ml_kem.vec"))) {
        const std::size_t size = record.text("CT_N").size() / 2;
        if (size == ml_kem_768::ciphertext_size) answers_of_botan<ml_kem_768>(record);
        if (size == ml_kem_1024::ciphertext_size) answers_of_botan<ml_kem_1024>(record);
        ++count;
    }
    BOOST_TEST(count == 75u);
}

BOOST_AUTO_TEST_CASE(wycheproof_keys, *utf::precondition(wycheproof)) {
    for_each_case("wycheproof/mlkem_768_keygen_seed.json", [](const auto& test, bool) {
        const pair keys = pair_of<ml_kem_768>(test["seed"].bytes());
        BOOST_TEST(to_hex(keys.public_key) == test["ek"].text());
        BOOST_TEST(to_hex(keys.private_key) == test["dk"].text());
    });
}

BOOST_AUTO_TEST_CASE(wycheproof_encapsulation, *utf::label("C04") * utf::precondition(wycheproof)) {
    for_each_case("wycheproof/mlkem_768_encaps.json", [](const auto& test, bool valid) {
        testing::repeating_random message{test["m"].bytes()};
        const auto sent = encapsulate<ml_kem_768>(test["ek"].bytes(), message);
        BOOST_REQUIRE(sent.has_value() == valid);
        if (!valid) {
            BOOST_TEST(sent.error() == out_of_range);
            return;
        }
        BOOST_TEST(to_hex(sent->ciphertext) == test["c"].text());
        BOOST_TEST(to_hex(sent->secret) == test["K"].text());
    });
}

BOOST_AUTO_TEST_CASE(wycheproof_decapsulation, *utf::label("C04") * utf::precondition(wycheproof)) {
    for_each_case("wycheproof/mlkem_768.json", [](const auto& test, bool valid) {
        const byte_vector seed = test["seed"].bytes();
        if (seed.size() != 64) return; // we make our seeds ourselves
        const pair keys = pair_of<ml_kem_768>(seed);
        BOOST_TEST(to_hex(keys.public_key) == test["ek"].text());
        const auto secret = decapsulate<ml_kem_768>(keys.private_key, test["c"].bytes());
        BOOST_REQUIRE(secret.has_value() == valid);
        if (valid)
            BOOST_TEST(*secret == test["K"].text());
        else
            BOOST_TEST(secret.error() == out_of_range);
    });
    for_each_case("wycheproof/mlkem_768_semi_expanded_decaps.json", [](const auto& test, bool valid) {
        const byte_vector key = test["dk"].bytes(), ciphertext = test["c"].bytes();
        // private keys never come from elsewhere: those that are none are not looked for
        if (!valid && ciphertext.size() == ml_kem_768::ciphertext_size) return;
        const auto secret = decapsulate<ml_kem_768>(key, ciphertext);
        BOOST_REQUIRE(secret.has_value() == valid);
        if (valid) BOOST_TEST(*secret == test["K"].text());
    });
}

BOOST_AUTO_TEST_CASE_TEMPLATE(both_sides_agree, Kem, both) {
    testing::fixed_random random;
    for (int i = 0; i < 20; ++i) {
        const pair keys = pair_of<Kem>(random);
        const auto sent = encapsulate<Kem>(keys.public_key, random);
        BOOST_REQUIRE(sent);
        BOOST_TEST(decapsulate<Kem>(keys.private_key, sent->ciphertext).value() == to_hex(sent->secret));
    }
}

BOOST_AUTO_TEST_CASE(every_coefficient_is_checked, *utf::label("C04")) {
    testing::fixed_random random;
    const auto check = [&]<class Kem>(std::type_identity<Kem>) {
        const byte_vector good = pair_of<Kem>(random).public_key;
        for (std::size_t i = 0; i < (Kem::public_key_size - 32) * 2 / 3; ++i) {
            byte_vector key = good;
            const auto set = [&](unsigned number) {
                std::byte* three = key.data() + i / 2 * 3;
                if (i % 2 == 0) {
                    three[0] = static_cast<std::byte>(number & 0xff);
                    three[1] = (three[1] & std::byte{0xf0}) | static_cast<std::byte>(number >> 8);
                } else {
                    three[1] = (three[1] & std::byte{0x0f}) | static_cast<std::byte>(number << 4 & 0xf0);
                    three[2] = static_cast<std::byte>(number >> 4);
                }
            };
            for (const unsigned wrong : {3329u, 4095u}) {
                set(wrong);
                BOOST_TEST(encapsulate<Kem>(key, random).error() == out_of_range);
            }
            if (i % 61 != 0) continue;
            set(3328);
            BOOST_TEST(encapsulate<Kem>(key, random).has_value());
        }
    };
    check(std::type_identity<ml_kem_768>{});
    check(std::type_identity<ml_kem_1024>{});
}

BOOST_AUTO_TEST_CASE(other_lengths, *utf::label("C04")) {
    testing::fixed_random random;
    const auto check = [&]<class Kem>(std::type_identity<Kem>) {
        const pair keys = pair_of<Kem>(random);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, Kem::public_key_size - 1,
                                       Kem::public_key_size + 1, 2 * Kem::public_key_size})
            BOOST_TEST(encapsulate<Kem>(byte_vector(size), random).error() == out_of_range);
        for (const std::size_t size : {std::size_t{0}, std::size_t{1}, Kem::ciphertext_size - 1,
                                       Kem::ciphertext_size + 1, 2 * Kem::ciphertext_size})
            BOOST_TEST(decapsulate<Kem>(keys.private_key, byte_vector(size)).error() == out_of_range);
    };
    check(std::type_identity<ml_kem_768>{});
    check(std::type_identity<ml_kem_1024>{});
}

BOOST_AUTO_TEST_CASE(a_wrong_ciphertext_gives_a_secret_of_its_own, *utf::label("C04")) {
    testing::fixed_random random;
    const auto check = [&]<class Kem>(std::type_identity<Kem>) {
        const pair keys = pair_of<Kem>(random);
        const auto sent = encapsulate<Kem>(keys.public_key, random);
        BOOST_REQUIRE(sent);
        std::vector<std::string> seen{to_hex(sent->secret)};
        for (std::size_t bit = 0; bit < 8 * Kem::ciphertext_size; bit += 37) {
            byte_vector wrong = sent->ciphertext;
            wrong[bit / 8] ^= static_cast<std::byte>(1u << bit % 8);
            const auto secret = decapsulate<Kem>(keys.private_key, wrong);
            BOOST_REQUIRE(secret);
            // J(z || c)
            byte_vector input = to_vector(byte_view{keys.private_key}.last(32));
            input.insert(input.end(), wrong.begin(), wrong.end());
            BOOST_TEST(*secret == hash<native::shake256>(input, 32));
            seen.push_back(*secret);
        }
        std::ranges::sort(seen);
        BOOST_TEST((std::ranges::adjacent_find(seen) == seen.end()));
    };
    check(std::type_identity<ml_kem_768>{});
    check(std::type_identity<ml_kem_1024>{});
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_failing_random_source, Kem, both) {
    testing::failing_random failing;
    testing::fixed_random random;
    const std::error_code failed = security_error::random_failed;
    byte_vector public_key(Kem::public_key_size), private_key(Kem::private_key_size);
    BOOST_TEST(Kem::generate(failing, private_key, public_key).error() == failed);
    BOOST_TEST((constant_time_is_zero(private_key) && constant_time_is_zero(public_key)));
    const auto sent = encapsulate<Kem>(pair_of<Kem>(random).public_key, failing);
    BOOST_TEST(sent.error() == failed);
}

BOOST_AUTO_TEST_SUITE_END()
