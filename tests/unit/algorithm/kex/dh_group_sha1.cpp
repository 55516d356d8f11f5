#include <hawser/algorithm/kex/dh_group_sha1.hpp>

#include "support/dh_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using group1 = legacy::kex::diffie_hellman_group1_sha1;
using group14 = legacy::kex::diffie_hellman_group14_sha1;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(kex_dh_group_sha1)

BOOST_AUTO_TEST_CASE(names_hashes_and_ranks) {
    static_assert(kex_algorithm<group1> && kex_algorithm<group14>);
    BOOST_TEST(group1::name == "diffie-hellman-group1-sha1");
    BOOST_TEST(group14::name == "diffie-hellman-group14-sha1");
    BOOST_TEST(group1::hash::size == 20u);
    BOOST_TEST(group14::hash::size == 20u);
    BOOST_TEST((group1::rank == grade::broken));
    BOOST_TEST((group14::rank == grade::legacy));
}

BOOST_AUTO_TEST_CASE(group1_agrees_with_another_library, *utf::label("AL-K-003") * utf::label("K24")) {
    testing::check_dh_answers<group1, kex::modp_1024>();
    testing::check_dh_range<group1, kex::modp_1024>();
}
BOOST_AUTO_TEST_CASE(group14_agrees_with_another_library, *utf::label("AL-K-004") * utf::label("K24")) {
    testing::check_dh_answers<group14, kex::modp_2048>();
    testing::check_dh_range<group14, kex::modp_2048>();
}

BOOST_AUTO_TEST_SUITE_END()
