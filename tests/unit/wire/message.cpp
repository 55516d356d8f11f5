#include <hawser/wire/message.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;

struct sample {
    static constexpr wire::message_number number = wire::message_number::ignore;
    static constexpr std::string_view title = "SAMPLE";
    std::uint32_t value = 0;
    void encode(wire::writer& w) const { w.u32(value); }
    static sample decode(wire::reader& r) { return {r.u32()}; }
};

BOOST_AUTO_TEST_SUITE(wire_message)

BOOST_AUTO_TEST_CASE(a_payload_is_its_number_and_its_fields) {
    BOOST_TEST(wire::message<sample>);
    BOOST_TEST(!wire::message<int>);
    testing::check_message(sample{5}, "02 00000005");
}

BOOST_AUTO_TEST_CASE(errors_are_told_apart) {
    const auto error_of = [](std::string_view text, diagnostic* details = nullptr) {
        return wire::decode<sample>(testing::wire_layout{text}.bytes, details).error();
    };
    diagnostic details;
    BOOST_TEST((error_of("03 00000005") == protocol_error::unexpected_message));
    BOOST_TEST((error_of("") == protocol_error::unexpected_message));
    BOOST_TEST((error_of("02 000000", &details) == protocol_error::malformed_message));
    BOOST_TEST(details.as<malformed>()->problem == "cut short");
    BOOST_TEST(details.as<malformed>()->offset == 1u);
    BOOST_TEST((error_of("02 00000005 00", &details) == protocol_error::trailing_bytes));
    BOOST_TEST(details.as<malformed>()->message == "SAMPLE");
    BOOST_TEST(details.as<malformed>()->problem == "bytes after the last field");
    BOOST_TEST(details.as<malformed>()->offset == 5u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
