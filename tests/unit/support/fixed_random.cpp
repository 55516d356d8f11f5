#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(support_fixed_random)

BOOST_AUTO_TEST_CASE(a_seed_names_a_sequence) {
    // splitmix64 of seed 0 begins with e220a8397b1dcdaf; bytes come least significant first
    BOOST_TEST(to_hex(fixed_random{0}.bytes(8)) == "afcd1d7b39a820e2");
    BOOST_TEST(equal(fixed_random{5}.bytes(50), fixed_random{5}.bytes(50)));
    BOOST_TEST(!equal(fixed_random{5}.bytes(50), fixed_random{6}.bytes(50)));
    fixed_random pieces{5};
    byte_vector joined = pieces.bytes(3);
    for (const std::byte b : pieces.bytes(47)) joined.push_back(b);
    BOOST_TEST(equal(joined, fixed_random{5}.bytes(50)));
}

BOOST_AUTO_TEST_CASE(repeating_and_failing) {
    static_assert(random_source<fixed_random> && random_source<repeating_random> &&
                  random_source<failing_random>);
    repeating_random same{{std::byte{1}, std::byte{2}}};
    byte_vector out(5);
    BOOST_TEST(same.fill(out).has_value());
    BOOST_TEST(to_hex(out) == "0102010201");
    BOOST_CHECK_THROW(repeating_random{byte_vector{}}, std::invalid_argument);

    failing_random failing{2};
    BOOST_TEST((failing.fill(out).has_value() && failing.fill(out).has_value()));
    for (int i = 0; i < 3; ++i) BOOST_TEST(failing.fill(out).error() == security_error::random_failed);
}

BOOST_AUTO_TEST_SUITE_END()
