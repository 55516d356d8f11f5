#include <hawser/algorithm/kex.hpp>

#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(the_two_sides_are_told_apart) {
    BOOST_TEST(kex_algorithm<testing::null_kex>);
    BOOST_TEST((kex_initiator<testing::null_kex::initiator> && !kex_responder<testing::null_kex::initiator>));
    BOOST_TEST((kex_responder<testing::null_kex::responder> && !kex_initiator<testing::null_kex::responder>));
}
