#include <hawser/algorithm/openssl/sha2.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

BOOST_AUTO_TEST_SUITE(openssl_sha2)

BOOST_AUTO_TEST_CASE(known_answers) {
    testing::sha2_answers<openssl::sha256, openssl::sha384, openssl::sha512>();
}
BOOST_AUTO_TEST_CASE(behaviour) {
    testing::digest_behaviour<openssl::sha256>();
    testing::digest_behaviour<openssl::sha384>();
    testing::digest_behaviour<openssl::sha512>();
}

BOOST_AUTO_TEST_SUITE_END()
