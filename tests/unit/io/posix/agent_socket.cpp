#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/io/posix/agent_socket.hpp>
#include <hawser/io/posix/listener.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <string>
#include <thread>

using namespace hawser;
using namespace hawser::io::posix;
using namespace std::chrono_literals;

namespace {

time_point soon() { return std::chrono::steady_clock::now() + 10s; }

std::string framed(std::string_view payload) {
    std::string out;
    for (int shift = 24; shift >= 0; shift -= 8) out += static_cast<char>(payload.size() >> shift & 0xff);
    return out += payload;
}

/// An agent that hears one request of `expected` bytes, says `answer` and leaves, or first waits to be told.
struct fake_agent {
    explicit fake_agent(std::size_t expected, std::string answer, bool stays = false) {
        BOOST_REQUIRE(::mkdtemp(folder.data()) != nullptr);
        path = folder + "/agent";
        auto made = listen_unix(path);
        BOOST_REQUIRE(made.has_value());
        listening = *std::move(made);
        runs = std::thread{[this, expected, answer, stays] {
            auto stream = listening.accept(soon());
            if (!stream) return;
            std::byte room[4096];
            while (heard.size() < expected && stream->wait({.readable = true}, soon())->readable) {
                auto got = stream->read_some(room);
                if (!got || *got == 0) break;
                heard += as_text(byte_view{room, *got});
            }
            // in small pieces, for an answer may come so
            for (byte_view rest = as_bytes(answer); !rest.empty();) {
                auto wrote = stream->write_some(rest.first(std::min<std::size_t>(rest.size(), 60000)));
                if (wrote)
                    rest = rest.subspan(*wrote);
                else if (wrote.error() != std::errc::operation_would_block)
                    break;
                else
                    (void)stream->wait({.writable = true}, soon());
            }
            if (stays) {
                (void)stream->wait({.readable = true}, soon());
            }
        }};
    }
    ~fake_agent() {
        runs.join();
        ::unlink(path.c_str());
        ::rmdir(folder.c_str());
    }
    std::string folder = "/tmp/hawser-XXXXXX", path, heard;
    listener listening;
    std::thread runs;
};

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_agent_socket)

BOOST_AUTO_TEST_CASE(one_request_and_its_answer) {
    std::string request = framed("\x0bplease");
    {
        fake_agent agent{request.size(), framed("\x0c" + std::string(1000, 'k'))};
        auto made = agent_socket::connect(agent.path, soon());
        BOOST_REQUIRE(made.has_value());
        auto answer = made->exchange(as_bytes(request), soon());
        BOOST_REQUIRE(answer.has_value());
        BOOST_TEST((as_text(*answer) == "\x0c" + std::string(1000, 'k')));
        BOOST_TEST(made->is_open());
        BOOST_TEST(agent.heard == request);
    }
    // the largest both ways
    request = framed(std::string(limits::agent_message, 'q'));
    fake_agent agent{request.size(), framed(std::string(limits::agent_message, 'r'))};
    auto made = agent_socket::connect(agent.path, soon());
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST(made->exchange(as_bytes(request), soon())->size() == limits::agent_message);
}

BOOST_AUTO_TEST_CASE(the_environment_names_the_agent) {
    const std::string request = framed("\x0b");
    fake_agent agent{request.size(), framed("\x05")};
    const char* before = std::getenv("SSH_AUTH_SOCK");
    const std::string kept = before != nullptr ? before : "";
    ::setenv("SSH_AUTH_SOCK", agent.path.c_str(), 1);
    auto made = agent_socket::connect(soon());
    ::unsetenv("SSH_AUTH_SOCK");
    diagnostic details;
    auto none = agent_socket::connect(soon(), &details);
    if (before != nullptr) ::setenv("SSH_AUTH_SOCK", kept.c_str(), 1);
    BOOST_REQUIRE(made.has_value());
    BOOST_TEST((as_text(*made->exchange(as_bytes(request), soon())) == "\x05"));
    BOOST_TEST((none.error() == std::errc::no_such_file_or_directory));
    BOOST_TEST(details.as<subject>()->name == "SSH_AUTH_SOCK");
    BOOST_TEST((agent_socket::connect("/nonexistent/agent", soon(), &details).error() ==
                std::errc::no_such_file_or_directory));
    BOOST_TEST(details.as<subject>()->name == "/nonexistent/agent");
}

BOOST_AUTO_TEST_CASE(hostile_answers_are_bounded, *boost::unit_test::label("A17")) {
    const std::string request = framed("\x0b");
    struct {
        std::string answer;
        std::error_code error;
    } const rows[] = {
        {std::string("\0\0\0\0", 4), protocol_error::agent_malformed},
        {"\xff\xff\xff\xff", protocol_error::agent_malformed},
        {std::string("\0\x04\0\x01", 4), protocol_error::agent_malformed}, // one more than the limit
        {std::string("\0\0\0\x09half", 8), protocol_error::connection_cut},
        {"", protocol_error::connection_cut},
    };
    for (const auto& row : rows) {
        fake_agent agent{request.size(), row.answer};
        auto made = agent_socket::connect(agent.path, soon());
        BOOST_REQUIRE(made.has_value());
        BOOST_TEST((made->exchange(as_bytes(request), soon()).error() == row.error));
        // out of step: closed for good
        BOOST_TEST(!made->is_open());
        BOOST_TEST((made->exchange(as_bytes(request), soon()).error() == std::errc::bad_file_descriptor));
    }
}

BOOST_AUTO_TEST_CASE(a_silent_agent_ends_at_the_deadline_or_an_interrupt) {
    const std::string request = framed("\x0b");
    for (const bool interrupted : {false, true}) {
        fake_agent agent{request.size(), std::string("\0\0", 2), true};
        auto made = agent_socket::connect(agent.path, soon());
        BOOST_REQUIRE(made.has_value());
        const auto start = std::chrono::steady_clock::now();
        std::thread other{[&] {
            std::this_thread::sleep_for(10ms);
            if (interrupted) made->interrupt();
        }};
        const auto answer = made->exchange(as_bytes(request), interrupted ? soon() : start + 30ms);
        other.join();
        BOOST_TEST((answer.error() == (interrupted ? std::errc::operation_canceled : std::errc::timed_out)));
        BOOST_TEST((std::chrono::steady_clock::now() - start < 5s));
    }
}

BOOST_AUTO_TEST_CASE(requests_that_are_no_message_are_not_sent) {
    const std::string request = framed("\x0b");
    fake_agent agent{request.size(), framed("\x05")};
    auto made = agent_socket::connect(agent.path, soon());
    BOOST_REQUIRE(made.has_value());
    for (const std::string& bad : {std::string{}, std::string(4, '\0'), framed("ab").substr(0, 5),
                                   framed("ab") + "c", framed(std::string(limits::agent_message + 1, 'q'))})
        BOOST_TEST((made->exchange(as_bytes(bad), soon()).error() == usage_error::invalid_argument));
    BOOST_TEST(made->is_open());
    BOOST_TEST(made->exchange(as_bytes(request), soon()).has_value());
    BOOST_TEST(agent.heard == request);
}

BOOST_AUTO_TEST_SUITE_END()
