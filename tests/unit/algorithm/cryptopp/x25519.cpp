#include <hawser/algorithm/cryptopp/x25519.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using cryptopp::x25519;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(cryptopp_x25519)

BOOST_AUTO_TEST_CASE(known_answers) {
    for (const auto& record : testing::records_in(testing::own_vector_path("kex/x25519.txt"))) {
        byte_vector shared(32);
        BOOST_REQUIRE(x25519::agree(record.bytes("private"), record.bytes("public"), shared));
        BOOST_TEST(to_hex(shared) == record.text("shared"));
    }
}

BOOST_AUTO_TEST_CASE(wycheproof,
                     *utf::label("C01") * utf::precondition(testing::needs_vectors{"wycheproof"})) {
    const auto file = testing::vector_json("wycheproof/x25519.json");
    std::size_t zero = 0, good = 0;
    for (const auto& group : file["testGroups"])
        for (const auto& test : group["tests"]) {
            BOOST_TEST_CONTEXT("tcId " << test["tcId"].number()) {
                byte_vector shared(32, std::byte{0xee});
                const auto agreed = x25519::agree(test["private"].bytes(), test["public"].bytes(), shared);
                BOOST_TEST(to_hex(shared) == test["shared"].text());
                const bool is_zero = test["shared"].text() == std::string(64, '0');
                BOOST_TEST(agreed.has_value() == !is_zero);
                if (is_zero) BOOST_TEST(agreed.error() == make_error_code(security_error::kex_value_weak));
                ++(is_zero ? zero : good);
            }
        }
    BOOST_TEST((zero > 10 && good > 300));
}

BOOST_AUTO_TEST_CASE(low_order_values_in_every_encoding, *utf::label("C01")) {
    testing::fixed_random random;
    for (std::string value : {"0000000000000000000000000000000000000000000000000000000000000000",
                              "0100000000000000000000000000000000000000000000000000000000000000",
                              "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                              "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                              "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                              "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"}) {
        byte_vector peer = *from_hex(value);
        for (int top = 0; top < 2; ++top) { // the top bit is ignored by X25519
            byte_vector shared(32, std::byte{1});
            BOOST_TEST(x25519::agree(random.bytes(32), peer, shared).error() ==
                       make_error_code(security_error::kex_value_weak));
            BOOST_TEST(constant_time_is_zero(shared));
            peer.back() ^= std::byte{0x80};
        }
    }
}

BOOST_AUTO_TEST_CASE(values_of_another_length, *utf::label("C02")) {
    testing::fixed_random random;
    for (std::size_t size : {0u, 1u, 31u, 33u, 64u}) {
        byte_vector shared(32, std::byte{1});
        BOOST_TEST(x25519::agree(random.bytes(32), random.bytes(size), shared).error() ==
                   make_error_code(protocol_error::kex_value_out_of_range));
        BOOST_TEST(constant_time_is_zero(shared));
    }
}

BOOST_AUTO_TEST_CASE(both_sides_agree) {
    testing::fixed_random random;
    byte_vector a(32), b(32), ka(32), kb(32), x(32), y(32);
    BOOST_REQUIRE(x25519::generate(random, a, ka));
    BOOST_REQUIRE(x25519::generate(random, b, kb));
    BOOST_REQUIRE(x25519::agree(a, kb, x));
    BOOST_REQUIRE(x25519::agree(b, ka, y));
    BOOST_TEST(to_hex(x) == to_hex(y));
    BOOST_TEST(to_hex(ka) != to_hex(kb));
}

BOOST_AUTO_TEST_CASE(without_random_bytes_there_is_no_key, *utf::label("C16")) {
    testing::failing_random random;
    byte_vector secret(32), value(32);
    BOOST_TEST(x25519::generate(random, secret, value).error() ==
               make_error_code(security_error::random_failed));
    BOOST_TEST(constant_time_is_zero(value));
}

BOOST_AUTO_TEST_SUITE_END()
