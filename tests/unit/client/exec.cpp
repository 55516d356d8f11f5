#include <hawser/client/exec.hpp>

#include "unit/client/served_client.hpp"

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(execs)

BOOST_AUTO_TEST_CASE(exec_gives_output_and_status) {
    served_client s;
    s.log_in();
    const exec_result said = exec(s.client, "echo hello");
    BOOST_TEST(said.output == "hello");
    BOOST_TEST(said.error_output == "");
    BOOST_TEST(said.succeeded());
    BOOST_TEST(exec(s.client, "stderr oh").error_output == "oh");
    const exec_result failed = exec(s.client, "exit 3");
    BOOST_TEST(!failed.succeeded());
    BOOST_TEST(failed.exit_status() == 3);
}

BOOST_AUTO_TEST_CASE(exec_feeds_its_input) {
    served_client s;
    s.log_in();
    exec_options how;
    how.input = "to be or not to be";
    BOOST_TEST(exec(s.client, "cat", how).output == how.input);
    BOOST_TEST(exec(s.client, "cat").output == "");
}

BOOST_AUTO_TEST_CASE(output_up_to_the_limit_is_kept_and_one_byte_more_ends_the_command) {
    served_client s;
    s.log_in();
    exec_options how;
    how.output_limit = 5;
    BOOST_TEST(exec(s.client, "echo hello", how).output == "hello");
    how.output_limit = 4;
    failure out;
    const exec_result cut = exec(s.client, "echo hello", how, out);
    BOOST_TEST((out.code == std::errc::file_too_large));
    BOOST_TEST(cut.output.size() <= 4u);
    how.output_limit = 1024;
    exec(s.client, "source 1 100000000", how, out);
    BOOST_TEST((out.code == std::errc::file_too_large));
    BOOST_TEST(s.server.app.channels.back().source_sent < 100'000'000u);
    BOOST_TEST(exec(s.client, "echo on we go").output == "on we go");
}

BOOST_AUTO_TEST_CASE(too_much_output_is_told_though_the_server_never_closes_the_channel) {
    served_client s;
    s.log_in();
    exec_options how;
    how.output_limit = 1024;
    // a piece of its output is the last that it says
    s.client.stream().on_idle([&] { return s.server.stream.bytes_sent() < 200'000 && s.server.run(); });
    failure out;
    exec(s.client, "source 1 100000000", how, out);
    BOOST_TEST((out.code == std::errc::file_too_large));
}

BOOST_AUTO_TEST_CASE(a_command_that_takes_too_long_is_left) {
    served_client s;
    s.log_in();
    exec_options how;
    how.timeout = 3s;
    const time_point begun = s.clock.now();
    BOOST_TEST(throws(make_error_code(std::errc::timed_out), [&] { exec(s.client, "hang", how); }));
    BOOST_TEST((s.clock.now() - begun == 3s));
    BOOST_TEST(exec(s.client, "echo still").output == "still");
}

BOOST_AUTO_TEST_CASE(a_refused_command_throws) {
    served_client s;
    s.log_in();
    BOOST_TEST(throws(remote_error::request_refused, [&] { exec(s.client, "nonsense"); }));
}

BOOST_AUTO_TEST_CASE(statuses_as_a_shell_tells_them) {
    exec_result r;
    BOOST_TEST(r.exit_status() == 255);
    BOOST_TEST(!r.succeeded());
    r.exit.status = 256 + 7;
    BOOST_TEST(r.exit_status() == 7);
    BOOST_TEST(!r.succeeded());
    r.exit.status.reset();
    r.exit.signal = "KILL";
    BOOST_TEST(r.exit_status() == 137);
    r.exit.signal = "odd@example.com";
    BOOST_TEST(r.exit_status() == 255);
    BOOST_TEST(signal_number("TERM") == 15);
    BOOST_TEST(signal_number("SIGTERM") == 0);
}

BOOST_AUTO_TEST_SUITE_END()
