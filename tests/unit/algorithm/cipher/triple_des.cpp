#include <hawser/algorithm/cipher/triple_des.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cipher_triple_des)

// Answers, grades and sizes are in tests/algorithms.
BOOST_AUTO_TEST_CASE(small_blocks_carry_a_gigabyte) {
    BOOST_TEST(legacy::cipher::triple_des_ctr::bytes_per_key == std::uint64_t{1} << 30);
    BOOST_TEST(legacy::cipher::triple_des_cbc::bytes_per_key == std::uint64_t{1} << 30);
}

BOOST_AUTO_TEST_SUITE_END()
