#include <hawser/algorithm/cryptopp/arcfour.hpp>
#include <hawser/algorithm/primitive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

static_assert(stream_primitive<cryptopp::arcfour<16, 0>> && stream_primitive<cryptopp::arcfour<32, 1536>>);

// RFC 6229: the key streams of its 128-bit key at byte 0 and of its 256-bit key at byte 1536
BOOST_AUTO_TEST_CASE(arcfour_gives_the_answers_of_rfc_6229) {
    const byte_vector key = *from_hex("0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f20");
    byte_vector data(16);
    cryptopp::arcfour<16, 0> plain;
    BOOST_TEST_REQUIRE(plain.start(byte_view{key}.first(16), {}).has_value());
    BOOST_TEST(plain.apply(data));
    BOOST_TEST(to_hex(data) == "9ac7cc9a609d1ef7b2932899cde41b97");
    data.assign(16, std::byte{});
    cryptopp::arcfour<32, 1536> dropped;
    BOOST_TEST_REQUIRE(dropped.start(key, {}).has_value());
    BOOST_TEST(dropped.apply(data));
    BOOST_TEST(to_hex(data) == "3e34135c79db010200767651cf263073");
    // a restart begins anew
    data.assign(16, std::byte{});
    BOOST_TEST_REQUIRE(dropped.start(key, {}).has_value());
    BOOST_TEST(dropped.apply(data));
    BOOST_TEST(to_hex(data) == "3e34135c79db010200767651cf263073");
    BOOST_TEST((dropped.start(byte_view{key}.first(16), {}).error() == usage_error::invalid_argument));
    BOOST_TEST((dropped.start(key, byte_vector(8)).error() == usage_error::invalid_argument));
}
