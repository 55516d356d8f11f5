#include <hawser/wire/terminal_modes.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <support/wire_layout.hpp>

namespace {

using namespace hawser;

/// The modes as "opcode=value;", and "cut" when the last one is.
std::string modes_in(std::string_view hex) {
    std::string out;
    const byte_vector bytes = *from_hex(hex);
    const bool whole =
        wire::for_each_terminal_mode(bytes, [&](wire::terminal_mode mode, std::uint32_t value) {
            out += std::to_string(static_cast<unsigned>(mode)) + "=" + std::to_string(value) + ";";
        });
    return whole ? out : out + "cut";
}

BOOST_AUTO_TEST_SUITE(wire_terminal_modes)

BOOST_AUTO_TEST_CASE(modes_are_written_and_walked, *boost::unit_test::label("SC-T-001")) {
    const byte_vector bytes = testing::written([](auto& w) {
        wire::encode_terminal_mode(w, wire::terminal_mode::vintr, 3);
        wire::encode_terminal_mode(w, wire::terminal_mode::output_speed, 38400);
        wire::end_terminal_modes(w);
    });
    BOOST_TEST(to_hex(bytes) == "0100000003"
                                "8100009600"
                                "00");
    BOOST_TEST(modes_in(to_hex(bytes)) == "1=3;129=38400;");
}

BOOST_AUTO_TEST_CASE(the_end_is_an_opcode_a_strange_opcode_or_the_end_of_the_bytes,
                     *boost::unit_test::label("SC-T-001")) {
    BOOST_TEST(modes_in("") == "");
    BOOST_TEST(modes_in("00") == "");
    BOOST_TEST(modes_in("3500000001") == "53=1;");
    BOOST_TEST(modes_in("00"
                        "3500000001") == "");
    BOOST_TEST(modes_in("3500000001"
                        "a0"
                        "3600000001") == "53=1;");
    BOOST_TEST(modes_in("9f00000007") == "159=7;");
}

BOOST_AUTO_TEST_CASE(a_value_cut_short_is_told) {
    BOOST_TEST(modes_in("35") == "cut");
    BOOST_TEST(modes_in("3500000001"
                        "36000000") == "53=1;cut");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
