#include <hawser/algorithm/native/poly1305.hpp>
#include <hawser/algorithm/openssl/poly1305.hpp>

#include "support/primitive_cases.hpp"
#include "support/rfc8439_block.hpp"

using namespace hawser;

BOOST_AUTO_TEST_SUITE(openssl_poly1305)

BOOST_AUTO_TEST_CASE(known_answers) { testing::poly1305_answers<openssl::poly1305>(); }
BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(testing::needs_vectors{"wycheproof"})) {
    testing::poly1305_wycheproof<openssl::poly1305>(testing::rfc8439_block);
}
BOOST_AUTO_TEST_CASE(each_start_begins_a_message_and_sizes_must_fit) {
    testing::poly1305_refusals<openssl::poly1305>();
}
BOOST_AUTO_TEST_CASE(agrees_with_our_own) {
    testing::poly1305_agrees_with<openssl::poly1305, native::poly1305>();
}
BOOST_AUTO_TEST_CASE(a_message_ends_with_its_tag) {
    openssl::poly1305 mac;
    byte_vector tag(16);
    BOOST_TEST(!mac.update(as_bytes("no key")));
    BOOST_TEST((mac.start(byte_vector(32)) && mac.final(tag)));
    BOOST_TEST(!mac.update(as_bytes("over")));
    BOOST_TEST(!mac.final(tag));
}

BOOST_AUTO_TEST_SUITE_END()
