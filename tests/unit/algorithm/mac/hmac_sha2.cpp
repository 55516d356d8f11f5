#include <hawser/algorithm/mac/hmac_sha2.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_sha2_descriptors) {
    BOOST_TEST(mac::hmac_sha2_256::name == "hmac-sha2-256");
    BOOST_TEST(mac::hmac_sha2_512::name == "hmac-sha2-512");
    BOOST_TEST(mac::hmac_sha2_256_etm::name == "hmac-sha2-256-etm@openssh.com");
    BOOST_TEST(mac::hmac_sha2_512_etm::name == "hmac-sha2-512-etm@openssh.com");
    BOOST_TEST((mac::hmac_sha2_256::key_size == 32 && mac::hmac_sha2_256::tag_size == 32));
    BOOST_TEST((mac::hmac_sha2_512_etm::key_size == 64 && mac::hmac_sha2_512_etm::tag_size == 64));
    BOOST_TEST((mac::hmac_sha2_256::order == mac_order::encrypt_and_mac));
    BOOST_TEST((mac::hmac_sha2_512::order == mac_order::encrypt_and_mac));
    BOOST_TEST((mac::hmac_sha2_256_etm::order == mac_order::encrypt_then_mac));
    BOOST_TEST((mac::hmac_sha2_512_etm::order == mac_order::encrypt_then_mac));
}
