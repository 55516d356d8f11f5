#include <hawser/algorithm/cryptopp/chacha20.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cryptopp_chacha20)

BOOST_AUTO_TEST_CASE(known_answers) { testing::chacha20_answers<cryptopp::chacha20>(); }
BOOST_AUTO_TEST_CASE(nonces_give_streams_of_their_own) { testing::chacha20_nonces<cryptopp::chacha20>(); }
BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) { testing::chacha20_refusals<cryptopp::chacha20>(); }

BOOST_AUTO_TEST_SUITE_END()
