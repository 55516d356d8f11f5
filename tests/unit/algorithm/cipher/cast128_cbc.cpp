#include <hawser/algorithm/cipher/cast128_cbc.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// The answers are in tests/algorithms.
BOOST_AUTO_TEST_CASE(cast128_cbc_descriptor) {
    using c = legacy::cipher::cast128_cbc;
    BOOST_TEST(c::name == "cast128-cbc");
    BOOST_TEST((c::key_size == 16 && c::iv_size == 8 && c::block_size == 8 && c::cbc));
    BOOST_TEST((c::rank == grade::broken));
    BOOST_TEST(c::bytes_per_key == std::uint64_t{1} << 30);
}
