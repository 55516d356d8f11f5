#include <hawser/algorithm/mac.hpp>

#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(orders_are_told_apart) {
    BOOST_TEST(mac_algorithm<testing::null_mac>);
    BOOST_TEST(mac_algorithm<testing::null_mac_etm>);
    BOOST_TEST((testing::null_mac::order != testing::null_mac_etm::order));
    BOOST_TEST(!mac_algorithm<testing::null_cipher>);
}
