#include <hawser/core/error.hpp>
#include <hawser/io/memory/pipe.hpp>

#include <boost/test/unit_test.hpp>

#include <string>
#include <vector>

using namespace hawser;
using namespace hawser::io::memory;
using namespace std::chrono_literals;

static_assert(byte_stream<pipe_end>);
static_assert(!std::copy_constructible<pipe_end>);
static_assert(std::is_nothrow_move_constructible_v<pipe_end>);

namespace {

std::string read_text(pipe_end& from, std::size_t room_size = 64) {
    std::vector<std::byte> room(room_size);
    auto got = from.read_some(room);
    return got ? std::string{as_text(byte_view{room}.first(*got))} : "error: " + got.error().message();
}

} // namespace

BOOST_AUTO_TEST_SUITE(io_memory_pipe)

BOOST_AUTO_TEST_CASE(both_directions_carry_bytes) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    BOOST_TEST(!pipe.server.readable());
    BOOST_TEST(*pipe.client.write_some(as_bytes("question")) == 8u);
    BOOST_TEST(*pipe.server.write_some(as_bytes("answer")) == 6u);
    BOOST_TEST(pipe.server.readable());
    BOOST_TEST(read_text(pipe.server, 5) == "quest");
    BOOST_TEST(read_text(pipe.server) == "ion");
    BOOST_TEST(read_text(pipe.client) == "answer");
    std::byte room[1];
    BOOST_TEST((pipe.client.read_some(room).error() == std::errc::operation_would_block));
    BOOST_TEST(pipe.client.bytes_sent() == 8u);
    BOOST_TEST(pipe.server.bytes_received() == 8u);
    BOOST_TEST(pipe.client.bytes_received() == 6u);
    BOOST_TEST(pipe.client.calls() == 3u);
}

BOOST_AUTO_TEST_CASE(capacity_bounds_what_is_unread) {
    virtual_clock clock;
    pipe_pair pipe{clock, {.capacity = 4}};
    BOOST_TEST(*pipe.client.write_some(as_bytes("abcdef")) == 4u);
    BOOST_TEST(!pipe.client.writable());
    BOOST_TEST((pipe.client.write_some(as_bytes("ef")).error() == std::errc::operation_would_block));
    BOOST_TEST(read_text(pipe.server, 1) == "a");
    BOOST_TEST(pipe.client.writable());
    BOOST_TEST(*pipe.client.write_some(as_bytes("ef")) == 1u);
    BOOST_TEST(read_text(pipe.server) == "bcde");
}

BOOST_AUTO_TEST_CASE(chunks_as_told) {
    virtual_clock clock;
    pipe_options options;
    options.client_writes = {.at_most = 3};
    options.server_reads = {.at_most = 1};
    pipe_pair pipe{clock, options};
    BOOST_TEST(*pipe.client.write_some(as_bytes("abcdef")) == 3u);
    BOOST_TEST(read_text(pipe.server) == "a");
    BOOST_TEST(read_text(pipe.server) == "b");

    const auto sizes = [&](std::uint64_t seed) {
        pipe_options random;
        random.client_writes = {.at_most = 100, .seed = seed};
        pipe_pair p{clock, random};
        std::vector<std::size_t> out;
        const std::string text(1000, 'x');
        for (int i = 0; i < 20; ++i) out.push_back(*p.client.write_some(as_bytes(text)));
        return out;
    };
    const auto first = sizes(1);
    BOOST_TEST((first == sizes(1)));
    BOOST_TEST((first != sizes(2)));
    for (const std::size_t size : first) BOOST_TEST((size >= 1 && size <= 100));
}

BOOST_AUTO_TEST_CASE(bytes_travel_for_the_delay) {
    virtual_clock clock;
    pipe_pair pipe{clock, {.delay = 20ms}};
    const time_point start = clock.now();
    BOOST_TEST(pipe.client.write_some(as_bytes("one")).has_value());
    clock.advance(5ms);
    BOOST_TEST(pipe.client.write_some(as_bytes("two")).has_value());
    pipe.client.shutdown_write();
    BOOST_TEST(!pipe.server.readable());
    BOOST_TEST((pipe.server.next_arrival() == start + 20ms));

    // a wait moves the clock to the arrival, and no further
    BOOST_TEST(pipe.server.wait({.readable = true}, start + 1h)->readable);
    BOOST_TEST((clock.now() == start + 20ms));
    BOOST_TEST(read_text(pipe.server) == "one");
    BOOST_TEST((pipe.server.next_arrival() == start + 25ms));
    // nor past a deadline
    BOOST_TEST(!pipe.server.wait({.readable = true}, start + 21ms)->readable);
    BOOST_TEST((clock.now() == start + 21ms));
    BOOST_TEST(pipe.server.wait({.readable = true}, {})->readable);
    BOOST_TEST(read_text(pipe.server) == "two");
    BOOST_TEST(read_text(pipe.server) == "");
    BOOST_TEST(!pipe.server.next_arrival().has_value());
}

BOOST_AUTO_TEST_CASE(half_close_ends_one_direction) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    BOOST_TEST(pipe.client.write_some(as_bytes("last")).has_value());
    BOOST_TEST(!pipe.server.peer_closed());
    pipe.client.shutdown_write();
    BOOST_TEST(pipe.server.peer_closed());
    BOOST_TEST((pipe.client.write_some(as_bytes("x")).error() == std::errc::broken_pipe));
    BOOST_TEST(read_text(pipe.server) == "last");
    BOOST_TEST(read_text(pipe.server) == "");
    BOOST_TEST(pipe.server.write_some(as_bytes("reply")).has_value());
    BOOST_TEST(read_text(pipe.client) == "reply");
}

BOOST_AUTO_TEST_CASE(close_and_destruction_end_both) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    {
        pipe_end taken = std::move(pipe.client);
        BOOST_TEST(!pipe.client.is_open());
        BOOST_TEST(taken.write_some(as_bytes("bye")).has_value());
    }
    BOOST_TEST(read_text(pipe.server) == "bye");
    BOOST_TEST(read_text(pipe.server) == "");
    BOOST_TEST((pipe.server.write_some(as_bytes("x")).error() == std::errc::broken_pipe));
    pipe.server.close();
    pipe.server.close();
    std::byte room[1];
    BOOST_TEST((pipe.server.read_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((pipe.server.write_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST((pipe.server.wait({.readable = true}, {}).error() == std::errc::bad_file_descriptor));
    // a moved-from or default end answers, too
    BOOST_TEST((pipe_end{}.read_some(room).error() == std::errc::bad_file_descriptor));
    BOOST_TEST(pipe_end{}.calls() == 0u);
}

BOOST_AUTO_TEST_CASE(reset_loses_what_was_not_read) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    BOOST_TEST(pipe.client.write_some(as_bytes("lost")).has_value());
    pipe.client.reset();
    std::byte room[8];
    BOOST_TEST((pipe.server.read_some(room).error() == std::errc::connection_reset));
    BOOST_TEST((pipe.client.read_some(room).error() == std::errc::connection_reset));
    BOOST_TEST((pipe.server.write_some(room).error() == std::errc::connection_reset));
}

BOOST_AUTO_TEST_CASE(an_empty_room_is_not_an_end_of_stream) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    BOOST_TEST((pipe.client.read_some({}).error() == usage_error::invalid_argument));
    BOOST_TEST(*pipe.client.write_some({}) == 0u);
}

BOOST_AUTO_TEST_CASE(wait_answers_at_once_when_ready) {
    virtual_clock clock;
    pipe_pair pipe{clock, {.capacity = 1}};
    const time_point start = clock.now();
    auto ready = pipe.client.wait({true, true}, start + 1s);
    BOOST_TEST(ready->writable);
    BOOST_TEST(!ready->readable);
    BOOST_TEST(pipe.server.write_some(as_bytes("x")).has_value());
    ready = pipe.client.wait({true, true}, start + 1s);
    BOOST_TEST(ready->readable);
    BOOST_TEST((clock.now() == start));
}

BOOST_AUTO_TEST_CASE(wait_moves_the_clock_when_nothing_can_happen) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    const time_point until = clock.now() + 10h;
    const auto ready = pipe.client.wait({.readable = true}, until);
    BOOST_TEST(!ready->readable);
    BOOST_TEST((pipe.client.now() == until));
    BOOST_TEST(
        (pipe.client.wait({.readable = true}, {}).error() == std::errc::resource_deadlock_would_occur));
    // a deadline in the past changes nothing
    BOOST_TEST(pipe.client.wait({.readable = true}, until - 1h).has_value());
    BOOST_TEST((clock.now() == until));
}

BOOST_AUTO_TEST_CASE(wait_lets_the_other_side_run) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    pipe.client.on_idle([&] {
        if (!pipe.server.readable()) return false;
        const std::string heard = read_text(pipe.server);
        return pipe.server.write_some(as_bytes("echo " + heard)).has_value();
    });
    BOOST_TEST(pipe.client.write_some(as_bytes("hello")).has_value());
    BOOST_TEST(pipe.client.wait({.readable = true}, {})->readable);
    BOOST_TEST(read_text(pipe.client) == "echo hello");
    BOOST_TEST(
        (pipe.client.wait({.readable = true}, {}).error() == std::errc::resource_deadlock_would_occur));
    // the other side may even close this end from under the wait
    pipe.client.on_idle([&] {
        pipe.client.close();
        return true;
    });
    BOOST_TEST((pipe.client.wait({.readable = true}, {}).error() == std::errc::bad_file_descriptor));
}

BOOST_AUTO_TEST_CASE(interrupt_cancels_one_wait) {
    virtual_clock clock;
    pipe_pair pipe{clock};
    pipe.client.interrupt();
    BOOST_TEST((pipe.client.wait({.writable = true}, {}).error() == std::errc::operation_canceled));
    BOOST_TEST(pipe.client.wait({.writable = true}, {})->writable);
}

BOOST_AUTO_TEST_SUITE_END()
