#include <hawser/wire/reader.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace hawser;
using wire::reader;

BOOST_AUTO_TEST_SUITE(wire_reader)

BOOST_AUTO_TEST_CASE(fields_are_read_in_order) {
    const byte_vector bytes = *from_hex("01"
                                        "02030405"
                                        "060708090a0b0c0d"
                                        "00"
                                        "ff"
                                        "00000003616263"
                                        "0000000178"
                                        "7a7a");
    reader r{bytes};
    BOOST_TEST(r.u8() == 1);
    BOOST_TEST(r.u32() == 0x02030405u);
    BOOST_TEST(r.u64() == 0x060708090a0b0c0du);
    BOOST_TEST(!r.boolean());
    BOOST_TEST(r.boolean());
    BOOST_TEST(as_text(r.string()) == "abc");
    BOOST_TEST(r.text() == "x");
    BOOST_TEST(r.left() == 2u);
    BOOST_TEST(as_text(r.take(1)) == "z");
    BOOST_TEST(as_text(r.rest()) == "z");
    BOOST_TEST(r.offset() == bytes.size());
    BOOST_TEST(r.finish().has_value());
}

BOOST_AUTO_TEST_CASE(after_the_first_error_everything_is_nothing) {
    const byte_vector bytes = *from_hex("0000000a6162"
                                        "ffffffffffffffff");
    reader r{bytes};
    BOOST_TEST(r.u8() == 0);
    BOOST_TEST(r.take(100).empty());
    BOOST_TEST(!r.ok());
    BOOST_TEST(r.u8() == 0);
    BOOST_TEST(r.u32() == 0u);
    BOOST_TEST(r.u64() == 0u);
    BOOST_TEST(!r.boolean());
    BOOST_TEST(r.string().empty());
    BOOST_TEST(r.mpint().empty());
    BOOST_TEST(r.rest().empty());
    r.fail("another problem");
    BOOST_TEST(r.problem() == "cut short");
    BOOST_TEST(r.failed_at() == 1u);
    BOOST_TEST((r.finish().error() == protocol_error::malformed_message));
    BOOST_TEST(r.details("M").offset == 1u);
}

BOOST_AUTO_TEST_CASE(no_length_reaches_past_the_end) {
    for (std::string_view hex : {"ffffffff", "ffffffff00", "8000000000", "0000000200", "000000", ""}) {
        const byte_vector bytes = *from_hex(hex);
        reader r{bytes};
        BOOST_TEST(r.string().empty());
        BOOST_TEST((r.finish().error() == protocol_error::malformed_message), hex);
    }
    reader r{{}};
    BOOST_TEST(r.take(static_cast<std::size_t>(-1)).empty());
    BOOST_TEST(!r.ok());
}

BOOST_AUTO_TEST_CASE(bytes_left_over_are_an_error) {
    const byte_vector bytes = *from_hex("0102");
    reader r{bytes};
    r.u8();
    BOOST_TEST((r.finish().error() == protocol_error::trailing_bytes));
    BOOST_TEST(r.details("M").problem == "bytes after the last field");
}

BOOST_AUTO_TEST_CASE(an_error_of_the_caller_counts) {
    const byte_vector bytes = *from_hex("0102");
    reader r{bytes};
    r.u8();
    r.fail("value out of range");
    BOOST_TEST(r.left() == 0u);
    BOOST_TEST((r.finish().error() == protocol_error::malformed_message));
    BOOST_TEST(r.details("M").problem == "value out of range");
    BOOST_TEST(r.details("M").message == "M");
}

BOOST_AUTO_TEST_CASE(integers_of_any_size_have_one_form) {
    const auto mpint = [](std::string_view hex) -> std::string {
        const byte_vector bytes = *from_hex(hex);
        reader r{bytes};
        const std::string out = to_hex(r.mpint());
        return r.finish() ? out : "refused";
    };
    BOOST_TEST(mpint("00000000") == "");
    BOOST_TEST(mpint("0000000809a378f9b2e332a7") == "09a378f9b2e332a7");
    BOOST_TEST(mpint("000000020080") == "80");
    BOOST_TEST(mpint("000000017f") == "7f");
    BOOST_TEST(mpint("0000000100") == "refused");
    BOOST_TEST(mpint("00000002007f") == "refused");
    BOOST_TEST(mpint("00000003000080") == "refused");
    BOOST_TEST(mpint("00000002edcc") == "refused"); // -1234, an example of RFC 4251, section 5
    BOOST_TEST(mpint("0000000180") == "refused");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
