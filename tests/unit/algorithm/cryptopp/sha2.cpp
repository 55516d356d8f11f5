#include <hawser/algorithm/cryptopp/sha2.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cryptopp_sha2)

BOOST_AUTO_TEST_CASE(known_answers) {
    testing::sha2_answers<cryptopp::sha256, cryptopp::sha384, cryptopp::sha512>();
    BOOST_TEST(testing::hash_of<cryptopp::sha224>(as_bytes("abc")) ==
               "23097d223405d8228642a477bda255b32aadbce4bda0b3f7e36c9da7");
    BOOST_TEST((cryptopp::sha224::size == 28 && cryptopp::sha224::block_size == 64));
}
BOOST_AUTO_TEST_CASE(behaviour) {
    testing::digest_behaviour<cryptopp::sha224>();
    testing::digest_behaviour<cryptopp::sha256>();
    testing::digest_behaviour<cryptopp::sha384>();
    testing::digest_behaviour<cryptopp::sha512>();
}

BOOST_AUTO_TEST_SUITE_END()
