#include <hawser/algorithm/cryptopp/ed25519.hpp>

#include "support/curve25519_cases.hpp"

using namespace hawser;
using cryptopp::ed25519;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(cryptopp_ed25519)

BOOST_AUTO_TEST_CASE(known_answers) { testing::ed25519_answers<ed25519>(); }
BOOST_AUTO_TEST_CASE(wycheproof,
                     *utf::label("C09") * utf::precondition(testing::needs_vectors{"wycheproof"})) {
    testing::ed25519_wycheproof<ed25519>();
}
BOOST_AUTO_TEST_CASE(a_second_form_of_a_right_signature_is_wrong, *utf::label("C09")) {
    testing::ed25519_second_forms<ed25519>();
}
BOOST_AUTO_TEST_CASE(every_changed_bit_and_length_is_noticed) { testing::ed25519_changes<ed25519>(); }
BOOST_AUTO_TEST_CASE(keys_of_small_order_and_keys_written_otherwise, *utf::label("C09")) {
    testing::ed25519_unacceptable_keys<ed25519>();
}

BOOST_AUTO_TEST_SUITE_END()
