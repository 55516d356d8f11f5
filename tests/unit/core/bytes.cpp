#include <hawser/core/bytes.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(core_bytes)

BOOST_AUTO_TEST_CASE(text_and_bytes_are_views_of_each_other) {
    const std::string text{"a\0\xff", 3};
    const byte_view bytes = as_bytes(text);
    BOOST_TEST(bytes.size() == 3u);
    BOOST_TEST((bytes[2] == std::byte{0xff}));
    BOOST_TEST((as_text(bytes).data() == text.data()));
    BOOST_TEST(as_text(to_vector(bytes)) == text);
}

BOOST_AUTO_TEST_CASE(equality_is_by_content) {
    BOOST_TEST(equal(as_bytes("abc"), as_bytes(std::string{"abc"})));
    BOOST_TEST(!equal(as_bytes("abc"), as_bytes("abd")));
    BOOST_TEST(!equal(as_bytes("abc"), as_bytes("ab")));
    BOOST_TEST(equal({}, as_bytes("")));
}

BOOST_AUTO_TEST_CASE(hexadecimal_goes_both_ways) {
    const auto bytes = from_hex("00fFA5");
    BOOST_REQUIRE(bytes.has_value());
    BOOST_TEST(to_hex(*bytes) == "00ffa5");
    BOOST_TEST(from_hex("")->empty());
}

BOOST_AUTO_TEST_CASE(what_is_not_hexadecimal_is_refused) {
    BOOST_TEST(!from_hex("0").has_value());
    BOOST_TEST(!from_hex("0g").has_value());
    BOOST_TEST(!from_hex("g0").has_value());
    BOOST_TEST(!from_hex("0x").has_value());
    BOOST_TEST(!from_hex(" 0").has_value());
}

BOOST_AUTO_TEST_CASE(integers_are_big_endian) {
    std::array<std::byte, 8> at{};
    store_u64(at.data(), 0x0123456789abcdefu);
    BOOST_TEST(to_hex(at) == "0123456789abcdef");
    BOOST_TEST(load_u32(at.data()) == 0x01234567u);
    BOOST_TEST(load_u64(at.data()) == 0x0123456789abcdefu);
    store_u32(at.data(), 0xfffefdfcu);
    BOOST_TEST(to_hex(at) == "fffefdfc89abcdef");
    BOOST_TEST(load_u32(at.data()) == 0xfffefdfcu);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
