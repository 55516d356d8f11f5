#include <hawser/algorithm/mac/hmac_sha2.hpp>

#include "support/mac_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

// Answers, grades and sizes are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_sha2_has_one_tag_in_both_orders) {
    testing::check_tag_is_beginning_of<mac::hmac_sha2_256_etm, mac::hmac_sha2_256>();
    testing::check_tag_is_beginning_of<mac::hmac_sha2_512_etm, mac::hmac_sha2_512>();
}
