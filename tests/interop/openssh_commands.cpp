#include "interop/client.hpp"

#include <boost/test/unit_test.hpp>

// Commands on OpenSSH: streams, ends, terminals, several at once.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;
using remote_command = hawser::remote_command<client>;
using kind = command_channel::kind;

/// Collects what a command says.
struct collector {
    explicit collector(remote_command& of) {
        of.on_output = [this](connection::data_stream stream, byte_view bytes) {
            (stream == connection::data_stream::standard ? output : errors).append(as_text(bytes));
            return bytes.size();
        };
    }
    std::string output, errors;
};

} // namespace

BOOST_AUTO_TEST_CASE(streams_are_separate_and_the_status_arrives, *label("IS-C-003") * label("SX-P-003") *
                                                                      label("SX-M-001") *
                                                                      precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    BOOST_TEST(told(*to, "echo out; echo err >&2; exit 7") == "out\n|err\n|7");
    BOOST_TEST(told(*to, "true") == "||0");
    BOOST_TEST(told(*to, "no-such-command-here 2>/dev/null") == "||127");
    exec_options how;
    how.input = "read by the command\n";
    BOOST_TEST(told(*to, "cat", how) == "read by the command\n||0");
    BOOST_TEST(told(*to, "exit 255") == "||255");
}

BOOST_AUTO_TEST_CASE(large_input_comes_back, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    exec_options how;
    how.input.assign(5 * 1024 * 1024 + 3, 'x');
    for (std::size_t i = 0; i < how.input.size(); i += 101) how.input[i] = static_cast<char>('a' + i % 26);
    const exec_result got = exec(*to, "cat", how);
    BOOST_TEST((got.output == how.input));
    BOOST_TEST(got.succeeded());
    // a command that ends before it has read everything
    BOOST_TEST(told(*to, "head -c 5", how) == how.input.substr(0, 5) + "||0");
}

BOOST_AUTO_TEST_CASE(a_signal_that_ends_a_command_is_named, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    const exec_result killed = exec(*to, "kill -KILL $$");
    BOOST_TEST(!killed.exit.status);
    BOOST_TEST(killed.exit.signal == "KILL");
    BOOST_TEST(killed.exit_status() == 137);
    BOOST_TEST(exec(*to, "kill -TERM $$").exit_status() == 143);
}

BOOST_AUTO_TEST_CASE(a_signal_is_delivered, *precondition(needs_peer{openssh_accounts})) {
    // OpenSSH delivers signals only to accounts other than root
    const auto to = log_in(openssh_accounts.get());
    remote_command run{*to};
    const collector said{run};
    BOOST_TEST(!run.start(kind::command, "echo ready; exec sleep 600"));
    BOOST_REQUIRE(!to->drive(to->reply_deadline(), [&] { return !said.output.empty(); }));
    BOOST_TEST(run.signal("KILL").has_value());
    BOOST_TEST(!run.wait(to->reply_deadline()));
    BOOST_TEST(run.exit().signal == "KILL");
    BOOST_TEST(!run.exit().status);
}

BOOST_AUTO_TEST_CASE(environment_that_the_server_takes, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    exec_options how;
    how.environment = {{"PEER_COLOUR", "green and blue"}, {"NOT_ALLOWED", "x"}};
    BOOST_TEST(told(*to, "echo $PEER_COLOUR,$NOT_ALLOWED", how) == "green and blue,\n||0");
}

BOOST_AUTO_TEST_CASE(a_terminal_has_the_size_asked_for, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    remote_command run{*to};
    const collector said{run};
    run.terminal = terminal_request{"vt220", {101, 37}, {}};
    bool sent = false;
    run.input = [&](byte_span room) -> result<std::size_t> {
        if (sent) return std::errc::operation_would_block;
        sent = true;
        const std::string line = "go\n";
        std::copy_n(as_bytes(line).begin(), line.size(), room.begin());
        return line.size();
    };
    BOOST_REQUIRE(!run.start(kind::command, "stty size; echo $TERM; read word; stty size; echo $word"));
    BOOST_REQUIRE(
        !to->drive(to->reply_deadline(), [&] { return said.output.find("vt220") != std::string::npos; }));
    BOOST_TEST(said.output.find("37 101") != std::string::npos);
    BOOST_TEST(!run.wait(to->reply_deadline()));
    BOOST_TEST((run.exit().status == 0U));

    remote_command resized{*to};
    const collector then{resized};
    resized.terminal = terminal_request{};
    resized.input = [](byte_span) -> result<std::size_t> { return std::errc::operation_would_block; };
    BOOST_REQUIRE(!resized.start(kind::command,
                                 "trap 'stty size; exit 3' WINCH; stty size; while :; do sleep 0.02; done"));
    BOOST_REQUIRE(
        !to->drive(to->reply_deadline(), [&] { return then.output.find("24 80") != std::string::npos; }));
    BOOST_TEST(resized.resize({90, 20}).has_value());
    BOOST_TEST(!resized.wait(to->reply_deadline()));
    BOOST_TEST(then.output.find("20 90") != std::string::npos);
    BOOST_TEST((resized.exit().status == 3U));
}

BOOST_AUTO_TEST_CASE(a_shell_reads_its_commands, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    remote_command run{*to};
    const collector said{run};
    std::string script = "echo $((6*7)); exit 9\n";
    run.input = [&](byte_span room) -> result<std::size_t> {
        const std::size_t size = std::min(room.size(), script.size());
        std::copy_n(as_bytes(script).begin(), size, room.begin());
        script.erase(0, size);
        return size;
    };
    BOOST_REQUIRE(!run.start(kind::shell));
    BOOST_TEST(!run.wait(to->reply_deadline()));
    BOOST_TEST(said.output == "42\n");
    BOOST_TEST((run.exit().status == 9U));
}

BOOST_AUTO_TEST_CASE(a_refused_subsystem_leaves_the_session,
                     *label("SC-V-003") * label("ER-1033") * precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    {
        remote_command run{*to};
        const failure refused = run.start(kind::subsystem, "no-such-subsystem");
        BOOST_TEST((refused.code == remote_error::request_refused), refused.text());
    }
    BOOST_TEST(told(*to, "echo still here") == "still here\n||0");
}

BOOST_AUTO_TEST_CASE(many_channels_at_once, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    constexpr int count = 10;
    std::vector<std::unique_ptr<remote_command>> commands;
    std::vector<std::unique_ptr<collector>> said;
    for (int i = 0; i < count; ++i) {
        commands.push_back(std::make_unique<remote_command>(*to));
        said.push_back(std::make_unique<collector>(*commands.back()));
        const std::string number = std::to_string(i);
        BOOST_REQUIRE(!commands.back()->start(kind::command, "head -c 300000 /dev/zero | tr '\\0' " + number +
                                                                 "; exit " + number));
    }
    BOOST_REQUIRE(!to->drive(to->reply_deadline(), [&] {
        return std::all_of(commands.begin(), commands.end(), [](const auto& one) { return one->is_done(); });
    }));
    for (std::size_t i = 0; i < commands.size(); ++i) {
        BOOST_TEST((said[i]->output == std::string(300000, static_cast<char>('0' + i))));
        BOOST_TEST((commands[i]->exit().status == i));
    }
    BOOST_TEST(to->session().connection().channel_count() == 0U);
}

BOOST_AUTO_TEST_CASE(a_reader_that_stops_does_not_hold_up_the_others, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    remote_command stopped{*to};
    stopped.on_output = [](connection::data_stream, byte_view) { return std::size_t{0}; };
    BOOST_REQUIRE(!stopped.start(kind::command, "head -c 30000000 /dev/zero"));
    BOOST_TEST(told(*to, "echo goes on; head -c 1000000 /dev/zero | wc -c") == "goes on\n1000000\n||0");
    BOOST_TEST(!stopped.is_done());
    std::size_t got = 0;
    stopped.on_output = [&](connection::data_stream, byte_view bytes) {
        got += bytes.size();
        return bytes.size();
    };
    stopped.consume_more();
    BOOST_TEST(!stopped.wait(to->reply_deadline()));
    BOOST_TEST(got == 30000000U);
}

BOOST_AUTO_TEST_CASE(more_output_than_allowed_ends_the_command, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    exec_options how;
    how.output_limit = 100000;
    failure out;
    exec(*to, "cat /dev/zero", how, out);
    BOOST_TEST((out.code == std::errc::file_too_large), out.text());
    BOOST_TEST(told(*to, "echo still here") == "still here\n||0");
}

BOOST_AUTO_TEST_CASE(a_command_that_takes_too_long, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    exec_options how;
    how.timeout = std::chrono::milliseconds{200};
    failure out;
    exec(*to, "sleep 600", how, out);
    BOOST_TEST((out.code == std::errc::timed_out), out.text());
    BOOST_TEST(told(*to, "echo still here") == "still here\n||0");
}

} // namespace interop
