#include <hawser/algorithm/cipher/aes_ctr.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cipher_aes_ctr)

// Answers, grades and sizes are in tests/algorithms; here is what sets this cipher apart.
BOOST_AUTO_TEST_CASE(both_directions_are_the_same_stream) {
    cipher::aes128_ctr::sealer sealer;
    cipher::aes128_ctr::opener opener;
    const byte_vector key(16, std::byte{1}), iv(16, std::byte{0xff});
    BOOST_TEST_REQUIRE(sealer.start(key, iv).has_value());
    BOOST_TEST_REQUIRE(opener.start(key, iv).has_value());
    byte_vector there(48), back(48);
    BOOST_TEST(sealer.encrypt(there));
    BOOST_TEST(opener.decrypt(back));
    BOOST_TEST(equal(there, back));
    // a restart goes back to the first block
    BOOST_TEST_REQUIRE(sealer.start(key, iv).has_value());
    byte_vector again(48);
    BOOST_TEST(sealer.encrypt(again));
    BOOST_TEST(equal(there, again));
}

BOOST_AUTO_TEST_SUITE_END()
