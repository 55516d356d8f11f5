#include <hawser/algorithm/openssl/hmac.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;
using namespace hawser::testing;

using hmac_sha256 = openssl::hmac<openssl::sha256>;
using hmac_sha512 = openssl::hmac<openssl::sha512>;

BOOST_AUTO_TEST_SUITE(openssl_hmac)

BOOST_AUTO_TEST_CASE(rfc4231) { hmac_rfc4231<hmac_sha256, hmac_sha512>(); }
BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    hmac_wycheproof<hmac_sha256>("wycheproof/hmac_sha256.json");
    hmac_wycheproof<hmac_sha512>("wycheproof/hmac_sha512.json");
}
BOOST_AUTO_TEST_CASE(behaviour) {
    hmac_behaviour<hmac_sha256>();
    hmac_behaviour<hmac_sha512>();
}

BOOST_AUTO_TEST_SUITE_END()
