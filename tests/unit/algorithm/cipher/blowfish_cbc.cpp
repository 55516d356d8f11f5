#include <hawser/algorithm/cipher/blowfish_cbc.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// Answers, grades and sizes are in tests/algorithms.
BOOST_AUTO_TEST_CASE(blowfish_cbc_has_small_blocks_and_chains_them) {
    using c = legacy::cipher::blowfish_cbc;
    static_assert(paired_cipher<c>);
    BOOST_TEST((c::block_size == 8 && c::cbc));
    BOOST_TEST(c::bytes_per_key == std::uint64_t{1} << 30);
}
