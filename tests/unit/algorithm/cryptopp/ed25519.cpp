#include <hawser/algorithm/cryptopp/ed25519.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using cryptopp::ed25519;
namespace utf = boost::unit_test;

namespace {

/// S + L for the S of a signature, which names the same residue.
byte_vector with_order_added(byte_vector signature) {
    const auto order = *from_hex("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    unsigned carry = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        carry += std::to_integer<unsigned>(signature[32 + i]) + std::to_integer<unsigned>(order[i]);
        signature[32 + i] = static_cast<std::byte>(carry & 0xff);
        carry >>= 8;
    }
    return signature;
}

} // namespace

BOOST_AUTO_TEST_SUITE(cryptopp_ed25519)

BOOST_AUTO_TEST_CASE(known_answers) {
    std::size_t seen = 0;
    for (const auto& record : testing::records_in(testing::own_vector_path("host_key/ed25519.txt"))) {
        const byte_vector seed = record.bytes("seed"), message = record.bytes("message");
        byte_vector key(32), signature(64);
        BOOST_REQUIRE(ed25519::public_key(seed, key));
        BOOST_TEST(to_hex(key) == record.text("key"));
        BOOST_REQUIRE(ed25519::sign(seed, key, message, signature));
        BOOST_TEST(to_hex(signature) == record.text("signature"));
        BOOST_TEST(ed25519::verify(key, message, signature));
        ++seen;
    }
    BOOST_TEST(seen == 3u);
}

BOOST_AUTO_TEST_CASE(wycheproof,
                     *utf::label("C09") * utf::precondition(testing::needs_vectors{"wycheproof"})) {
    std::size_t valid = 0, invalid = 0;
    const auto file = testing::vector_json("wycheproof/ed25519.json");
    for (const auto& group : file["testGroups"])
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                const bool good = ed25519::verify(group["publicKey"]["pk"].bytes(), test["msg"].bytes(),
                                                  test["sig"].bytes());
                BOOST_TEST(good == (test["result"].text() == "valid"));
                ++(good ? valid : invalid);
            }
        }
    BOOST_TEST((valid > 50 && invalid > 30));
}

BOOST_AUTO_TEST_CASE(a_second_form_of_a_right_signature_is_wrong, *utf::label("C09")) {
    testing::fixed_random random;
    for (int i = 0; i < 20; ++i) {
        const byte_vector seed = random.bytes(32), message = random.bytes(50);
        byte_vector key(32), signature(64);
        BOOST_REQUIRE(ed25519::public_key(seed, key));
        BOOST_REQUIRE(ed25519::sign(seed, key, message, signature));
        BOOST_TEST(ed25519::verify(key, message, signature));
        BOOST_TEST(!ed25519::verify(key, message, with_order_added(signature)));
    }
}

BOOST_AUTO_TEST_CASE(every_changed_bit_and_length_is_noticed) {
    testing::fixed_random random;
    const byte_vector seed = random.bytes(32), message = random.bytes(9);
    byte_vector key(32), signature(64);
    BOOST_REQUIRE(ed25519::public_key(seed, key));
    BOOST_REQUIRE(ed25519::sign(seed, key, message, signature));
    for (std::size_t bit = 0; bit < 8 * 64; ++bit) {
        byte_vector other = signature;
        other[bit / 8] ^= static_cast<std::byte>(1u << (bit % 8));
        BOOST_TEST(!ed25519::verify(key, message, other));
    }
    BOOST_TEST(!ed25519::verify(key, byte_view{message}.first(8), signature));
    BOOST_TEST(!ed25519::verify(key, message, byte_view{signature}.first(63)));
    BOOST_TEST(!ed25519::verify(key, message, {}));
    BOOST_TEST(!ed25519::verify(byte_view{key}.first(31), message, signature));
}

BOOST_AUTO_TEST_CASE(keys_of_small_order_and_keys_written_otherwise, *utf::label("C09")) {
    for (std::string y : {"0000000000000000000000000000000000000000000000000000000000000000",
                          "0100000000000000000000000000000000000000000000000000000000000000",
                          "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
                          "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
                          "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          // the prime and more: not the least number of its residue
                          "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                          "f0ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        byte_vector key = *from_hex(y);
        for (int sign = 0; sign < 2; ++sign) {
            BOOST_TEST(!ed25519::is_key(key));
            key.back() ^= std::byte{0x80};
        }
    }
    // under the neutral element, R = S * B fits any message; S = 0 makes R the neutral element itself
    byte_vector neutral(32), signature(64);
    neutral[0] = signature[0] = std::byte{1};
    BOOST_TEST(!ed25519::verify(neutral, as_bytes("any message"), signature));
}

BOOST_AUTO_TEST_SUITE_END()
