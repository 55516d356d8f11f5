#include <hawser/algorithm/cryptopp/rsa.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using cryptopp::rsa;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(cryptopp_rsa)

BOOST_AUTO_TEST_CASE(the_public_operation_undoes_the_private_one) {
    testing::fixed_random random;
    for (std::size_t bits : {1024u, 1032u, 1536u}) {
        const auto made = rsa::generate(random, bits);
        BOOST_REQUIRE(made);
        const rsa::private_key key{made->n.view(),    made->e.view(), made->d.view(),
                                   made->iqmp.view(), made->p.view(), made->q.view()};
        BOOST_TEST(key.n.size() == bits / 8);
        BOOST_TEST(to_hex(key.e) == "010001");
        for (int i = 0; i < 4; ++i) {
            byte_vector input = random.bytes(bits / 8), signature(bits / 8), opened(bits / 8);
            input[0] = std::byte{0};
            BOOST_REQUIRE(rsa::private_power(signature, input, key, random));
            BOOST_REQUIRE(rsa::public_power(opened, signature, key.n, key.e));
            BOOST_TEST(to_hex(opened) == to_hex(input));
        }
        // inputs at and above the modulus
        byte_vector out(bits / 8);
        BOOST_TEST(!rsa::public_power(out, key.n, key.n, key.e));
        BOOST_TEST(!rsa::public_power(out, byte_vector(bits / 8, std::byte{0xff}), key.n, key.e));
    }
}

BOOST_AUTO_TEST_CASE(small_public_powers) {
    byte_vector out(2);
    BOOST_REQUIRE(rsa::public_power(out, *from_hex("0007"), *from_hex("0c41"), *from_hex("03")));
    BOOST_TEST(to_hex(out) == "0157"); // 343
    BOOST_REQUIRE(rsa::public_power(out, *from_hex("ff"), *from_hex("0c41"), *from_hex("03")));
    BOOST_TEST(to_hex(out) == "091a"); // 255^3 mod 3137
    BOOST_REQUIRE(rsa::public_power(out, {}, *from_hex("0c41"), *from_hex("03")));
    BOOST_TEST(to_hex(out) == "0000");
}

BOOST_AUTO_TEST_CASE(without_random_bytes_there_is_no_key, *utf::label("C16")) {
    testing::failing_random random{1};
    BOOST_TEST(rsa::generate(random, 1024).error() == make_error_code(security_error::random_failed));
}

BOOST_AUTO_TEST_SUITE_END()
