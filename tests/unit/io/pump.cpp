#include <hawser/io/pump.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <string>

namespace {

using namespace hawser;

/// A stream by script: what reads and writes give, and how far its clock goes with each wait.
struct scripted_stream {
    result<std::size_t> read_some(byte_span room) {
        if (input.empty()) return std::errc::operation_would_block;
        const std::string next = input.front();
        input.pop_front();
        if (next == "error") return std::errc::connection_reset;
        std::copy_n(as_bytes(next).begin(), std::min(room.size(), next.size()), room.begin());
        return next.size();
    }
    result<std::size_t> write_some(byte_view bytes) {
        if (write_error) return write_error;
        if (takes == 0) return std::errc::operation_would_block;
        const std::size_t size = std::min(takes, bytes.size());
        written += as_text(bytes.first(size));
        takes -= size;
        return size;
    }
    result<readiness> wait(readiness want, deadline until) {
        ++waits;
        wanted = want;
        if (interrupted) return std::errc::operation_canceled;
        if (want.readable && !input.empty()) return readiness{true, false};
        if (want.writable) {
            takes = 1000;
            return readiness{false, true};
        }
        if (until) clock = *until;
        return readiness{};
    }
    time_point now() const { return clock; }
    void close() {}

    std::deque<std::string> input;
    std::string written;
    std::size_t takes = 1000;
    std::error_code write_error;
    bool interrupted = false;
    int waits = 0;
    readiness wanted;
    time_point clock{};
};

/// A session that turns received bytes into events of that many bytes, and ends on "quit" or on the end of input.
struct scripted_session {
    void on_time(time_point now) { told = now; }
    session_event next_event() {
        if (!happened.empty()) {
            session_event e = happened.front();
            happened.pop_front();
            return e;
        }
        if (has_room_again()) {
            --more;
            output = "more";
            return connection::channel_writable{};
        }
        if (is_closed() && !told_closed) {
            told_closed = true;
            return transport::closed{error};
        }
        return {};
    }
    byte_view next_output() const { return as_bytes(output); }
    void consume_output(std::size_t size) { output.erase(0, size); }
    result<byte_span> receive_space() { return byte_span{room}; }
    void received(std::size_t size) {
        bytes += size;
        happened.push_back(transport::keys_changed{});
    }
    void on_eof() { error = remote_error::connection_closed; }
    void on_stream_error(std::error_code why) { error = why; }
    void fail(std::error_code why) { error = why; }
    bool is_closed() const { return static_cast<bool>(error); }
    bool wants_input() const { return reads; }
    bool has_room_again() const { return output.empty() && more != 0; }
    deadline next_deadline() const { return due; }

    std::deque<session_event> happened;
    std::string output;
    std::array<std::byte, 64> room{};
    std::size_t bytes = 0;
    std::error_code error;
    bool told_closed = false;
    bool reads = true;
    /// How often it has more to send once its output has drained.
    int more = 0;
    deadline due;
    time_point told{};
};

struct pumping {
    template <class Done>
    result<void> run(Done done, deadline until = {}) {
        return io::pump(
            session, stream, hint, until,
            [&](session_event&) { return ++events, done() ? io::pump_step::stop : io::pump_step::go_on; },
            [&] { return done() ? io::pump_step::stop : io::pump_step::go_on; });
    }
    scripted_stream stream;
    scripted_session session;
    io::input_hint hint;
    int events = 0;
};

constexpr auto never = [] { return false; };

BOOST_AUTO_TEST_SUITE(io_pump)

BOOST_AUTO_TEST_CASE(moves_output_input_and_events) {
    pumping p;
    p.session.output = "hello";
    p.stream.takes = 2;
    p.stream.input = {"abc", "de"};
    const auto done = [&] { return p.session.bytes == 5 && p.session.output.empty(); };
    BOOST_TEST(p.run(done).has_value());
    BOOST_TEST(p.stream.written == "hello");
    BOOST_TEST(p.events >= 1);
}

BOOST_AUTO_TEST_CASE(a_deadline_ends_the_wait_and_the_sessions_own_deadlines_do_not) {
    pumping p;
    p.session.due = p.stream.clock + std::chrono::seconds{1};
    const auto until = p.stream.clock + std::chrono::seconds{3};
    const auto once = [&] {
        if (p.session.told >= p.stream.clock && p.session.due && p.stream.clock >= *p.session.due)
            p.session.due.reset();
        return false;
    };
    BOOST_TEST((p.run(once, until).error() == std::errc::timed_out));
    BOOST_TEST((p.stream.clock == until));
    BOOST_TEST(p.stream.waits == 2);
}

BOOST_AUTO_TEST_CASE(the_end_of_the_session_is_its_error) {
    pumping eof;
    eof.stream.input = {""};
    BOOST_TEST(eof.run(never).error() == remote_error::connection_closed);

    pumping broken;
    broken.stream.input = {"error"};
    BOOST_TEST((broken.run(never).error() == std::errc::connection_reset));

    pumping deaf;
    deaf.session.output = "x";
    deaf.stream.write_error = std::make_error_code(std::errc::broken_pipe);
    BOOST_TEST((deaf.run(never).error() == std::errc::broken_pipe));
    BOOST_TEST(deaf.session.output.empty());
}

BOOST_AUTO_TEST_CASE(an_interrupted_wait_leaves_the_session_open) {
    pumping p;
    p.stream.interrupted = true;
    BOOST_TEST((p.run(never).error() == std::errc::operation_canceled));
    BOOST_TEST(!p.session.is_closed());
}

BOOST_AUTO_TEST_CASE(a_session_that_wants_no_input_is_not_read) {
    pumping p;
    p.session.reads = false;
    p.stream.input = {"abc"};
    BOOST_TEST((p.run(never, p.stream.clock + std::chrono::seconds{1}).error() == std::errc::timed_out));
    BOOST_TEST(p.session.bytes == 0U);
    BOOST_TEST(!p.stream.wanted.readable);
}

BOOST_AUTO_TEST_CASE(what_waits_for_drained_output_follows_without_input) {
    pumping p;
    p.session.more = 3;
    p.stream.input = {"abc"};
    const auto start = p.stream.clock;
    BOOST_TEST((p.run(never, start + std::chrono::seconds{1}).error() == std::errc::timed_out));
    BOOST_TEST(p.stream.written == "moremoremore");
    // Input is not held up by it.
    BOOST_TEST(p.session.bytes == 3U);
    // No time passed but for the last wait.
    BOOST_TEST((p.stream.clock == start + std::chrono::seconds{1}));
    BOOST_TEST(p.stream.waits <= 5);
}

BOOST_AUTO_TEST_CASE(the_hint_never_holds_up_the_last_bytes) {
    io::input_hint hint;
    BOOST_TEST(hint.low_water() == 1U);
    hint.expect(std::uint64_t{1} << 30);
    BOOST_TEST(hint.low_water() == io::input_hint::most);
    hint.expect(200 * 1024);
    BOOST_TEST(hint.low_water() == 100U * 1024);
    for (std::uint64_t left = 32 * 1024; left-- > 0;) {
        hint.expect(left);
        BOOST_TEST_REQUIRE(hint.low_water() == 1U);
    }
}

BOOST_AUTO_TEST_CASE(after_a_delay_every_byte_wakes_for_a_while) {
    io::input_hint hint;
    hint.expect(std::uint64_t{1} << 30);
    hint.on_delay();
    BOOST_TEST(hint.low_water() == 1U);
    hint.on_read(1024);
    BOOST_TEST(hint.low_water() == 1U);
    hint.on_read(std::size_t{16} * 1024 * 1024);
    BOOST_TEST(hint.low_water() == io::input_hint::most);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
