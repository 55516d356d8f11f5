#include <hawser/algorithm/cryptopp/aes_gcm.hpp>
#include <hawser/algorithm/openssl/aes_gcm.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

static_assert(aead_primitive<openssl::aes_gcm<16>> && aead_primitive<openssl::aes_gcm<32>>);

BOOST_AUTO_TEST_SUITE(openssl_aes_gcm)

BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(testing::needs_vectors{"wycheproof"})) {
    testing::aes_gcm_wycheproof<openssl::aes_gcm>();
}
BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) { testing::aes_gcm_refusals<openssl::aes_gcm>(); }
BOOST_AUTO_TEST_CASE(agrees_with_cryptopp) {
    testing::aes_gcm_agrees_with<openssl::aes_gcm<16>, cryptopp::aes_gcm<16>>();
    testing::aes_gcm_agrees_with<openssl::aes_gcm<32>, cryptopp::aes_gcm<32>>();
}

BOOST_AUTO_TEST_SUITE_END()
