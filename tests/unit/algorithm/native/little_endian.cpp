#include <hawser/algorithm/native/little_endian.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(native_little_endian)

BOOST_AUTO_TEST_CASE(least_significant_byte_first) {
    const auto bytes = from_hex("0102030405060780");
    BOOST_TEST(native::load_little_u32(bytes->data()) == 0x04030201u);
    BOOST_TEST(native::load_little_u64(bytes->data()) == 0x8007060504030201u);
    byte_vector out(8);
    native::store_little_u64(out.data(), 0x8007060504030201u);
    BOOST_TEST(equal(out, *bytes));
    native::store_little_u32(out.data() + 4, 0x04030201u);
    BOOST_TEST(to_hex(out) == "0102030401020304");
}

BOOST_AUTO_TEST_SUITE_END()
