#include <hawser/algorithm/cipher.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// RFC 4344, section 3.2; what satisfies the concepts is in tests/concepts.
BOOST_AUTO_TEST_CASE(bytes_per_key_by_block_size) {
    BOOST_TEST(bytes_per_key_of(8) == 1024u * 1024 * 1024);
    BOOST_TEST(bytes_per_key_of(16) == (std::uint64_t{1} << 32) * 16);
    BOOST_TEST(bytes_per_key_of(1) == bytes_per_key_of(8));
}
