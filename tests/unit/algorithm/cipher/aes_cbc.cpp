#include <hawser/algorithm/cipher/aes_cbc.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cipher_aes_cbc)

// Answers, grades and sizes are in tests/algorithms; here is what sets this cipher apart.
BOOST_AUTO_TEST_CASE(the_chain_goes_on_from_packet_to_packet) {
    legacy::cipher::aes128_cbc::sealer whole, pieces;
    const byte_vector key(16, std::byte{1}), iv(16, std::byte{2});
    BOOST_TEST_REQUIRE(whole.start(key, iv).has_value());
    BOOST_TEST_REQUIRE(pieces.start(key, iv).has_value());
    byte_vector one(64), two(64);
    BOOST_TEST(whole.encrypt(one));
    for (std::size_t at = 0; at < 64; at += 16) BOOST_TEST(pieces.encrypt(byte_span{two}.subspan(at, 16)));
    BOOST_TEST(equal(one, two));
    // like blocks do not look alike
    BOOST_TEST(!equal(byte_view{one}.first(16), byte_view{one}.subspan(16, 16)));
}

BOOST_AUTO_TEST_SUITE_END()
