#include <hawser/wire/transport_messages.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <support/wire_layout.hpp>

namespace {

using namespace hawser;
using testing::check_message;

BOOST_AUTO_TEST_SUITE(wire_transport_messages)

BOOST_AUTO_TEST_CASE(messages_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                 boost::unit_test::label("T21") *
                                                                 boost::unit_test::label("T22")) {
    check_message(wire::disconnect{wire::disconnect_reason::by_application, "bye", "en"},
                  "01 0000000b #00000003'bye' #00000002'en'");
    check_message(wire::ignore{as_bytes("data")}, "02 #00000004'data'");
    check_message(wire::unimplemented{0x01020304}, "03 01020304");
    check_message(wire::debug{true, "text", "de"}, "04 01 #00000004'text' #00000002'de'");
    check_message(wire::service_request{"ssh-userauth"}, "05 #0000000c'ssh-userauth'");
    check_message(wire::service_accept{"ssh-userauth"}, "06 #0000000c'ssh-userauth'");
    check_message(wire::newkeys{}, "15");
    check_message(wire::ping{as_bytes("xyz")}, "c0 #00000003'xyz'");
    check_message(wire::pong{as_bytes("xyz")}, "c1 #00000003'xyz'");

    const testing::wire_layout entries{"00000003'one' 00000001'1' 00000003'two' 00000000"};
    check_message(wire::ext_info{2, entries.bytes},
                  "07 #00000002 #00000003'one' #00000001'1' #00000003'two' #00000000");
    check_message(wire::ext_info{}, "07 #00000000");
}

BOOST_AUTO_TEST_CASE(extensions_are_written_and_walked_in_order) {
    const wire::extension entries[] = {{"server-sig-algs", as_bytes("ssh-ed25519")},
                                       {"no-flow-control", as_bytes("p")}};
    const byte_vector payload = testing::written([&](auto& w) { wire::encode_ext_info(w, entries); });
    const auto m = wire::decode<wire::ext_info>(payload);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(m->count == 2u);
    std::string seen;
    m->for_each([&](const wire::extension& e) {
        seen += std::string{e.name} + "=" + std::string{as_text(e.value)} + ";";
    });
    BOOST_TEST(seen == "server-sig-algs=ssh-ed25519;no-flow-control=p;");
}

BOOST_AUTO_TEST_CASE(no_more_extensions_are_taken_than_the_limit_and_than_there_are) {
    const auto with = [](std::size_t count, std::size_t claimed) {
        return testing::written([&](auto& w) {
            w.u8(7).u32(static_cast<std::uint32_t>(claimed));
            for (std::size_t i = 0; i < count; ++i) w.string("n").string("v");
        });
    };
    const auto error_of = [](const byte_vector& payload) {
        return wire::decode<wire::ext_info>(payload).error();
    };
    BOOST_TEST(!error_of(with(limits::extensions, limits::extensions)));
    BOOST_TEST((error_of(with(limits::extensions + 1, limits::extensions + 1)) ==
                protocol_error::malformed_message));
    BOOST_TEST((error_of(with(2, 3)) == protocol_error::malformed_message));
    BOOST_TEST((error_of(with(3, 2)) == protocol_error::trailing_bytes));
}

BOOST_AUTO_TEST_CASE(a_reason_outside_the_rfc_is_kept) {
    const testing::wire_layout payload{"01 fffffffe 00000000 00000000"};
    const auto m = wire::decode<wire::disconnect>(payload.bytes);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(static_cast<std::uint32_t>(m->reason) == 0xfffffffeu);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
