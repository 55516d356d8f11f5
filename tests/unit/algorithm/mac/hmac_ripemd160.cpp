#include <hawser/algorithm/mac/hmac_ripemd160.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_ripemd160_descriptors) {
    BOOST_TEST(legacy::mac::hmac_ripemd160::name == "hmac-ripemd160");
    BOOST_TEST((legacy::mac::hmac_ripemd160::key_size == 20 && legacy::mac::hmac_ripemd160::tag_size == 20));
    BOOST_TEST((legacy::mac::hmac_ripemd160::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_ripemd160::rank == grade::legacy));
    BOOST_TEST(legacy::mac::hmac_ripemd160_96::name == "hmac-ripemd160-96");
    BOOST_TEST(
        (legacy::mac::hmac_ripemd160_96::key_size == 20 && legacy::mac::hmac_ripemd160_96::tag_size == 12));
    BOOST_TEST((legacy::mac::hmac_ripemd160_96::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_ripemd160_96::rank == grade::legacy));
}
