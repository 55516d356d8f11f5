#include <hawser/algorithm/kex/dh_key_pair.hpp>
#include <hawser/algorithm/native/montgomery.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <new>

using namespace hawser;
using key_pair = kex::dh_key_pair<native::modexp>;
namespace utf = boost::unit_test;

namespace {

struct failing_modexp {
    static void power(byte_span, byte_view, byte_view, byte_view) { throw std::bad_alloc{}; }
};
// 2^16 + 1 is prime; 3 generates all of its group, 2^8 four numbers: 1, 2^8, -1, -2^8
const byte_vector prime = *from_hex("010001"), generator = *from_hex("03"), of_order_four = *from_hex("0100");

} // namespace

BOOST_AUTO_TEST_SUITE(kex_dh_key_pair)

BOOST_AUTO_TEST_CASE(range_of_values, *utf::label("K24")) {
    const auto within = [](const char* value, const char* modulus) {
        return kex::is_in_group(*from_hex(value), *from_hex(modulus));
    };
    for (const char* bad : {"", "00", "01", "0001", "fff0", "fff1", "fff2", "ffff", "010000", "00fff1"})
        BOOST_TEST(!within(bad, "fff1"), bad);
    for (const char* good : {"02", "0002", "ffef", "00ffef", "03ff", "ff00"})
        BOOST_TEST(within(good, "fff1"), good);
    BOOST_TEST(!within("ff00", "ff01")); // the prime less one ends in zero
    BOOST_TEST(within("feff", "ff01"));
    BOOST_TEST(!within("fe", "ff"));
    BOOST_TEST(within("fd", "ff"));
}

BOOST_AUTO_TEST_CASE(both_sides_agree_in_a_small_group) {
    testing::fixed_random random;
    for (int i = 0; i < 20; ++i) {
        key_pair a, b;
        BOOST_REQUIRE(a.start(random, prime, generator));
        BOOST_REQUIRE(b.start(random, prime, generator));
        BOOST_REQUIRE(a.agree(b.value()));
        BOOST_REQUIRE(b.agree(a.value()));
        BOOST_TEST(to_hex(a.secret()) == to_hex(b.secret()));
        BOOST_TEST(a.secret().size() == prime.size());
    }
}

BOOST_AUTO_TEST_CASE(a_generator_of_a_tiny_subgroup_gives_no_key_half_of_the_time) {
    testing::fixed_random random;
    std::size_t refused = 0;
    for (int i = 0; i < 64; ++i) {
        key_pair own;
        const auto made = own.start(random, prime, of_order_four);
        if (!made) BOOST_TEST((made.error() == security_error::kex_value_weak));
        refused += !made;
    }
    BOOST_TEST(refused > 10u);
    BOOST_TEST(refused < 54u);
}

BOOST_AUTO_TEST_CASE(secrets_that_stand_out_are_refused) {
    testing::fixed_random random;
    std::size_t refused = 0;
    for (int i = 0; i < 64; ++i) {
        key_pair own;
        BOOST_REQUIRE(own.start(random, prime, generator));
        const auto agreed = own.agree(of_order_four);
        if (!agreed)
            BOOST_TEST((agreed.error() == security_error::kex_value_weak));
        else
            BOOST_TEST((to_hex(own.secret()) == "000100" || to_hex(own.secret()) == "00ff01"));
        refused += !agreed;
    }
    BOOST_TEST(refused > 10u);
    BOOST_TEST(refused < 54u);
}

BOOST_AUTO_TEST_CASE(powers_that_vanish_are_refused) {
    testing::fixed_random random;
    key_pair own;
    // not a prime: 3^32, modulo which 3^x is 0 for every x of at least 32
    BOOST_TEST((own.start(random, *from_hex("06954fe21e3e81"), generator).error() ==
                security_error::kex_value_weak));
}

BOOST_AUTO_TEST_CASE(what_the_arithmetic_throws_becomes_an_error, *utf::label("C13")) {
    testing::fixed_random random;
    kex::dh_key_pair<failing_modexp> own;
    BOOST_TEST(own.start(random, prime, generator).error() ==
               std::make_error_code(std::errc::not_enough_memory));
}

BOOST_AUTO_TEST_CASE(a_source_that_fails_or_gives_zeros_makes_no_key, *utf::label("C16")) {
    key_pair own;
    testing::failing_random failing;
    BOOST_TEST((own.start(failing, prime, generator).error() == security_error::random_failed));
    testing::repeating_random zeros;
    BOOST_TEST((own.start(zeros, prime, generator).error() == security_error::random_failed));
}

BOOST_AUTO_TEST_SUITE_END()
