#include <hawser/algorithm/cryptopp/x25519.hpp>

#include "support/curve25519_cases.hpp"

using namespace hawser;
using cryptopp::x25519;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(cryptopp_x25519)

BOOST_AUTO_TEST_CASE(known_answers) { testing::x25519_answers<x25519>(); }
BOOST_AUTO_TEST_CASE(wycheproof,
                     *utf::label("C01") * utf::precondition(testing::needs_vectors{"wycheproof"})) {
    testing::x25519_wycheproof<x25519>();
}
BOOST_AUTO_TEST_CASE(low_order_values_in_every_encoding, *utf::label("C01")) {
    testing::x25519_low_order<x25519>();
}
BOOST_AUTO_TEST_CASE(values_of_another_length, *utf::label("C02")) { testing::x25519_lengths<x25519>(); }
BOOST_AUTO_TEST_CASE(both_sides_agree) { testing::x25519_both_sides<x25519>(); }
BOOST_AUTO_TEST_CASE(without_random_bytes_there_is_no_key, *utf::label("C16")) {
    testing::x25519_without_random<x25519>();
}

BOOST_AUTO_TEST_SUITE_END()
