// Who does not read holds up himself and nobody else, and nobody's memory.

#include "support/checking_memory.hpp"
#include "support/full_run.hpp"
#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

namespace {

constexpr std::size_t mebibyte = 1024 * 1024;

/// Ten channels of which one is stalled, and another moves a lot.
struct ten_channels {
    checking_memory client_memory, server_memory;
    std::uint64_t size = (is_full_run() ? std::uint64_t{1024} : std::uint64_t{64}) * mebibyte;

    story_options options() {
        story_options made;
        made.client_memory = &client_memory;
        made.server_memory = &server_memory;
        made.goodbye = false;
        return made;
    }
    void check_memory() const {
        // One window of the stalled channel, half of it once more while its buffer grew, and receive and send
        // buffers.
        BOOST_TEST(client_memory.most_held < 5 * mebibyte);
        BOOST_TEST(server_memory.most_held < 5 * mebibyte);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(stories_flow)

BOOST_AUTO_TEST_CASE(a_stalled_reader_of_ours, *boost::unit_test::label("N14")) {
    ten_channels ten;
    story s{ten.options()};
    story_job& stalled = s.source(1, std::uint64_t{1} << 40);
    stalled.stalled = true;
    story_job& busy = s.source(2, ten.size);
    for (int i = 0; i < 8; ++i) s.exec("cat").input_text = "hello " + std::to_string(i);
    s.run();
    BOOST_TEST(busy.is_done_well());
    BOOST_TEST(busy.received == ten.size);
    for (std::size_t i = 2; i < 10; ++i) {
        BOOST_TEST(s.jobs[i].is_done_well());
        BOOST_TEST(s.jobs[i].out == "hello " + std::to_string(i - 2));
    }
    // It is all there for the day the reader wakes up, and no more than the window.
    BOOST_TEST(stalled.ends == 0);
    const std::size_t unread = s.client.connection().pending(stalled.id).size();
    BOOST_TEST(unread == limits::channel_window);
    ten.check_memory();

    s.client.release_idle_buffers();
    BOOST_TEST(ten.client_memory.bytes_held < limits::channel_window + 64u * 1024);
    stalled.stalled = false;
    BOOST_TEST(stalled.expected->matches(0, s.client.connection().pending(stalled.id)));
    stalled.received += unread;
    BOOST_REQUIRE(s.client.connection().consume(stalled.id, connection::data_stream::standard, unread));
    s.link.run_until([&] { return stalled.received > 8 * mebibyte; });
    BOOST_TEST(stalled.is_as_expected);
    BOOST_TEST(stalled.received > 8 * mebibyte);
}

BOOST_AUTO_TEST_CASE(a_stalled_reader_of_theirs, *boost::unit_test::label("N14")) {
    ten_channels ten;
    story s{ten.options()};
    story_job& stalled = s.exec("hang");
    stalled.input.emplace(1);
    stalled.input_size = std::uint64_t{1} << 40;
    story_job& busy = s.sink(2, ten.size);
    for (int i = 0; i < 8; ++i) s.exec("cat").input_text = "hello " + std::to_string(i);
    s.run();
    BOOST_TEST(busy.is_done_well());
    for (std::size_t i = 2; i < 10; ++i) BOOST_TEST(s.jobs[i].is_done_well());
    BOOST_TEST(stalled.ends == 0);
    BOOST_TEST(stalled.sent == limits::channel_window);
    ten.check_memory();
}

BOOST_AUTO_TEST_CASE(a_reader_that_stalls_after_its_window_grew, *boost::unit_test::label("N14")) {
    // It grew as far as it may while it was alone, far beyond the backlog of the session.
    constexpr std::uint32_t grown = 16 * mebibyte;
    checking_memory memory;
    story_options options;
    options.client_memory = &memory;
    options.goodbye = false;
    options.client.connection.channel.window_maximum = grown;
    story s{std::move(options)};
    story_job& stalled = s.source(1, std::uint64_t{1} << 40);
    s.link.run_until([&] {
        const connection::channel* c = s.client.connection().find(stalled.id);
        return c != nullptr && c->incoming.target() == grown && c->incoming.credit() > grown / 2;
    });
    stalled.stalled = true;
    story_job& busy = s.source(2, 64 * mebibyte);
    for (int i = 0; i < 8; ++i) s.exec("cat").input_text = "hello " + std::to_string(i);
    s.run();
    BOOST_TEST(busy.is_done_well());
    for (std::size_t i = 2; i < 10; ++i) BOOST_TEST(s.jobs[i].is_done_well());
    BOOST_TEST(stalled.ends == 0);
    const std::size_t unread = s.client.connection().pending(stalled.id).size();
    BOOST_TEST(unread > 2 * limits::session_backlog);
    BOOST_TEST(unread <= grown);
    // The data, once more while its buffer grew, and the others.
    BOOST_TEST(memory.most_held < 2 * grown + 8 * mebibyte);
    BOOST_TEST(stalled.is_as_expected);
    // Read again, it goes on with no more than the window it began with.
    stalled.stalled = false;
    stalled.received += unread;
    BOOST_REQUIRE(s.client.connection().consume(stalled.id, connection::data_stream::standard, unread));
    const std::uint64_t further = stalled.received + 20 * mebibyte;
    s.link.run_until([&] { return stalled.received > further; });
    BOOST_TEST(stalled.received > further);
}

BOOST_AUTO_TEST_CASE(a_peer_that_reads_nothing_at_all) {
    // Its operating system takes 64 KiB, and our output stays at its high-water mark.
    checking_memory memory;
    story_options options;
    options.server_memory = &memory;
    options.client.connection.channel.window = 256u << 20;
    options.goodbye = false;
    story s{std::move(options)};
    s.source(1, std::uint64_t{1} << 30);
    s.link.run_until([&] { return s.jobs[0].received > mebibyte; });
    const auto stop = s.link.client_end().bytes_received();
    const auto sent = s.link.server_end().bytes_sent();
    // Only the server has turns now.
    for (int i = 0; i < 1000; ++i) {
        s.server.on_time(s.clock.now());
        while (s.server.next_event()) {
        }
        s.app.before_output();
        io::send_output(s.server, s.link.server_end());
    }
    BOOST_TEST(s.link.server_end().bytes_sent() - sent <= 64u * 1024);
    BOOST_TEST(s.link.client_end().bytes_received() == stop);
    BOOST_TEST(!s.server.wants_input());
    BOOST_TEST(memory.most_held < 7 * mebibyte / 2);
    s.link.run_until([&] { return s.jobs[0].received > 20 * mebibyte; });
    BOOST_TEST(s.jobs[0].is_as_expected);
    BOOST_TEST(s.jobs[0].received > 20 * mebibyte);
}

BOOST_AUTO_TEST_CASE(both_flood_and_neither_starves) {
    // Each side has more to say than fits anywhere; small pipes, small windows, and a slow wire.
    for (const std::size_t capacity : {std::size_t{1}, std::size_t{100}, std::size_t{5000}}) {
        BOOST_TEST_CONTEXT("capacity " << capacity) {
            story_options options;
            options.link.pipe.capacity = capacity;
            options.link.pipe.delay = std::chrono::milliseconds{1};
            for (session_options* side : {&options.client, &options.server}) {
                side->connection.channel.window = 3000;
                side->connection.channel.window_maximum = 0;
                side->connection.channel.maximum_packet = 1000;
            }
            story s{std::move(options)};
            for (std::uint64_t i = 0; i < 4; ++i) s.both(10 * i, capacity == 1 ? 5'000 : 100'000);
            story_job& echo = s.exec("cat");
            echo.input_text = std::string(20'000, 'e');
            s.run();
            BOOST_TEST(s.is_happy());
            BOOST_TEST((echo.out == std::string(20'000, 'e')));
        }
    }
}

BOOST_AUTO_TEST_CASE(echo_with_a_reader_that_pauses) {
    // What the client does not read comes to rest in its window, in the server's, and nowhere else.
    checking_memory memory;
    story_options options;
    options.server_memory = &memory;
    options.goodbye = false;
    options.client.connection.channel.window = options.server.connection.channel.window = 100'000;
    options.client.connection.channel.window_maximum = options.server.connection.channel.window_maximum = 0;
    story s{std::move(options)};
    story_job& job = s.exec("cat");
    job.stalled = true;
    job.input.emplace(9);
    job.input_size = 4 * mebibyte;
    job.expected.emplace(9);
    s.run();
    BOOST_TEST(job.sent <= 200'000u);
    BOOST_TEST(job.sent > 150'000u);
    BOOST_TEST(s.client.connection().pending(job.id).size() == 100'000u);
    job.stalled = false;
    BOOST_TEST(job.expected->matches(0, s.client.connection().pending(job.id)));
    job.received = 100'000;
    BOOST_REQUIRE(s.client.connection().consume(job.id, connection::data_stream::standard, 100'000));
    s.run();
    BOOST_TEST(job.is_done_well());
    BOOST_TEST(job.received == 4 * mebibyte);
    BOOST_TEST(memory.most_held < 2 * mebibyte);
}

BOOST_AUTO_TEST_CASE(idle_sessions_give_their_buffers_back) {
    checking_memory memory;
    story_options options;
    options.client_memory = options.server_memory = &memory;
    story s{std::move(options)};
    story_job& job = s.source(1, 8 * mebibyte);
    s.exec("cat").keep_open = true;
    s.run();
    BOOST_TEST(job.is_done_well());
    s.client.release_idle_buffers();
    s.server.release_idle_buffers();
    BOOST_TEST(memory.bytes_held < 16u * 1024);
    s.jobs[1].input_text = "still there";
    s.jobs[1].keep_open = false;
    s.run();
    BOOST_TEST(s.jobs[1].out == "still there");
    BOOST_TEST(s.is_happy());
}

BOOST_AUTO_TEST_SUITE_END()
