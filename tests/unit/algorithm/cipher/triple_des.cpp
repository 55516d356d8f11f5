#include <hawser/algorithm/cipher/triple_des.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cipher_triple_des)

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(descriptors) {
    using counter = legacy::cipher::triple_des_ctr;
    using chain = legacy::cipher::triple_des_cbc;
    BOOST_TEST(counter::name == "3des-ctr");
    BOOST_TEST(chain::name == "3des-cbc");
    BOOST_TEST((counter::key_size == 24 && counter::iv_size == 8 && counter::block_size == 8));
    BOOST_TEST((chain::key_size == 24 && chain::iv_size == 8 && chain::block_size == 8));
    BOOST_TEST((!counter::cbc && chain::cbc));
    BOOST_TEST((counter::rank == grade::legacy && chain::rank == grade::legacy));
}

BOOST_AUTO_TEST_CASE(small_blocks_carry_a_gigabyte, *boost::unit_test::label("AL-R-006")) {
    BOOST_TEST(legacy::cipher::triple_des_ctr::bytes_per_key == std::uint64_t{1} << 30);
    BOOST_TEST(legacy::cipher::triple_des_cbc::bytes_per_key == std::uint64_t{1} << 30);
}

BOOST_AUTO_TEST_SUITE_END()
