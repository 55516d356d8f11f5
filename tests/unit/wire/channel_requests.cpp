#include <hawser/wire/channel_requests.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;
using testing::check_body;

BOOST_AUTO_TEST_SUITE(wire_channel_requests)

BOOST_AUTO_TEST_CASE(the_request_is_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                                   boost::unit_test::label("T21") *
                                                                   boost::unit_test::label("T22")) {
    testing::check_message(wire::channel_request{1, "shell", true, as_bytes("rest")},
                           "62 00000001 #00000005'shell' 01 *'rest'");
}

BOOST_AUTO_TEST_CASE(bodies_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                               boost::unit_test::label("T21") *
                                                               boost::unit_test::label("T22")) {
    const byte_vector modes = *from_hex("3500000001");
    check_body(wire::pty_request{"xterm", 80, 24, 640, 480, modes},
               "#00000005'xterm' 00000050 00000018 00000280 000001e0 #00000005 3500000001");
    check_body(wire::x11_request{true, "MIT-MAGIC-COOKIE-1", "00ff", 2},
               "01 #00000012'MIT-MAGIC-COOKIE-1' #00000004'00ff' 00000002");
    check_body(wire::env_request{"LANG", "C"}, "#00000004'LANG' #00000001'C'");
    check_body(wire::shell_request{}, "");
    check_body(wire::exec_request{"ls -l"}, "#00000005'ls -l'");
    check_body(wire::subsystem_request{"sftp"}, "#00000004'sftp'");
    check_body(wire::window_change_request{80, 24, 640, 480}, "00000050 00000018 00000280 000001e0");
    check_body(wire::xon_xoff_request{true}, "01");
    check_body(wire::signal_request{"TERM"}, "#00000004'TERM'");
    check_body(wire::break_request{500}, "000001f4");
    check_body(wire::exit_status_request{255}, "000000ff");
    check_body(wire::exit_signal_request{"SEGV", true, "oops", "en"},
               "#00000004'SEGV' 01 #00000004'oops' #00000002'en'");
    check_body(wire::agent_forwarding_request{}, "");
    check_body(wire::end_of_write_request{}, "");
}

BOOST_AUTO_TEST_CASE(a_request_is_written_with_the_name_of_its_type) {
    const byte_vector payload = testing::written(
        [](auto& w) { wire::encode_channel_request(w, 4, true, wire::exec_request{"uptime"}); });
    const auto m = wire::decode<wire::channel_request>(payload);
    BOOST_REQUIRE(m.has_value());
    BOOST_TEST(m->recipient == 4u);
    BOOST_TEST(m->type == "exec");
    BOOST_TEST(m->want_reply);
    BOOST_TEST(wire::decode_body<wire::exec_request>(m->rest)->command == "uptime");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
