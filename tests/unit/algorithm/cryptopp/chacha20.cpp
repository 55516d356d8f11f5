#include <hawser/algorithm/cryptopp/chacha20.hpp>
#include <hawser/algorithm/primitive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

static_assert(nonce_stream_primitive<cryptopp::chacha20>);

BOOST_AUTO_TEST_SUITE(cryptopp_chacha20)

// draft-strombergson-chacha-test-vectors-01, TC1, 256-bit key, 20 rounds: blocks 0 and 1 of all zeros
BOOST_AUTO_TEST_CASE(known_answer) {
    cryptopp::chacha20 stream;
    BOOST_TEST_REQUIRE(stream.start(byte_vector(32)).has_value());
    for (int turn = 0; turn < 2; ++turn) {
        BOOST_TEST_REQUIRE(stream.restart(byte_vector(8)));
        byte_vector first(64), second(64);
        BOOST_TEST(stream.apply(first));
        BOOST_TEST(stream.apply(second));
        BOOST_TEST(to_hex(first) == "76b8e0ada0f13d90405d6ae55386bd28bdd219b8a08ded1aa836efcc8b770dc7"
                                    "da41597c5157488d7724e03fb8d84a376a43b8f41518a11cc387b669b2ee6586");
        BOOST_TEST(to_hex(second) == "9f07e7be5551387a98ba977c732d080dcb0f29a048e3656912c6533e32ee7aed"
                                     "29b721769ce64e43d57133b074d839d531ed1f28510afb45ace10a1f4b794d6f");
    }
}

BOOST_AUTO_TEST_CASE(nonces_give_streams_of_their_own) {
    cryptopp::chacha20 stream;
    BOOST_TEST_REQUIRE(stream.start(byte_vector(32)).has_value());
    byte_vector nonce(8), one(32), two(32);
    BOOST_TEST((stream.restart(nonce) && stream.apply(one)));
    nonce[7] = std::byte{1};
    BOOST_TEST((stream.restart(nonce) && stream.apply(two)));
    BOOST_TEST(!equal(one, two));
    // restarting forgets the rest of a block that was not used up
    BOOST_TEST((stream.restart(nonce) && stream.apply(byte_span{one}.first(5))));
    byte_vector again(32);
    BOOST_TEST((stream.restart(nonce) && stream.apply(again)));
    BOOST_TEST(equal(again, two));
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) {
    cryptopp::chacha20 stream;
    for (const std::size_t size : {0u, 16u, 31u, 33u, 64u})
        BOOST_TEST(stream.start(byte_vector(size)).error() == usage_error::invalid_argument);
    BOOST_TEST_REQUIRE(stream.start(byte_vector(32)).has_value());
    for (const std::size_t size : {0u, 7u, 12u}) BOOST_TEST(!stream.restart(byte_vector(size)));
}

BOOST_AUTO_TEST_SUITE_END()
