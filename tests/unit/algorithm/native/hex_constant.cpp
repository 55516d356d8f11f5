#include <hawser/algorithm/native/hex_constant.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(native_hex_constant)

BOOST_AUTO_TEST_CASE(digits_become_bytes_at_compile_time) {
    static constexpr auto bytes = native::hex_constant<4>("00ff9a1b");
    static_assert(bytes[1] == std::byte{0xff});
    BOOST_TEST(to_hex(bytes) == "00ff9a1b");
}

BOOST_AUTO_TEST_SUITE_END()
