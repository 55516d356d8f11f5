#include <hawser/io/memory/lockstep.hpp>

#include <boost/test/unit_test.hpp>

#include <deque>
#include <string>

using namespace hawser;
using namespace hawser::io::memory;
using namespace std::chrono_literals;

namespace {

/// What lockstep needs of a session, and nothing of SSH: it says what it is told to, and keeps what it hears.
struct talker {
    std::string to_say, heard;
    std::deque<session_event> events;
    std::vector<time_point> told;
    std::byte room[64];
    deadline due;
    bool deaf = false, ended = false, closed = false;
    std::error_code failed;

    void on_time(time_point now) {
        if (due && now >= *due) {
            due.reset();
            told.push_back(now);
        }
    }
    session_event next_event() {
        if (ended && !closed) {
            closed = true;
            return transport::closed{failed ? failed : make_error_code(remote_error::connection_closed)};
        }
        if (events.empty()) return {};
        session_event e = events.front();
        events.pop_front();
        return e;
    }
    byte_view next_output() const { return as_bytes(to_say); }
    void consume_output(std::size_t size) { to_say.erase(0, size); }
    result<byte_span> receive_space() { return byte_span{room}; }
    void received(std::size_t size) {
        heard += as_text(byte_view{room}.first(size));
        heard += '|';
    }
    bool wants_input() const { return !deaf; }
    bool is_closed() const { return closed; }
    void on_eof() { ended = true; }
    void on_stream_error(std::error_code e) {
        failed = e;
        ended = true;
    }
    void fail(std::error_code e) { failed = e; }
    deadline next_deadline() const { return due; }
};

struct two {
    virtual_clock clock;
    talker client, server;
    lockstep<talker, talker> link;

    explicit two(lockstep_options options = {}) : link{client, server, clock, std::move(options)} {}
};

std::string without_bars(std::string text) {
    std::erase(text, '|');
    return text;
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_memory_lockstep)

BOOST_AUTO_TEST_CASE(carries_both_ways_until_nothing_is_left) {
    two t;
    t.client.to_say = "question";
    t.server.to_say = "answer";
    t.link.run();
    BOOST_TEST(t.server.heard == "question|");
    BOOST_TEST(t.client.heard == "answer|");
    BOOST_TEST(!t.link.turn());
}

BOOST_AUTO_TEST_CASE(splits_as_told) {
    lockstep_options options;
    options.pipe.server_reads.at_most = 3;
    two t{options};
    t.client.to_say = "abcdefgh";
    t.link.run();
    BOOST_TEST(t.server.heard == "abc|def|gh|");
}

BOOST_AUTO_TEST_CASE(a_seed_decides_everything) {
    const auto told = [](std::uint64_t seed) {
        lockstep_options options;
        options.seed = seed;
        two t{options};
        t.client.to_say = t.server.to_say = std::string(200, 'x');
        t.link.run();
        BOOST_TEST(without_bars(t.server.heard) == std::string(200, 'x'));
        return t.server.heard + '/' + t.client.heard;
    };
    BOOST_TEST(told(5) == told(5));
    BOOST_TEST(told(5) != told(6));
}

BOOST_AUTO_TEST_CASE(a_full_pipe_waits_for_its_reader) {
    lockstep_options options;
    options.pipe.capacity = 10;
    two t{options};
    t.server.deaf = true;
    t.client.to_say = std::string(25, 'x');
    t.link.run();
    BOOST_TEST(t.client.to_say.size() == 15u);
    t.server.deaf = false;
    t.link.run();
    BOOST_TEST(without_bars(t.server.heard) == std::string(25, 'x'));
}

BOOST_AUTO_TEST_CASE(events_go_to_their_handlers_and_output_follows) {
    two t;
    t.client.events.push_back(transport::keys_changed{true});
    int events = 0, turns = 0;
    t.link.on_client_event = [&](session_event& e) {
        BOOST_TEST(e.is<transport::keys_changed>());
        ++events;
    };
    t.link.on_server_event = [&](session_event&) { BOOST_ERROR("not the server's"); };
    t.link.before_client_output = [&] {
        if (turns++ == 0) t.client.to_say = "said late";
    };
    t.link.run();
    BOOST_TEST(events == 1);
    BOOST_TEST(t.server.heard == "said late|");
}

BOOST_AUTO_TEST_CASE(time_moves_only_for_bytes_on_their_way) {
    lockstep_options options;
    options.pipe.delay = 3s;
    two t{options};
    const time_point begun = t.clock.now();
    t.client.to_say = "slow";
    t.server.due = begun + 1h;
    t.link.run();
    BOOST_TEST(t.server.heard == "slow|");
    BOOST_TEST((t.clock.now() == begun + 3s));
    BOOST_TEST(t.server.told.empty());
}

BOOST_AUTO_TEST_CASE(deadlines_are_told_on_time_and_in_order) {
    two t;
    const time_point begun = t.clock.now();
    t.client.due = begun + 5s;
    t.server.due = begun + 2s;
    t.link.run_for(4s);
    BOOST_TEST((t.server.told == std::vector<time_point>{begun + 2s}));
    BOOST_TEST(t.client.told.empty());
    BOOST_TEST((t.clock.now() == begun + 4s));
    BOOST_TEST(t.link.run_to(begun + 1h, [&] { return !t.client.told.empty(); }));
    BOOST_TEST((t.clock.now() == begun + 5s));
}

BOOST_AUTO_TEST_CASE(bytes_that_come_too_late_are_not_waited_for) {
    lockstep_options options;
    options.pipe.delay = 10s;
    two t{options};
    const time_point begun = t.clock.now();
    t.client.to_say = "late";
    BOOST_TEST(!t.link.run_to(begun + 9s, [] { return false; }));
    BOOST_TEST(t.server.heard == "");
    BOOST_TEST((t.clock.now() == begun + 9s));
    t.link.run_for(1s);
    BOOST_TEST(t.server.heard == "late|");
}

BOOST_AUTO_TEST_CASE(who_has_ended_closes_and_the_other_hears_it) {
    two t;
    t.client.to_say = "last words";
    t.client.events.push_back(transport::closed{remote_error::disconnected});
    t.link.run();
    BOOST_TEST(t.server.heard == "last words|");
    BOOST_TEST(!t.link.client_end().is_open());
    BOOST_TEST(t.server.closed);
    BOOST_TEST((!t.server.failed));
    BOOST_TEST(!t.link.server_end().is_open());
}

BOOST_AUTO_TEST_CASE(a_cut_reaches_both) {
    lockstep_options options;
    options.pipe.faults.client_to_server.cut_at = 4;
    two t{options};
    t.client.to_say = "abcdefgh";
    t.link.run();
    BOOST_TEST(t.server.heard == "abcd|");
    BOOST_TEST((t.client.failed == std::errc::connection_reset));
    BOOST_TEST((t.server.failed == std::errc::connection_reset));
    BOOST_TEST(t.client.closed);
    BOOST_TEST(t.server.closed);
}

BOOST_AUTO_TEST_CASE(refusals_now_and_then_lose_nothing) {
    lockstep_options options;
    options.pipe.capacity = 7;
    options.pipe.faults.client.would_block_every = 2;
    options.pipe.faults.server.would_block_every = 2;
    two t{options};
    t.client.to_say = t.server.to_say = std::string(100, 'x');
    t.link.run();
    BOOST_TEST(without_bars(t.server.heard) == std::string(100, 'x'));
    BOOST_TEST(without_bars(t.client.heard) == std::string(100, 'x'));
}

BOOST_AUTO_TEST_SUITE_END()
