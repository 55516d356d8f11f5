#include <hawser/wire/kex_messages.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;
using testing::check_message;

BOOST_AUTO_TEST_SUITE(wire_kex_messages)

BOOST_AUTO_TEST_CASE(messages_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                 boost::unit_test::label("T21") *
                                                                 boost::unit_test::label("T22")) {
    const byte_view a = as_bytes("aa");
    const byte_view b = as_bytes("bbb");
    const byte_view c = as_bytes("c");
    const byte_vector high = *from_hex("80ff");
    check_message(wire::ecdh_init{a}, "1e #00000002'aa'");
    check_message(wire::ecdh_reply{a, b, c}, "1f #00000002'aa' #00000003'bbb' #00000001'c'");
    check_message(wire::dh_init{high}, "1e #00000003 0080ff");
    check_message(wire::dh_reply{a, high, c}, "1f #00000002'aa' #00000003 0080ff #00000001'c'");
    check_message(wire::dh_gex_request{2048, 3072, 8192}, "22 00000800 00000c00 00002000");
    check_message(wire::dh_gex_request_old{3072}, "1e 00000c00");
    check_message(wire::dh_gex_group{high, as_bytes("\x02")}, "1f #00000003 0080ff #00000001 02");
    check_message(wire::dh_gex_init{high}, "20 #00000003 0080ff");
    check_message(wire::dh_gex_reply{a, high, c}, "21 #00000002'aa' #00000003 0080ff #00000001'c'");
}

BOOST_AUTO_TEST_CASE(magnitudes_come_without_their_sign_byte) {
    const testing::wire_layout payload{"1e 00000003 0080ff"};
    const auto m = wire::decode<wire::dh_init>(payload.bytes);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(to_hex(m->e) == "80ff");
}

BOOST_AUTO_TEST_CASE(odd_integers_are_refused) {
    const auto error_of = [](std::string_view text) {
        return wire::decode<wire::dh_init>(testing::wire_layout{text}.bytes).error();
    };
    BOOST_TEST((error_of("1e 00000001 80") == protocol_error::malformed_message));   // negative
    BOOST_TEST((error_of("1e 00000002 0001") == protocol_error::malformed_message)); // needless zero
    BOOST_TEST((error_of("1e 00000001 00") == protocol_error::malformed_message));   // zero is empty
    BOOST_TEST((error_of("1e 00000004 00008000") == protocol_error::malformed_message));
    BOOST_TEST(!error_of("1e 00000000"));
}

BOOST_AUTO_TEST_CASE(an_integer_has_at_most_8192_bits) {
    const auto error_of = [](std::size_t size) {
        const byte_vector magnitude(size, std::byte{0xff});
        return wire::decode<wire::dh_init>(
                   testing::written([&](auto& w) { encode(w, wire::dh_init{magnitude}); }))
            .error();
    };
    BOOST_TEST(!error_of(1024));
    BOOST_TEST((error_of(1025) == protocol_error::malformed_message));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
