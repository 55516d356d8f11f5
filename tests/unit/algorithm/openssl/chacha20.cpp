#include <hawser/algorithm/native/chacha20.hpp>
#include <hawser/algorithm/openssl/chacha20.hpp>

#include "support/primitive_cases.hpp"

using namespace hawser;

BOOST_AUTO_TEST_SUITE(openssl_chacha20)

BOOST_AUTO_TEST_CASE(known_answers) { testing::chacha20_answers<openssl::chacha20>(); }
BOOST_AUTO_TEST_CASE(nonces_give_streams_of_their_own) { testing::chacha20_nonces<openssl::chacha20>(); }
BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) { testing::chacha20_refusals<openssl::chacha20>(); }
BOOST_AUTO_TEST_CASE(agrees_with_our_own) {
    testing::chacha20_agrees_with<openssl::chacha20, native::chacha20>();
}
BOOST_AUTO_TEST_CASE(without_a_key_nothing_works) {
    openssl::chacha20 stream;
    byte_vector data(64);
    BOOST_TEST(!stream.restart(byte_vector(8)));
    BOOST_TEST(!stream.apply(data));
}

BOOST_AUTO_TEST_SUITE_END()
