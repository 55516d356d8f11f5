#include <hawser/connection/multiplexer.hpp>

#include "scripted_peer.hpp"

#include <set>
#include <string>

using namespace hawser;
using namespace hawser::connection;
using namespace hawser::testing;
using namespace std::chrono_literals;
using boost::unit_test::label;

// --- the end of a channel ---

BOOST_AUTO_TEST_CASE(every_order_of_eof_and_close,
                     *label("NS-C-010") * label("NS-C-012") * label("NS-C-013") * label("SC-E-003")) {
    // Ours: e eof, c close. Theirs: E eof, C close. After their close our close is automatic.
    std::set<std::string> scripts;
    for (const std::string_view ours : {"", "e", "c", "ec"}) {
        for (const std::string_view theirs : {"C", "EC"}) {
            // Every way to interleave the two: which steps of all are theirs.
            for (unsigned mask = 0; mask < 1u << (ours.size() + theirs.size()); ++mask) {
                std::string script;
                std::size_t o = 0;
                std::size_t t = 0;
                for (std::size_t i = 0; i < ours.size() + theirs.size(); ++i) {
                    const bool their_turn = (mask >> i & 1) != 0;
                    if (their_turn ? t < theirs.size() : o < ours.size())
                        script += their_turn ? theirs[t++] : ours[o++];
                }
                if (script.size() == ours.size() + theirs.size()) scripts.insert(script);
            }
        }
    }
    BOOST_TEST(scripts.size() == 21u);
    for (const std::string& script : scripts) {
        BOOST_TEST_CONTEXT("script " << script) {
            scripted_peer peer;
            const auto id = peer.open_channel();
            bool closed = false;
            bool we_closed = false;
            int closes_heard = 0;
            for (const char step : script) {
                switch (step) {
                case 'e':
                    if (closed)
                        BOOST_TEST((peer.mux.send_eof(id).error() == usage_error::unknown_channel));
                    else
                        BOOST_TEST(peer.mux.send_eof(id).has_value());
                    break;
                case 'c':
                    if (closed) {
                        BOOST_TEST((peer.mux.close(id).error() == usage_error::unknown_channel));
                        break;
                    }
                    we_closed = true;
                    BOOST_TEST(peer.mux.close(id).has_value());
                    BOOST_TEST(peer.mux.close(id).has_value()); // once is enough
                    break;
                case 'E':
                    if (we_closed)
                        peer.expect_nothing(wire::channel_eof{id.value});
                    else
                        BOOST_TEST(
                            (peer.expect<connection::channel_eof>(wire::channel_eof{id.value}).id == id));
                    break;
                case 'C': {
                    const auto end = peer.expect<channel_closed>(wire::channel_close{id.value});
                    BOOST_TEST((end.id == id));
                    BOOST_TEST(!end.error);
                    closed = true;
                    break;
                }
                }
                for (const byte_vector& said : peer.heard()) closes_heard += said[0] == std::byte{97};
            }
            BOOST_TEST(closed);
            BOOST_TEST(closes_heard == 1);
            BOOST_TEST(peer.mux.channel_count() == 0u);
            BOOST_TEST((peer.mux.send(id, data_stream::standard, as_bytes("x")).error() ==
                        usage_error::unknown_channel));
        }
    }
}

BOOST_AUTO_TEST_CASE(after_our_eof_data_still_arrives_and_requests_still_leave) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    BOOST_TEST(peer.mux.send_eof(id).has_value());
    BOOST_TEST((peer.mux.send_eof(id).error() == usage_error::channel_closed));
    BOOST_TEST(
        (peer.mux.send(id, data_stream::standard, as_bytes("x")).error() == usage_error::channel_closed));
    BOOST_TEST((peer.mux.reserve(id, 1).error() == usage_error::channel_closed));
    BOOST_TEST(peer.mux.request(id, wire::signal_request{"TERM"}, false).has_value());
    BOOST_TEST(as_text(peer.expect<channel_data>(peer.data(id, "still")).data) == "still");
    BOOST_TEST(peer.mux.close(id).has_value());
    BOOST_TEST((peer.mux.request(id, wire::shell_request{}, true).error() == usage_error::channel_closed));
    BOOST_TEST(numbers_of(peer.heard()) == (std::vector<int>{96, 98, 97}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(unread_data_outlives_the_close_until_it_is_read_or_given_up) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    const auto other = peer.open_channel();
    for (const auto c : {id, other}) {
        peer.expect<channel_data>(peer.data(c, "last words"));
        peer.expect<connection::channel_eof>(wire::channel_eof{c.value});
        peer.expect<channel_closed>(wire::channel_close{c.value});
    }
    peer.settle();
    BOOST_TEST(as_text(peer.mux.pending(id)) == "last words");
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 4).has_value());
    BOOST_TEST(as_text(peer.mux.pending(id)) == " words");
    BOOST_TEST((peer.mux.send_eof(id).error() == usage_error::channel_closed));
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 6).has_value());
    BOOST_TEST(peer.mux.find(id) == nullptr);
    BOOST_TEST(peer.mux.close(other).has_value());
    BOOST_TEST(peer.mux.channel_count() == 0u);
    BOOST_TEST(numbers_of(peer.heard()) == (std::vector<int>{97, 97}), boost::test_tools::per_element());
}

// --- while output is barred ---

BOOST_AUTO_TEST_CASE(what_falls_due_while_output_is_barred_leaves_in_order_afterwards) {
    scripted_peer peer;
    const channel_options how{1000, 1000, 1000};
    const auto a = peer.open_channel(1000, 1000, &how);
    const auto b = peer.open_channel();
    peer.out.bar(true);
    BOOST_TEST(peer.mux.request(a, wire::exec_request{"ls"}, true, 1).has_value());
    BOOST_TEST(*peer.mux.send(a, data_stream::standard, as_bytes("data")) == 0u);
    BOOST_TEST(peer.mux.reserve(a, 10)->empty());
    peer.expect<channel_data>(wire::channel_data{a.value, pattern(800)});
    BOOST_TEST(peer.mux.consume(a, data_stream::standard, 800).has_value());
    peer.expect<connection::channel_request>(
        wire::channel_request{a.value, "keepalive@openssh.com", true, {}});
    peer.expect<connection::global_request>(wire::global_request{"unknown", true, {}});
    peer.settle();
    BOOST_TEST(peer.mux.send_eof(a).has_value());
    peer.expect<channel_closed>(wire::channel_close{b.value});
    const auto c = peer.mux.open(wire::session_channel{});
    BOOST_TEST(c.has_value());
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(!peer.mux.next_event());
    peer.out.bar(false);
    BOOST_TEST(numbers_of(peer.heard()) == (std::vector<int>{98, 100, 82, 96, 97, 90, 93}),
               boost::test_tools::per_element());
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(peer.expect<channel_reply>(wire::channel_success{a.value}).token == 1u);
}

BOOST_AUTO_TEST_CASE(kept_messages_leave_before_the_data_that_follows_them) {
    scripted_peer peer;
    const auto a = peer.open_channel();
    peer.out.bar(true);
    BOOST_TEST(peer.mux.request(a, wire::subsystem_request{"sftp"}, true).has_value());
    BOOST_TEST(*peer.mux.send(a, data_stream::standard, as_bytes("held up")) == 0u);
    peer.out.bar(false);
    // No flush() yet.
    const event e = peer.mux.next_event();
    BOOST_REQUIRE(e.is<channel_writable>());
    BOOST_TEST(*peer.mux.send(a, data_stream::standard, as_bytes("data")) == 4u);
    BOOST_TEST(peer.mux.request(a, wire::signal_request{"INT"}, false).has_value());
    BOOST_TEST(numbers_of(peer.heard()) == (std::vector<int>{98, 94, 98}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_the_owner_says_while_barred_is_bounded_and_the_session_lives_on) {
    scripted_peer peer;
    const auto a = peer.open_channel();
    peer.out.bar(true);
    for (std::size_t i = 0; i < limits::pending_replies; ++i)
        BOOST_REQUIRE(peer.mux.request(a, wire::signal_request{"USR1"}, false));
    BOOST_TEST(
        (peer.mux.request(a, wire::signal_request{"USR1"}, false).error() == usage_error::output_blocked));
    BOOST_TEST((peer.mux.open("session").error() == usage_error::output_blocked));
    BOOST_TEST(peer.mux.channel_count() == 1u);
    // The peer's share is another, and last words always fit.
    peer.expect<connection::global_request>(wire::global_request{"unknown", true, {}});
    BOOST_TEST(peer.mux.send_eof(a).has_value());
    BOOST_TEST(peer.mux.close(a).has_value());
    peer.out.bar(false);
    BOOST_TEST(peer.heard().size() == limits::pending_replies + 3);

    peer.out.bar(true);
    const byte_vector big(100 * 1024);
    int taken = 0;
    while (peer.mux.global_request("big", false, big)) ++taken;
    BOOST_TEST(taken == 3);
}

// --- time ---

BOOST_AUTO_TEST_CASE(keepalives_are_global_requests_whose_answers_are_not_shown, *label("N18")) {
    options how;
    how.keepalive = {10s, 2};
    scripted_peer peer{role::client, how};
    const time_point zero{};
    BOOST_TEST(!peer.mux.next_deadline());
    peer.mux.on_time(zero);
    BOOST_TEST((*peer.mux.next_deadline() == zero + 10s));
    BOOST_TEST(peer.mux.on_deadline(zero + 10s).has_value());
    auto said = peer.heard_one();
    BOOST_TEST(heard_as<wire::global_request>(said).name == "keepalive@openssh.com");
    BOOST_TEST(heard_as<wire::global_request>(said).want_reply);
    // Answered late and by a failure, with a request of the owner's behind it.
    BOOST_TEST(peer.mux.on_deadline(zero + 20s).has_value());
    BOOST_TEST(peer.mux.global_request("mine", true, {}, 5).has_value());
    peer.mux.on_time(zero + 25s);
    peer.expect_nothing(wire::request_failure{});
    peer.expect_nothing(wire::request_success{});
    BOOST_TEST(peer.expect<global_reply>(wire::request_success{}).token == 5u);
    BOOST_TEST((*peer.mux.next_deadline() == zero + 35s));
    BOOST_TEST(peer.mux.on_deadline(zero + 35s).has_value());
    BOOST_TEST(peer.mux.on_deadline(zero + 45s).has_value());
    BOOST_TEST((peer.mux.on_deadline(zero + 55s).error() == std::errc::timed_out));
    BOOST_TEST((peer.mux.error() == std::errc::timed_out));
}

BOOST_AUTO_TEST_CASE(no_keepalive_is_due_while_output_is_barred) {
    options how;
    how.keepalive = {10s, 1};
    scripted_peer peer{role::client, how};
    const time_point zero{};
    peer.mux.on_time(zero);
    peer.out.bar(true);
    for (int i = 1; i < 10; ++i) {
        BOOST_TEST(peer.mux.on_deadline(zero + i * 10s).has_value());
        BOOST_TEST((*peer.mux.next_deadline() == zero + i * 10s + 10s));
    }
    peer.out.bar(false);
    BOOST_TEST(peer.heard_nothing());
}
