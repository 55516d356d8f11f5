#include <hawser/algorithm/mac/hmac_sha2_96.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(hmac_sha2_96_descriptors) {
    BOOST_TEST(legacy::mac::hmac_sha2_256_96::name == "hmac-sha2-256-96");
    BOOST_TEST(
        (legacy::mac::hmac_sha2_256_96::key_size == 32 && legacy::mac::hmac_sha2_256_96::tag_size == 12));
    BOOST_TEST((legacy::mac::hmac_sha2_256_96::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_sha2_256_96::rank == grade::legacy));
    BOOST_TEST(legacy::mac::hmac_sha2_256_96_etm::name == "hmac-sha2-256-96-etm@openssh.com");
    BOOST_TEST((legacy::mac::hmac_sha2_256_96_etm::key_size == 32 &&
                legacy::mac::hmac_sha2_256_96_etm::tag_size == 12));
    BOOST_TEST((legacy::mac::hmac_sha2_256_96_etm::order == mac_order::encrypt_then_mac));
    BOOST_TEST((legacy::mac::hmac_sha2_256_96_etm::rank == grade::legacy));
    BOOST_TEST(legacy::mac::hmac_sha2_512_96::name == "hmac-sha2-512-96");
    BOOST_TEST(
        (legacy::mac::hmac_sha2_512_96::key_size == 64 && legacy::mac::hmac_sha2_512_96::tag_size == 12));
    BOOST_TEST((legacy::mac::hmac_sha2_512_96::order == mac_order::encrypt_and_mac));
    BOOST_TEST((legacy::mac::hmac_sha2_512_96::rank == grade::legacy));
    BOOST_TEST(legacy::mac::hmac_sha2_512_96_etm::name == "hmac-sha2-512-96-etm@openssh.com");
    BOOST_TEST((legacy::mac::hmac_sha2_512_96_etm::key_size == 64 &&
                legacy::mac::hmac_sha2_512_96_etm::tag_size == 12));
    BOOST_TEST((legacy::mac::hmac_sha2_512_96_etm::order == mac_order::encrypt_then_mac));
    BOOST_TEST((legacy::mac::hmac_sha2_512_96_etm::rank == grade::legacy));
}
