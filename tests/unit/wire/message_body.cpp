#include <hawser/wire/message_body.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;

struct pair_body {
    static constexpr std::string_view name = "pair@example.com";
    std::uint32_t first = 0;
    std::string_view second;
    void encode(wire::writer& w) const { w.u32(first).string(second); }
    static pair_body decode(wire::reader& r) { return {r.u32(), r.text()}; }
};

struct nameless_body {
    void encode(wire::writer&) const {}
    static nameless_body decode(wire::reader&) { return {}; }
};

BOOST_AUTO_TEST_SUITE(wire_message_body)

BOOST_AUTO_TEST_CASE(a_body_has_a_name_and_goes_both_ways) {
    BOOST_TEST(wire::message_body<pair_body>);
    BOOST_TEST(!wire::message_body<nameless_body>);
    testing::check_body(pair_body{7, "x"}, "00000007 #00000001'x'");
}

BOOST_AUTO_TEST_CASE(details_tell_what_was_wrong_and_where) {
    const testing::wire_layout cut{"00000007 00000002'x'"};
    diagnostic details;
    BOOST_TEST(
        (wire::decode_body<pair_body>(cut.bytes, &details).error() == protocol_error::malformed_message));
    BOOST_TEST(details.as<malformed>()->message == "pair@example.com");
    BOOST_TEST(details.as<malformed>()->offset == 8u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
