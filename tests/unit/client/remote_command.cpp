#include <hawser/client/remote_command.hpp>

#include "unit/client/served_client.hpp"

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

namespace {

using kind = command_channel::kind;
using stream = connection::data_stream;

/// A command whose output is kept.
struct kept_command {
    explicit kept_command(served_client& s) : run{s.client} {
        run.on_output = [this](stream which, byte_view bytes) {
            (which == stream::standard ? out : err).append(as_text(bytes));
            return bytes.size();
        };
    }
    std::string out, err;
    remote_command<memory_client> run;
};

/// Gives a text as input.
auto input_of(std::string text) {
    return [left = std::move(text)](byte_span room) mutable -> result<std::size_t> {
        const std::size_t size = std::min(room.size(), left.size());
        std::copy_n(as_bytes(left).begin(), size, room.begin());
        left.erase(0, size);
        return size;
    };
}

} // namespace

BOOST_AUTO_TEST_SUITE(remote_commands)

BOOST_AUTO_TEST_CASE(both_streams_and_the_status_come_back, *boost::unit_test::label("SC-V-002") *
                                                                boost::unit_test::label("SC-M-011") *
                                                                boost::unit_test::label("SX-P-002")) {
    served_client s;
    s.log_in();
    kept_command say{s}, complain{s};
    BOOST_TEST(say.run.start(kind::command, "echo hello there").text() == "");
    BOOST_TEST(say.run.is_started());
    BOOST_TEST(complain.run.start(kind::command, "stderr no").text() == "");
    BOOST_TEST(say.run.wait().text() == "");
    BOOST_TEST(complain.run.wait().text() == "");
    BOOST_TEST(say.out == "hello there");
    BOOST_TEST(say.err == "");
    BOOST_TEST(complain.err == "no");
    BOOST_TEST((say.run.exit().status == 0u));
    BOOST_TEST(say.run.exit().message == "");
    BOOST_TEST(say.run.is_done());
}

BOOST_AUTO_TEST_CASE(input_reaches_the_command_and_ends) {
    served_client s;
    s.log_in();
    kept_command cat{s};
    const std::string text(300'000, 'x');
    cat.run.input = input_of(text);
    BOOST_TEST(cat.run.start(kind::command, "cat").text() == "");
    BOOST_TEST(cat.run.wait().text() == "");
    BOOST_TEST((cat.out == text));
}

BOOST_AUTO_TEST_CASE(input_that_is_put_off_is_asked_for_again) {
    served_client s;
    s.log_in();
    kept_command cat{s};
    bool there = false, given = false;
    cat.run.input = [&](byte_span room) -> result<std::size_t> {
        if (!there) return std::errc::operation_would_block;
        if (std::exchange(given, true)) return std::size_t{0};
        room[0] = std::byte{'!'};
        return std::size_t{1};
    };
    BOOST_TEST(cat.run.start(kind::command, "cat").text() == "");
    BOOST_TEST((cat.run.wait(s.clock.now() + 1s).code == std::errc::timed_out));
    BOOST_TEST(!given);
    there = true;
    BOOST_TEST(cat.run.wait().text() == "");
    BOOST_TEST(cat.out == "!");
}

BOOST_AUTO_TEST_CASE(an_input_that_fails_is_told_and_the_command_ends) {
    served_client s;
    s.log_in();
    kept_command cat{s};
    cat.run.input = [](byte_span) -> result<std::size_t> { return std::errc::io_error; };
    BOOST_TEST(cat.run.start(kind::command, "cat").text() == "");
    const failure out = cat.run.wait();
    BOOST_TEST((out.code == std::errc::io_error));
    BOOST_TEST((cat.run.exit().status == 0u));
}

BOOST_AUTO_TEST_CASE(output_that_is_not_taken_waits_for_its_reader) {
    served_client s;
    s.log_in();
    remote_command run{s.client};
    std::string out;
    std::size_t most = 3;
    run.on_output = [&](stream, byte_view bytes) {
        const std::size_t size = std::min(bytes.size(), most);
        out.append(as_text(bytes.first(size)));
        most -= size;
        return size;
    };
    BOOST_TEST(run.start(kind::command, "echo hello").text() == "");
    BOOST_TEST(s.client.drive({}, [&] { return run.is_closed(); }).text() == "");
    BOOST_TEST(out == "hel");
    BOOST_TEST(!run.is_done());
    most = 100;
    run.consume_more();
    BOOST_TEST(out == "hello");
    BOOST_TEST(run.is_done());
}

BOOST_AUTO_TEST_CASE(output_nobody_wants_does_not_stop_the_command) {
    served_client s;
    s.log_in();
    remote_command run{s.client};
    BOOST_TEST(run.start(kind::command, "source 1 9000000").text() == "");
    BOOST_TEST(run.wait().text() == "");
    BOOST_TEST((run.exit().status == 0u));
}

BOOST_AUTO_TEST_CASE(a_command_that_a_signal_ends_tells_it,
                     *boost::unit_test::label("SX-P-002") * boost::unit_test::label("SX-P-003")) {
    served_client s;
    s.log_in();
    kept_command run{s};
    BOOST_TEST(run.run.start(kind::command, "signal TERM").text() == "");
    BOOST_TEST(run.run.wait().text() == "");
    BOOST_TEST(!run.run.exit().status);
    BOOST_TEST(run.run.exit().signal == "TERM");
    BOOST_TEST(run.run.exit().message == "killed");
}

BOOST_AUTO_TEST_CASE(a_refused_command_is_a_failure_of_start, *boost::unit_test::label("SC-V-002") *
                                                                  boost::unit_test::label("SC-M-011") *
                                                                  boost::unit_test::label("ER-1033")) {
    served_client s;
    s.log_in();
    kept_command run{s};
    const failure out = run.run.start(kind::command, "nonsense");
    BOOST_TEST((out.code == remote_error::request_refused));
    BOOST_TEST(!is_fatal(out.code));
    // The session goes on.
    kept_command next{s};
    BOOST_TEST(next.run.start(kind::command, "echo still here").text() == "");
    BOOST_TEST(next.run.wait().text() == "");
    BOOST_TEST(next.out == "still here");
}

BOOST_AUTO_TEST_CASE(a_refusal_is_told_though_the_server_never_closes_the_channel) {
    served_client s;
    s.log_in();
    bool refused = false;
    s.server.app.script = [&](const session_event& e) {
        const auto* asked = e.as<connection::channel_request>();
        if (asked == nullptr) return false;
        (void)s.server.session.connection().reply(asked->id, false);
        return refused = true;
    };
    // its answer is the last that it says
    s.client.stream().on_idle([&] { return !refused && s.server.run(); });
    kept_command run{s};
    BOOST_TEST((run.run.start(kind::command, "echo x").code == remote_error::request_refused));
}

BOOST_AUTO_TEST_CASE(a_shell_that_the_server_has_not_is_refused) {
    served_client s;
    s.log_in();
    remote_command run{s.client};
    run.terminal = terminal_request{};
    const failure out = run.start(kind::shell);
    BOOST_TEST((out.code == remote_error::request_refused));
    BOOST_TEST(out.details.as<subject>()->name == "for a terminal");
}

BOOST_AUTO_TEST_CASE(a_refused_channel_tells_the_servers_reason, *boost::unit_test::label("ER-1020")) {
    served_client s;
    s.log_in();
    s.server.app.script = [&](const session_event& e) {
        const auto* open = e.as<connection::channel_open_requested>();
        if (open == nullptr) return false;
        (void)s.server.session.connection().refuse(
            open->id, wire::open_failure_reason::administratively_prohibited, "no more sessions");
        return true;
    };
    remote_command run{s.client};
    const failure out = run.start(kind::command, "echo");
    BOOST_TEST((out.code == remote_error::channel_open_refused));
    BOOST_TEST(out.details.as<channel_refused>()->text == "no more sessions");
}

BOOST_AUTO_TEST_CASE(a_channel_that_closes_without_a_word_is_no_reply) {
    served_client s;
    s.log_in();
    s.server.app.script = [&](const session_event& e) {
        const auto* asked = e.as<connection::channel_request>();
        if (asked == nullptr) return false;
        (void)s.server.session.connection().close(asked->id);
        return true;
    };
    remote_command run{s.client};
    const failure out = run.start(kind::command, "echo");
    BOOST_TEST(static_cast<bool>(out));
    BOOST_TEST((blame_of(out.code) == blame::peer));
}

BOOST_AUTO_TEST_CASE(a_lost_connection_ends_the_wait) {
    served_client s;
    s.log_in();
    kept_command run{s};
    BOOST_TEST(run.run.start(kind::command, "hang").text() == "");
    s.server.stream.reset();
    const failure out = run.run.wait();
    BOOST_TEST((out.code == std::errc::connection_reset));
    BOOST_TEST(s.client.session().is_closed());
    BOOST_TEST(run.run.is_closed());
}

BOOST_AUTO_TEST_CASE(a_wait_ends_at_its_deadline_and_the_command_goes_on) {
    served_client s;
    s.log_in();
    kept_command run{s};
    BOOST_TEST(run.run.start(kind::command, "hang").text() == "");
    BOOST_TEST((run.run.wait(s.clock.now() + 2s).code == std::errc::timed_out));
    BOOST_TEST(!run.run.is_closed());
    BOOST_TEST(!s.client.session().is_closed());
    BOOST_TEST(run.run.signal("TERM").has_value());
    BOOST_TEST(run.run.resize({100, 40}).has_value());
}

BOOST_AUTO_TEST_CASE(nothing_can_be_said_before_the_start) {
    served_client s;
    s.log_in();
    remote_command run{s.client};
    BOOST_TEST((run.signal("TERM").error() == usage_error::wrong_phase));
    BOOST_TEST((run.resize({}).error() == usage_error::wrong_phase));
    run.close();
    BOOST_TEST(!run.is_closed());
}

BOOST_AUTO_TEST_CASE(environment_and_command_leave_in_one_go_in_order) {
    served_client s;
    s.log_in();
    std::vector<std::string> asked;
    s.server.app.script = [&](const session_event& e) {
        if (const auto* request = e.as<connection::channel_request>()) asked.emplace_back(request->type);
        return false;
    };
    kept_command run{s};
    run.run.environment = {{"LANG", "C"}, {"A", "b"}};
    BOOST_TEST(run.run.start(kind::command, "echo x").text() == "");
    BOOST_TEST((asked == std::vector<std::string>{"env", "env", "exec"}));
}

BOOST_AUTO_TEST_SUITE_END()
