#include <hawser/algorithm/host_key.hpp>

#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(the_default_policy_refuses_small_rsa_keys) {
    BOOST_TEST(key_policy{}.modulus_bits_minimum == limits::modulus_bits_minimum);
    BOOST_TEST(host_key_algorithm<testing::null_host_key>);
    BOOST_TEST(!host_key_algorithm<testing::null_kex>);
}
