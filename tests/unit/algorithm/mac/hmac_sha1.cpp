#include <hawser/algorithm/mac/hmac_sha1.hpp>

#include "support/mac_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

// Answers, grades and sizes are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_sha1_has_one_tag_in_all_its_forms) {
    testing::check_tag_is_beginning_of<legacy::mac::hmac_sha1_96, legacy::mac::hmac_sha1>();
    testing::check_tag_is_beginning_of<legacy::mac::hmac_sha1_etm, legacy::mac::hmac_sha1>();
}
