#include <hawser/algorithm/mac/hmac_md5.hpp>

#include "support/mac_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

// Answers, grades and sizes are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_md5_96_is_the_beginning) {
    testing::check_tag_is_beginning_of<legacy::mac::hmac_md5_96, legacy::mac::hmac_md5>();
}
