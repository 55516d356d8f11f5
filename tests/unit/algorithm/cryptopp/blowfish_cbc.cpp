#include <hawser/algorithm/cryptopp/blowfish_cbc.hpp>
#include <hawser/algorithm/primitive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

static_assert(cbc_primitive<cryptopp::blowfish_cbc>);

// Schneier's vectors, chaining mode
BOOST_AUTO_TEST_CASE(blowfish_cbc_gives_a_published_answer_and_back) {
    const byte_vector key = *from_hex("0123456789abcdeff0e1d2c3b4a59687"), iv = *from_hex("fedcba9876543210");
    byte_vector data = to_vector(as_bytes("7654321 Now is the time for "));
    data.resize(32);
    const byte_vector plain = data;
    cryptopp::blowfish_cbc::encryption encryption;
    BOOST_TEST_REQUIRE(encryption.start(key, iv).has_value());
    BOOST_TEST(encryption.apply(data));
    BOOST_TEST(to_hex(data) == "6b77b4d63006dee605b156e27403979358deb9e7154616d959f1652bd5ff92cc");
    cryptopp::blowfish_cbc::decryption decryption;
    BOOST_TEST_REQUIRE(decryption.start(key, iv).has_value());
    BOOST_TEST(decryption.apply(data));
    BOOST_TEST(equal(data, plain));
}
