#include <hawser/algorithm/cryptopp/triple_des_cbc.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// the single-block example of NIST SP 800-67 ("The qufck brown fox jump"), the first block under an IV of
// zeros
BOOST_AUTO_TEST_CASE(triple_des_cbc_gives_a_published_answer_and_back) {
    const byte_vector key = *from_hex("0123456789abcdef23456789abcdef01456789abcdef0123");
    byte_vector data = to_vector(as_bytes("The qufc"));
    cryptopp::triple_des_cbc::encryption encryption;
    BOOST_TEST_REQUIRE(encryption.start(key, byte_vector(8)).has_value());
    BOOST_TEST(encryption.apply(data));
    BOOST_TEST(to_hex(data) == "a826fd8ce53b855f");
    cryptopp::triple_des_cbc::decryption decryption;
    BOOST_TEST_REQUIRE(decryption.start(key, byte_vector(8)).has_value());
    BOOST_TEST(decryption.apply(data));
    BOOST_TEST(as_text(data) == "The qufc");
}
