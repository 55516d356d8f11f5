#include <hawser/algorithm/cryptopp/aes_gcm.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

static_assert(aead_primitive<cryptopp::aes_gcm<16>> && aead_primitive<cryptopp::aes_gcm<32>>);

BOOST_AUTO_TEST_SUITE(cryptopp_aes_gcm)

BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(testing::needs_vectors{"wycheproof"})) {
    testing::aes_gcm_wycheproof<cryptopp::aes_gcm>();
}
BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) { testing::aes_gcm_refusals<cryptopp::aes_gcm>(); }

BOOST_AUTO_TEST_SUITE_END()
