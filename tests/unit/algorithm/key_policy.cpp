#include <hawser/algorithm/key_policy.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(algorithm_key_policy)

BOOST_AUTO_TEST_CASE(what_is_not_set_is_strict) {
    const key_policy policy;
    BOOST_TEST(policy.modulus_bits_minimum == 2048u);
    BOOST_TEST(policy.group_bits_preferred == 3072u);
    BOOST_TEST(policy.group_bits_maximum == 8192u);
}

BOOST_AUTO_TEST_SUITE_END()
