#include <hawser/algorithm/cipher/arcfour.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cipher_arcfour)

// Answers, grades and sizes are in tests/algorithms; here is what sets these apart.
BOOST_AUTO_TEST_CASE(arcfour128_is_arcfour_after_1536_bytes) {
    const byte_vector key(16, std::byte{7});
    legacy::cipher::arcfour::sealer plain;
    legacy::cipher::arcfour128::opener dropped;
    BOOST_TEST_REQUIRE(plain.start(key, {}).has_value());
    BOOST_TEST_REQUIRE(dropped.start(key, {}).has_value());
    byte_vector there(1536 + 64), back(64);
    BOOST_TEST(plain.encrypt(there));
    BOOST_TEST(dropped.decrypt(back));
    BOOST_TEST(equal(byte_view{there}.subspan(1536), back));
}

BOOST_AUTO_TEST_SUITE_END()
