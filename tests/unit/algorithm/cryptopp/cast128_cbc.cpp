#include <hawser/algorithm/cryptopp/cast128_cbc.hpp>
#include <hawser/algorithm/primitive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

static_assert(cbc_primitive<cryptopp::cast128_cbc>);

// RFC 2144, appendix B.1: one block, under an IV of zeros
BOOST_AUTO_TEST_CASE(cast128_cbc_gives_a_published_answer_and_back) {
    const byte_vector key = *from_hex("0123456712345678234567893456789a");
    byte_vector data = *from_hex("0123456789abcdef");
    cryptopp::cast128_cbc::encryption encryption;
    BOOST_TEST_REQUIRE(encryption.start(key, byte_vector(8)).has_value());
    BOOST_TEST(encryption.apply(data));
    BOOST_TEST(to_hex(data) == "238b4fe5847e44b2");
    cryptopp::cast128_cbc::decryption decryption;
    BOOST_TEST_REQUIRE(decryption.start(key, byte_vector(8)).has_value());
    BOOST_TEST(decryption.apply(data));
    BOOST_TEST(to_hex(data) == "0123456789abcdef");
}
