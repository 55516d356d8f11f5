#include <hawser/algorithm/mac/hmac_md5.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_md5_descriptors) {
    BOOST_TEST(legacy::mac::hmac_md5::name == "hmac-md5");
    BOOST_TEST((legacy::mac::hmac_md5::key_size == 16 && legacy::mac::hmac_md5::tag_size == 16));
    BOOST_TEST((legacy::mac::hmac_md5::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_md5::rank == grade::broken));
    BOOST_TEST(legacy::mac::hmac_md5_96::name == "hmac-md5-96");
    BOOST_TEST((legacy::mac::hmac_md5_96::key_size == 16 && legacy::mac::hmac_md5_96::tag_size == 12));
    BOOST_TEST((legacy::mac::hmac_md5_96::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_md5_96::rank == grade::broken));
}
