#include <hawser/wire/channel_messages.hpp>
#include <hawser/wire/channel_types.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;
using testing::check_message;

BOOST_AUTO_TEST_SUITE(wire_channel_messages)

BOOST_AUTO_TEST_CASE(messages_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                 boost::unit_test::label("T21") *
                                                                 boost::unit_test::label("T22")) {
    check_message(wire::channel_open{"session", 1, 2, 3, as_bytes("rest")},
                  "5a #00000007'session' 00000001 00000002 00000003 *'rest'");
    check_message(wire::channel_open_confirmation{1, 2, 3, 4, as_bytes("rest")},
                  "5b 00000001 00000002 00000003 00000004 *'rest'");
    check_message(wire::channel_open_failure{1, wire::open_failure_reason::connect_failed, "no", "en"},
                  "5c 00000001 00000002 #00000002'no' #00000002'en'");
    check_message(wire::channel_window_adjust{1, 0xfffffffe}, "5d 00000001 fffffffe");
    check_message(wire::channel_data{1, as_bytes("data")}, "5e 00000001 #00000004'data'");
    check_message(wire::channel_extended_data{7, 1, as_bytes("err")}, "5f 00000007 00000001 #00000003'err'");
    check_message(wire::channel_eof{9}, "60 00000009");
    check_message(wire::channel_close{9}, "61 00000009");
    check_message(wire::channel_success{9}, "63 00000009");
    check_message(wire::channel_failure{9}, "64 00000009");
}

BOOST_AUTO_TEST_CASE(an_open_is_written_with_the_name_of_its_type) {
    const byte_vector payload = testing::written([](auto& w) {
        wire::encode_channel_open(w, 5, 6, 7, wire::direct_tcpip_channel{"host", 80, "::1", 1234});
    });
    const auto m = wire::decode<wire::channel_open>(payload);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(m->type == "direct-tcpip");
    BOOST_TEST(m->sender == 5u);
    BOOST_TEST(m->window == 6u);
    BOOST_TEST(m->maximum_packet == 7u);
    const auto body = wire::decode_body<wire::direct_tcpip_channel>(m->rest);
    BOOST_REQUIRE(body.has_value());
    BOOST_TEST(body->host == "host");
    BOOST_TEST(body->port == 80u);
    BOOST_TEST(body->originator_port == 1234u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
