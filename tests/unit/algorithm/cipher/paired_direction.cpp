#include <hawser/algorithm/cipher/paired_direction.hpp>
#include <hawser/algorithm/cryptopp/aes_cbc.hpp>
#include <hawser/core/constant_time.hpp>

#include "support/failing.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cipher_paired_direction)

BOOST_AUTO_TEST_CASE(a_failure_wipes_and_is_for_good) {
    using directions = cipher::cbc_directions<testing::failing<cryptopp::aes_cbc<16>>>;
    static_assert(directions::cbc);
    directions::sealer sealer;
    byte_vector blocks(32, std::byte{0x41});
    BOOST_TEST(!sealer.encrypt(blocks)); // not started
    BOOST_TEST(constant_time_is_zero(blocks));

    testing::crypto_fault::arm(3);
    BOOST_TEST_REQUIRE(sealer.start(byte_vector(16), byte_vector(16)).has_value());
    BOOST_TEST(sealer.encrypt(blocks));
    BOOST_TEST(!sealer.encrypt(blocks)); // the third call
    BOOST_TEST(constant_time_is_zero(blocks));
    BOOST_TEST(!sealer.encrypt(blocks));

    // a start that fails leaves nothing to work with, one that succeeds begins anew
    BOOST_TEST(!sealer.start(byte_vector(15), byte_vector(16)).has_value());
    BOOST_TEST(!sealer.encrypt(blocks));
    BOOST_TEST_REQUIRE(sealer.start(byte_vector(16), byte_vector(16)).has_value());
    BOOST_TEST(sealer.encrypt(blocks));
    testing::crypto_fault::arm(testing::crypto_fault::never);
}

BOOST_AUTO_TEST_CASE(parts_of_blocks_are_refused) {
    cipher::cbc_directions<cryptopp::aes_cbc<16>>::opener opener;
    BOOST_TEST_REQUIRE(opener.start(byte_vector(16), byte_vector(16)).has_value());
    byte_vector blocks(31, std::byte{0x41});
    BOOST_TEST(!opener.decrypt(blocks));
    BOOST_TEST(constant_time_is_zero(blocks));
}

BOOST_AUTO_TEST_SUITE_END()
