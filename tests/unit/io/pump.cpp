#include <hawser/connection/multiplexer.hpp>
#include <hawser/io/pump.hpp>

#include "support/fixed_random.hpp"

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
        const bool hidden = holds_back && low_water > 1;
        if (want.readable && !input.empty() && !hidden) return readiness{true, false};
        if (want.writable) {
            takes = 1000;
            return readiness{false, true};
        }
        if (until) clock = *until;
        return readiness{};
    }
    time_point now() const { return clock; }
    result<void> receive_low_water(std::size_t bytes) {
        low_water = bytes;
        return {};
    }
    void close() {}

    std::deque<std::string> input;
    std::string written;
    std::size_t takes = 1000;
    std::error_code write_error;
    bool interrupted = false;
    int waits = 0;
    std::size_t low_water = 1;
    /// What is there is less than the low water.
    bool holds_back = false;
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

/// A session with a real multiplexer, nothing sealed, and one channel that its owner fills as far as it goes.
struct sending_session {
    sending_session() {
        out.bar(false);
        id = *mux.open("session");
        while (out.has_unsealed()) {
            (void)out.next_unsealed();
            out.mark_sealed();
        }
        out.consume(out.sealed().size());
    }
    void window(std::uint32_t bytes) {
        byte_buffer payload;
        wire::writer w{payload};
        wire::encode(w, wire::channel_open_confirmation{id.value, 7, bytes, limits::channel_packet, {}});
        BOOST_REQUIRE(mux.on_message(payload.view()));
        mux.settle();
    }
    /// The owner's turn before output.
    void fill() {
        const auto sent = mux.send(id, connection::data_stream::standard, data);
        BOOST_REQUIRE(sent);
        data = data.subspan(*sent);
    }

    void on_time(time_point now) { mux.on_time(now); }
    session_event next_event() {
        const connection::event owed = mux.next_event();
        if (const auto* more = owed.as<connection::channel_writable>()) return *more;
        if (error) return transport::closed{error};
        return {};
    }
    byte_view next_output() {
        mux.flush();
        while (out.has_unsealed()) {
            (void)out.next_unsealed();
            out.mark_sealed();
        }
        return out.sealed();
    }
    void consume_output(std::size_t size) { out.consume(size); }
    result<byte_span> receive_space() { return byte_span{room}; }
    void received(std::size_t) {}
    void on_eof() {}
    void on_stream_error(std::error_code why) { error = why; }
    void fail(std::error_code why) { error = why; }
    bool is_closed() const { return static_cast<bool>(error); }
    bool wants_input() const { return true; }
    bool has_room_again() const { return mux.has_room_again(); }
    deadline next_deadline() const { return {}; }

    testing::fixed_random random;
    wire::outbox out;
    connection::multiplexer mux{role::client, out, {}, environment{random}};
    connection::channel_id id{};
    byte_vector content = byte_vector(std::size_t{4} * 1024 * 1024);
    byte_view data = content;
    std::array<std::byte, 64> room{};
    std::error_code error;
};

/// Takes `gulp` bytes whenever a wait for writing has found it writable, which each time takes a second.
struct slow_stream {
    result<std::size_t> read_some(byte_span) { return std::errc::operation_would_block; }
    result<std::size_t> write_some(byte_view bytes) {
        if (takes == 0) return std::errc::operation_would_block;
        const std::size_t size = std::min(takes, bytes.size());
        takes -= size;
        written += size;
        return size;
    }
    result<readiness> wait(readiness want, deadline until) {
        (until && *until <= clock ? looks : waits)++;
        // A loop that would never end.
        if (looks > 10'000) return std::errc::state_not_recoverable;
        if (until && *until <= clock) return readiness{};
        const time_point writable = clock + std::chrono::seconds{1};
        if (want.writable && gulp != 0 && (!until || writable <= *until)) {
            clock = writable;
            takes = gulp;
            return readiness{false, true};
        }
        clock = *until;
        return readiness{};
    }
    time_point now() const { return clock; }
    void close() {}

    std::size_t gulp = 0;
    std::size_t takes = 0;
    std::size_t written = 0;
    /// Waits that let no time pass, and others.
    int looks = 0, waits = 0;
    time_point clock{};
};

/// Lets the owner of a channel send for so long.
struct sending {
    void run(duration time) {
        io::input_hint hint;
        const auto ran = io::pump(
            session, stream, hint, stream.clock + time, [](session_event&) { return io::pump_step::go_on; },
            [this] { return session.fill(), io::pump_step::go_on; });
        BOOST_TEST((ran.error() == std::errc::timed_out));
    }
    sending_session session;
    slow_stream stream;
};

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

BOOST_AUTO_TEST_CASE(a_peer_that_never_pauses_does_not_hold_the_deadline_off) {
    pumping p;
    const auto until = p.stream.clock + std::chrono::seconds{3};
    p.stream.input.assign(100, "abc");
    const auto second_by_second = [&] {
        p.stream.clock += std::chrono::seconds{1};
        return false;
    };
    auto ran = io::pump(
        p.session, p.stream, p.hint, until, [](session_event&) { return io::pump_step::go_on; },
        [&] { return second_by_second() ? io::pump_step::stop : io::pump_step::go_on; });
    BOOST_TEST((ran.error() == std::errc::timed_out));
    BOOST_TEST(p.session.bytes <= 5U * 3);
}

BOOST_AUTO_TEST_CASE(what_is_there_when_the_deadline_passes_is_still_seen) {
    pumping p;
    p.stream.input = {"abc"};
    BOOST_TEST(
        p.run([&] { return p.session.bytes == 3; }, p.stream.clock - std::chrono::seconds{1}).has_value());
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

BOOST_AUTO_TEST_CASE(a_stream_that_takes_nothing_is_waited_for_and_not_asked_again_and_again) {
    sending s;
    s.session.window(0x7fffffff);
    s.run(std::chrono::seconds{60});
    BOOST_TEST(s.stream.written == 0U);
    BOOST_TEST(s.session.out.room() == 0U);
    BOOST_TEST(s.stream.looks <= 1);
    BOOST_TEST(s.stream.waits == 1);
}

BOOST_AUTO_TEST_CASE(a_stream_that_takes_a_little_at_a_time_costs_a_look_for_each_packet_at_most) {
    for (const std::size_t gulp : {1U, 1000U, 40'000U, 300'000U}) {
        BOOST_TEST_CONTEXT("gulps of " << gulp) {
            sending s;
            s.session.window(0x7fffffff);
            s.stream.gulp = gulp;
            s.run(std::chrono::seconds{10});
            BOOST_TEST(s.stream.written == 10 * gulp);
            // Only room for a whole packet is worth one.
            BOOST_TEST(s.stream.looks <= 2 + static_cast<int>(10 * gulp / limits::channel_packet));
            BOOST_TEST(s.stream.waits <= 11);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_window_that_is_used_up_is_waited_for) {
    sending s;
    s.session.window(1024 * 1024);
    s.stream.takes = static_cast<std::size_t>(-1);
    s.run(std::chrono::seconds{60});
    BOOST_TEST(s.session.content.size() - s.session.data.size() == 1024U * 1024);
    // One for each time that the output was full.
    BOOST_TEST(s.stream.looks <= 1 + static_cast<int>(1024 * 1024 / limits::output_high_water));
    BOOST_TEST(s.stream.waits == 1);
}

BOOST_AUTO_TEST_CASE(a_key_exchange_that_bars_output_is_waited_for) {
    sending s;
    s.session.window(0x7fffffff);
    s.session.out.bar(true);
    s.stream.takes = static_cast<std::size_t>(-1);
    s.run(std::chrono::seconds{60});
    BOOST_TEST(s.stream.looks <= 1);
    BOOST_TEST(s.stream.waits == 1);
    s.session.out.bar(false);
    s.run(std::chrono::seconds{60});
    BOOST_TEST(s.session.data.empty());
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
    constexpr std::size_t most = io::input_hint::most;
    io::input_hint hint;
    hint.expect(std::uint64_t{1} << 30);
    hint.on_delay();
    BOOST_TEST(hint.low_water() == 1U);
    hint.on_read(most - 1, {});
    BOOST_TEST(hint.low_water() == 1U);
    hint.on_read(1, {});
    BOOST_TEST(hint.low_water() == most);
}

BOOST_AUTO_TEST_CASE(delays_in_a_row_are_remembered_longer_and_one_alone_is_not) {
    constexpr std::size_t most = io::input_hint::most;
    io::input_hint hint;
    hint.expect(std::uint64_t{1} << 30);
    // How many bytes each wake the reader after one more delay.
    const auto cautious = [&] {
        hint.on_delay();
        std::size_t bytes = 0;
        for (; hint.low_water() == 1; bytes += most / 8) hint.on_read(most / 8, {});
        return bytes;
    };
    for (const std::size_t times : {1, 2, 4, 8, 16, 32, 64, 128, 256, 256, 256})
        BOOST_TEST(cautious() == times * most);
    // Less than was waited for is no sign that the peer keeps up.
    hint.on_read(most - 1, {});
    BOOST_TEST(cautious() == 256 * most);
    hint.on_read(most, {});
    BOOST_TEST(cautious() == most);
}

BOOST_AUTO_TEST_CASE(input_that_flows_is_waited_for_in_pieces) {
    using hint_type = io::input_hint;
    const time_point start{std::chrono::seconds{1}};
    hint_type hint;
    const auto flow = [&](std::uint64_t bytes, std::size_t each, duration pause) {
        time_point now = start;
        hint = {};
        hint.on_read(0, now);
        for (std::uint64_t done = 0; done < bytes; done += each) hint.on_read(each, now += pause);
        return hint.low_water();
    };
    constexpr std::size_t piece = hint_type::most / 2;
    constexpr duration soon = hint_type::flow_patience;
    BOOST_TEST(flow(hint_type::flow_begins - hint_type::flow_read, hint_type::flow_read, soon) == 1U);
    // Neither much that comes in crumbs nor much that comes slowly.
    BOOST_TEST(flow(4 * hint_type::flow_begins, hint_type::flow_read - 1, soon) == 1U);
    BOOST_TEST(flow(4 * hint_type::flow_begins, hint_type::flow_read, soon + duration{1}) == 1U);
    BOOST_TEST(flow(hint_type::flow_begins, hint_type::flow_read, soon) == piece);
    BOOST_TEST((hint.patience() == hint_type::flow_patience));
    // What is expected is known better.
    hint.expect(hint_type::most / 8);
    BOOST_TEST(hint.low_water() == 1U);
    BOOST_TEST((hint.patience() == hint_type::expected_patience));
}

BOOST_AUTO_TEST_CASE(a_crumb_and_a_delay_each_end_a_flow) {
    using hint_type = io::input_hint;
    const time_point now{std::chrono::seconds{1}};
    hint_type hint;
    const auto flow = [&](std::uint64_t bytes) {
        for (; bytes != 0; bytes -= hint_type::flow_read) hint.on_read(hint_type::flow_read, now);
        return hint.low_water();
    };
    hint.on_read(0, now);
    BOOST_TEST_REQUIRE(flow(hint_type::flow_begins) > 1U);
    hint.on_read(100, now);
    BOOST_TEST(hint.low_water() == 1U);
    BOOST_TEST(flow(hint_type::flow_begins - hint_type::flow_read) == 1U);
    BOOST_TEST_REQUIRE(flow(hint_type::flow_read) > 1U);
    hint.on_delay();
    BOOST_TEST(flow(hint_type::flow_begins - hint_type::flow_read) == 1U);
    BOOST_TEST(flow(hint_type::flow_read) > 1U);
}

BOOST_AUTO_TEST_CASE(behind_what_was_expected_nothing_flows) {
    using hint_type = io::input_hint;
    const time_point now{std::chrono::seconds{1}};
    hint_type hint;
    hint.on_read(0, now);
    std::uint64_t left = 4 * hint_type::flow_begins;
    for (; left != 0; left -= hint_type::flow_read) {
        hint.expect(left);
        hint.on_read(hint_type::flow_read, now);
    }
    hint.expect(0);
    // the answer to what is asked next wakes at once
    BOOST_TEST(hint.low_water() == 1U);
}

BOOST_AUTO_TEST_CASE(little_input_is_seen_after_a_short_delay_though_much_was_expected) {
    pumping p;
    p.hint.expect(std::uint64_t{1} << 30);
    const auto start = p.stream.clock;
    p.stream.holds_back = true;
    p.stream.input = {"abc"};
    BOOST_TEST(p.run([&] { return p.session.bytes == 3; }, start + std::chrono::seconds{60}).has_value());
    BOOST_TEST((p.stream.clock - start == io::input_hint::expected_patience));
    // Before the deadline is told as well.
    p.hint.on_read(io::input_hint::most, p.stream.clock);
    p.stream.input = {"def"};
    BOOST_TEST(p.run([&] { return p.session.bytes == 6; }, p.stream.clock).has_value());
}

BOOST_AUTO_TEST_CASE(the_end_of_a_flow_is_seen_after_a_shorter_delay) {
    using hint_type = io::input_hint;
    pumping p;
    p.stream.clock += std::chrono::seconds{1};
    const auto start = p.stream.clock;
    p.hint.on_read(0, start);
    for (std::uint64_t bytes = 0; bytes < hint_type::flow_begins; bytes += hint_type::flow_read)
        p.hint.on_read(hint_type::flow_read, start);
    p.stream.holds_back = true;
    p.stream.input = {"abc"};
    BOOST_TEST(p.run([&] { return p.session.bytes == 3; }, start + std::chrono::seconds{60}).has_value());
    BOOST_TEST((p.stream.clock - start == hint_type::flow_patience));
    // And what comes after it at once.
    p.stream.input = {"def"};
    BOOST_TEST(p.run([&] { return p.session.bytes == 6; }, start + std::chrono::seconds{60}).has_value());
    BOOST_TEST((p.stream.clock - start == hint_type::flow_patience));
}

BOOST_AUTO_TEST_CASE(a_deadline_of_the_session_is_no_delay_of_the_peer) {
    pumping p;
    p.hint.expect(std::uint64_t{1} << 30);
    p.session.due = p.stream.clock + io::input_hint::expected_patience / 2;
    const auto after_it = [&] {
        if (p.stream.clock >= *p.session.due) p.session.due.reset();
        return !p.session.due;
    };
    BOOST_TEST(p.run(after_it).has_value());
    BOOST_TEST(p.hint.low_water() == io::input_hint::most);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
