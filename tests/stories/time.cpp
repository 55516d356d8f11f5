// Deadlines on a clock that only the story moves: silent peers, slow people, keep-alives.

#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

namespace {

struct byte_counts {
    std::uint64_t client = 0;
    std::uint64_t server = 0;
};

/// What both sides have sent when something has come true.
template <class When>
byte_counts bytes_until(When&& when) {
    story s;
    s.exec("echo hello");
    s.link.run_until([&] { return when(s); });
    return {s.link.client_end().bytes_sent(), s.link.server_end().bytes_sent()};
}

/// A story in which a side is not heard any more after so many bytes.
story_options silent(bool client, std::uint64_t after) {
    story_options options;
    auto& faults = options.link.pipe.faults;
    (client ? faults.client_to_server : faults.server_to_client).stall_at = after;
    return options;
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories_time)

BOOST_AUTO_TEST_CASE(a_server_that_falls_silent_in_the_handshake, *boost::unit_test::label("T04")) {
    const std::uint64_t end = bytes_until([](story& s) { return s.client.is_encrypted(); }).server;
    std::vector<std::uint64_t> stops;
    for (std::uint64_t at = 0; at < end; at += 29) {
        BOOST_TEST_CONTEXT("after byte " << at) {
            story s{silent(false, at)};
            const time_point begun = s.clock.now();
            s.run();
            if (s.client.is_encrypted()) break; // the rest of the bytes above came after the keys
            stops.push_back(at);
            s.link.run_to(begun + 59s, [] { return false; });
            BOOST_TEST(!s.client.is_closed());
            s.link.run_to(begun + 60s, [] { return false; });
            BOOST_TEST((s.client_end.error == std::errc::timed_out));
            BOOST_TEST(s.client_end.times == 1);
            const auto* what = s.client.details().as<subject>();
            BOOST_REQUIRE(what != nullptr);
            BOOST_TEST(what->what == "while");
            BOOST_TEST(!what->name.empty());
        }
    }
    BOOST_TEST(stops.size() > 20u);
}

BOOST_AUTO_TEST_CASE(a_client_that_falls_silent_in_the_handshake, *boost::unit_test::label("T04")) {
    const std::uint64_t keyed = bytes_until([](story& s) { return s.server.is_encrypted(); }).client;
    for (std::uint64_t at = 0; at < keyed; at += 29) {
        BOOST_TEST_CONTEXT("after byte " << at) {
            story s{silent(true, at)};
            const time_point begun = s.clock.now();
            s.run();
            if (s.server.is_encrypted()) break;
            s.link.run_to(begun + 59s, [] { return false; });
            BOOST_TEST(!s.server.is_closed());
            s.link.run_to(begun + 60s, [] { return false; });
            BOOST_TEST((s.server_end.error == std::errc::timed_out));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_peer_that_sends_a_byte_a_minute, *boost::unit_test::label("T04")) {
    story s;
    const byte_vector said = to_vector(s.client.next_output());
    time_point now = s.clock.now();
    std::size_t sent = 0;
    while (!s.server.is_closed() && sent < said.size()) {
        BOOST_REQUIRE(s.server.on_bytes(byte_view{said}.subspan(sent++, 1)));
        while (s.server.next_event()) {
        }
        s.server.on_time(now += 1min);
    }
    BOOST_TEST(sent == 1u);
    BOOST_TEST((s.server.error() == std::errc::timed_out));
}

BOOST_AUTO_TEST_CASE(a_client_that_never_logs_in) {
    const std::uint64_t asked =
        bytes_until([](story& s) { return s.server.login().is_service_accepted(); }).client;
    story s{silent(true, asked)};
    const time_point begun = s.clock.now();
    s.run();
    BOOST_TEST(s.server.is_encrypted());
    s.link.run_to(begun + 119s, [] { return false; });
    BOOST_TEST(!s.server.is_closed());
    s.link.run_to(begun + 120s, [] { return false; });
    BOOST_TEST((s.server_end.error == std::errc::timed_out));
    // The client hears why.
    BOOST_TEST((s.client_end.error == remote_error::disconnected));
}

BOOST_AUTO_TEST_CASE(nobody_who_is_logged_in_is_thrown_out) {
    story s;
    s.exec("cat").keep_open = true;
    s.run();
    s.link.run_for(24h);
    BOOST_TEST(!s.client.is_closed());
    BOOST_TEST(!s.server.is_closed());
    // New keys every hour, and nothing else.
    BOOST_TEST(s.client.key_exchanges() >= 24u);
    BOOST_TEST(s.client.key_exchanges() <= 26u);
}

BOOST_AUTO_TEST_CASE(a_person_may_take_long_over_a_host_key) {
    for (const bool blocking : {true, false}) {
        BOOST_TEST_CONTEXT((blocking ? "inside the handler" : "between two turns")) {
            story_options options;
            options.server.transport.handshake_timeout = 1h;
            story s{std::move(options)};
            s.exec("echo hello");
            const auto usual = s.link.on_client_event;
            bool shown = false;
            s.link.on_client_event = [&](session_event& e) {
                if (!e.is<transport::host_key_offered>()) return usual(e);
                shown = true;
                if (!blocking) return;
                s.clock.advance(10min);
                usual(e);
            };
            s.run();
            BOOST_TEST(shown);
            if (!blocking) {
                BOOST_TEST(!s.client.is_encrypted());
                s.link.run_for(10min);
                BOOST_TEST(!s.client.is_closed());
                BOOST_TEST(!s.client.is_encrypted());
                s.client.accept_host_key();
                s.run();
            }
            BOOST_TEST(s.jobs_done_well());
            BOOST_TEST((s.client_end.error == usage_error::session_closed));
        }
    }
}

BOOST_AUTO_TEST_CASE(keepalives_that_are_answered_by_failure, *boost::unit_test::label("N18")) {
    // A server knows no such request and refuses it, which is as good as any answer; late ones are, too.
    for (const duration delay : {duration{}, duration{7s}}) {
        story_options options;
        options.client.connection.keepalive = {10s, 3};
        options.link.pipe.delay = delay;
        story s{std::move(options)};
        s.exec("cat").keep_open = true;
        s.link.run_until([&] { return s.jobs[0].accepted; });
        const std::uint64_t before = s.link.client_end().bytes_sent();
        s.link.run_for(10min);
        BOOST_TEST(!s.client.is_closed());
        BOOST_TEST(!s.server.is_closed());
        BOOST_TEST(s.link.client_end().bytes_sent() - before > 20u * 40);
        BOOST_TEST(s.link.client_end().bytes_sent() - before < 100u * 100);
    }
}

BOOST_AUTO_TEST_CASE(keepalives_that_are_not_answered, *boost::unit_test::label("N18")) {
    const std::uint64_t quiet = [] {
        story s;
        s.exec("cat").keep_open = true;
        s.run();
        return s.link.server_end().bytes_sent();
    }();
    story_options options = silent(false, quiet);
    options.client.connection.keepalive = {10s, 3};
    story s{std::move(options)};
    s.exec("cat").keep_open = true;
    s.run();
    const time_point begun = s.clock.now();
    s.link.run_to(begun + 39s, [] { return false; });
    BOOST_TEST(!s.client.is_closed());
    s.link.run_to(begun + 41s, [] { return false; });
    BOOST_TEST((s.client_end.error == std::errc::timed_out));
    BOOST_TEST(s.jobs[0].ends == 1);
    BOOST_TEST((s.jobs[0].error == std::errc::timed_out));
}

BOOST_AUTO_TEST_SUITE_END()
