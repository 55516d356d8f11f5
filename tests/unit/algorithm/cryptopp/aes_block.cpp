#include <hawser/algorithm/cryptopp/aes_block.hpp>
#include <hawser/algorithm/primitive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(aes_block)

static_assert(block_primitive<cryptopp::aes_block<16>> && block_primitive<cryptopp::aes_block<32>>);

// FIPS 197, appendix C.
BOOST_AUTO_TEST_CASE(blocks_of_the_standard) {
    const byte_vector key = *from_hex("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
    byte_vector block = *from_hex("00112233445566778899aabbccddeeff");
    cryptopp::aes_block<16> small;
    BOOST_TEST_REQUIRE(small.start(byte_view{key}.first(16)).has_value());
    BOOST_TEST(small.apply(block));
    BOOST_TEST(to_hex(block) == "69c4e0d86a7b0430d8cdb78070b4c55a");
    block = *from_hex("00112233445566778899aabbccddeeff");
    cryptopp::aes_block<32> large;
    BOOST_TEST_REQUIRE(large.start(key).has_value());
    BOOST_TEST(large.apply(block));
    BOOST_TEST(to_hex(block) == "8ea2b7ca516745bfeafc49904b496089");
}

BOOST_AUTO_TEST_CASE(other_sizes_are_refused) {
    cryptopp::aes_block<16> cipher;
    BOOST_TEST(cipher.start(byte_vector(32)).error() == usage_error::invalid_argument);
    BOOST_TEST_REQUIRE(cipher.start(byte_vector(16)).has_value());
    byte_vector half(8), longer(32);
    BOOST_TEST(!cipher.apply(half));
    BOOST_TEST(!cipher.apply(longer));
    BOOST_TEST(half == byte_vector(8));
}

BOOST_AUTO_TEST_SUITE_END()
