#include <hawser/algorithm/digest.hpp>

#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(a_digest_needs_no_crypto_library) {
    BOOST_TEST(digest<testing::null_digest>);
    BOOST_TEST(!digest<int>);
}
