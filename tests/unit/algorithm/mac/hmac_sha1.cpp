#include <hawser/algorithm/mac/hmac_sha1.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_sha1_descriptors) {
    BOOST_TEST(legacy::mac::hmac_sha1::name == "hmac-sha1");
    BOOST_TEST((legacy::mac::hmac_sha1::key_size == 20 && legacy::mac::hmac_sha1::tag_size == 20));
    BOOST_TEST((legacy::mac::hmac_sha1::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_sha1::rank == grade::legacy));
    BOOST_TEST(legacy::mac::hmac_sha1_96::name == "hmac-sha1-96");
    BOOST_TEST((legacy::mac::hmac_sha1_96::key_size == 20 && legacy::mac::hmac_sha1_96::tag_size == 12));
    BOOST_TEST((legacy::mac::hmac_sha1_96::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_sha1_96::rank == grade::legacy));
    BOOST_TEST(legacy::mac::hmac_sha1_etm::name == "hmac-sha1-etm@openssh.com");
    BOOST_TEST((legacy::mac::hmac_sha1_etm::key_size == 20 && legacy::mac::hmac_sha1_etm::tag_size == 20));
    BOOST_TEST((legacy::mac::hmac_sha1_etm::order == mac_order::encrypt_then_mac));
    BOOST_TEST((legacy::mac::hmac_sha1_etm::rank == grade::legacy));
}
