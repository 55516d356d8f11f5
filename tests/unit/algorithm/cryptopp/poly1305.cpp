#include <hawser/algorithm/cryptopp/poly1305.hpp>

#include "support/primitive_cases.hpp"
#include "support/rfc8439_block.hpp"

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cryptopp_poly1305)

BOOST_AUTO_TEST_CASE(known_answers) { testing::poly1305_answers<cryptopp::poly1305>(); }
BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(testing::needs_vectors{"wycheproof"})) {
    testing::poly1305_wycheproof<cryptopp::poly1305>(testing::rfc8439_block);
}
BOOST_AUTO_TEST_CASE(each_start_begins_a_message_and_sizes_must_fit) {
    testing::poly1305_refusals<cryptopp::poly1305>();
}

BOOST_AUTO_TEST_SUITE_END()
