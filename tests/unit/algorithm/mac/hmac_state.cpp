#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/mac/hmac_state.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(mac_hmac_state)

BOOST_AUTO_TEST_CASE(the_tag_covers_sequence_number_and_bytes) {
    const byte_vector key(32, std::byte{3});
    cryptopp::hmac<cryptopp::sha256> plain;
    byte_vector whole(32), tag(32);
    BOOST_TEST_REQUIRE(plain.start(key).has_value());
    BOOST_TEST(
        (plain.update(*from_hex("01020304")) && plain.update(as_bytes("packet")) && plain.final(whole)));

    mac::hmac_state<cryptopp::hmac<cryptopp::sha256>, 32> state;
    BOOST_TEST_REQUIRE(state.start(key).has_value());
    BOOST_TEST(state.sign(0x01020304, as_bytes("packet"), tag));
    BOOST_TEST(equal(tag, whole));
    BOOST_TEST(state.verify(0x01020304, as_bytes("packet"), tag));
    BOOST_TEST(!state.verify(0x01020305, as_bytes("packet"), tag));
    BOOST_TEST(!state.verify(0x01020304, as_bytes("packed"), tag));
}

BOOST_AUTO_TEST_CASE(a_shortened_tag_is_the_beginning) {
    const byte_vector key(20, std::byte{3});
    mac::hmac_state<cryptopp::hmac<cryptopp::sha256>, 20> full;
    mac::hmac_state<cryptopp::hmac<cryptopp::sha256>, 20, 12> shortened;
    BOOST_TEST_REQUIRE(full.start(key).has_value());
    BOOST_TEST_REQUIRE(shortened.start(key).has_value());
    byte_vector whole(32), tag(12);
    BOOST_TEST(full.sign(1, as_bytes("m"), whole));
    BOOST_TEST(shortened.sign(1, as_bytes("m"), tag));
    BOOST_TEST(equal(byte_view{whole}.first(12), tag));
    BOOST_TEST(shortened.verify(1, as_bytes("m"), tag));
    BOOST_TEST(!shortened.verify(1, as_bytes("m"), whole));
    BOOST_TEST(!full.verify(1, as_bytes("m"), tag));
}

BOOST_AUTO_TEST_CASE(room_of_another_size_is_refused) {
    mac::hmac_state<cryptopp::hmac<cryptopp::sha256>, 32> state;
    for (const std::size_t size : {0u, 31u, 33u}) {
        BOOST_TEST_REQUIRE(state.start(byte_vector(32)).has_value());
        byte_vector tag(size, std::byte{1});
        BOOST_TEST(!state.sign(0, {}, tag));
        BOOST_TEST(constant_time_is_zero(tag));
    }
}

BOOST_AUTO_TEST_SUITE_END()
