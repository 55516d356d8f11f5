// Channels asked for, and what is asked of them and of the connection.
#include <hawser/connection/multiplexer.hpp>

#include "scripted_peer.hpp"

using namespace hawser;
using namespace hawser::connection;
using namespace hawser::testing;
using boost::unit_test::label;

// --- opening ---

BOOST_AUTO_TEST_CASE(our_open_carries_type_number_window_and_body,
                     *label("NS-C-002") * label("NS-C-003") * label("NS-C-006") * label("NS-C-007")) {
    scripted_peer peer;
    const auto first = peer.mux.open(wire::direct_tcpip_channel{"host", 80, "me", 9});
    const auto second = peer.mux.open("any type", as_bytes("body"), {1000, 1000, 500});
    BOOST_REQUIRE(first);
    BOOST_REQUIRE(second);
    BOOST_TEST(first->value == 0u);
    BOOST_TEST(second->value == 1u);
    const auto sent = peer.heard();
    BOOST_REQUIRE(sent.size() == 2u);
    const auto one = heard_as<wire::channel_open>(sent[0]);
    BOOST_TEST(one.type == "direct-tcpip");
    BOOST_TEST(one.sender == 0u);
    BOOST_TEST(one.window == limits::channel_window);
    BOOST_TEST(one.maximum_packet == limits::channel_packet);
    const auto body = wire::decode_body<wire::direct_tcpip_channel>(one.rest);
    BOOST_REQUIRE(body);
    BOOST_TEST(body->host == "host");
    const auto two = heard_as<wire::channel_open>(sent[1]);
    BOOST_TEST(two.type == "any type");
    BOOST_TEST(two.window == 1000u);
    BOOST_TEST(two.maximum_packet == 500u);
    BOOST_TEST(as_text(two.rest) == "body");

    const auto opened = peer.expect<channel_opened>(wire::channel_open_confirmation{1, 77, 10, 20, {}});
    BOOST_TEST((opened.id == *second));
    BOOST_TEST(peer.mux.find(*second)->remote == 77u);
    BOOST_TEST(peer.mux.writable(*second) == 10u);
    BOOST_TEST(peer.mux.writable(*first) == 0u);
}

BOOST_AUTO_TEST_CASE(a_refused_open_tells_reason_and_text_and_is_gone, *label("NS-C-005")) {
    scripted_peer peer;
    const auto id = peer.mux.open(wire::session_channel{});
    const auto failed = peer.expect<channel_open_failed>(
        wire::channel_open_failure{0, static_cast<wire::open_failure_reason>(99), "no", "en"});
    BOOST_TEST((failed.id == *id));
    BOOST_TEST(failed.reason == 99u);
    BOOST_TEST(failed.text == "no");
    BOOST_TEST(peer.mux.channel_count() == 0u);
    BOOST_TEST(peer.mux.find(*id) == nullptr);
    BOOST_TEST((peer.mux.request(*id, wire::shell_request{}, true).error() == usage_error::unknown_channel));
}

BOOST_AUTO_TEST_CASE(an_open_of_the_peer_is_accepted) {
    scripted_peer peer{role::server};
    const auto wanted =
        peer.expect<channel_open_requested>(wire::channel_open{"session", 5, 300, 100, as_bytes("x")});
    BOOST_TEST(wanted.type == "session");
    BOOST_TEST(as_text(wanted.data) == "x");
    BOOST_REQUIRE(peer.mux.accept(wanted.id, {400, 400, 50}));
    const auto said = peer.heard_one();
    const auto confirmation = heard_as<wire::channel_open_confirmation>(said);
    BOOST_TEST(confirmation.recipient == 5u);
    BOOST_TEST(confirmation.sender == wanted.id.value);
    BOOST_TEST(confirmation.window == 400u);
    BOOST_TEST(confirmation.maximum_packet == 50u);
    const auto got = peer.expect<channel_data>(peer.data(wanted.id, "hello"));
    BOOST_TEST(as_text(got.data) == "hello");
    BOOST_TEST((peer.mux.accept(wanted.id).error() == usage_error::wrong_phase));
}

BOOST_AUTO_TEST_CASE(an_open_of_the_peer_is_refused_with_reason_and_text,
                     *label("NS-C-025") * label("NS-C-026") * label("NS-C-027")) {
    scripted_peer peer{role::server};
    const auto wanted = peer.expect<channel_open_requested>(wire::channel_open{"session", 5, 300, 100, {}});
    BOOST_REQUIRE(peer.mux.refuse(wanted.id, wire::open_failure_reason::connect_failed, "down"));
    auto said = peer.heard_one();
    BOOST_TEST(heard_as<wire::channel_open_failure>(said).recipient == 5u);
    BOOST_TEST(
        (heard_as<wire::channel_open_failure>(said).reason == wire::open_failure_reason::connect_failed));
    BOOST_TEST(heard_as<wire::channel_open_failure>(said).description == "down");

    // Nobody decides: refused by settle(), naming the type.
    peer.expect<channel_open_requested>(wire::channel_open{"odd\ntype", 6, 300, 100, {}});
    said = peer.heard_one();
    const auto failure = heard_as<wire::channel_open_failure>(said);
    BOOST_TEST(failure.recipient == 6u);
    BOOST_TEST(static_cast<std::uint32_t>(failure.reason) == 3u);
    BOOST_TEST(failure.description == "unknown channel type odd\\x0atype");
    BOOST_TEST(peer.mux.channel_count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_deferred_open_is_answered_later) {
    scripted_peer peer{role::server};
    const auto a = peer.expect<channel_open_requested>(wire::channel_open{"direct-tcpip", 5, 300, 100, {}});
    BOOST_REQUIRE(peer.mux.defer(a.id));
    const auto b = peer.expect<channel_open_requested>(wire::channel_open{"direct-tcpip", 6, 300, 100, {}});
    BOOST_REQUIRE(peer.mux.defer(b.id));
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(
        (peer.mux.send(a.id, data_stream::standard, as_bytes("x")).error() == usage_error::wrong_phase));
    BOOST_REQUIRE(peer.mux.refuse(b.id, wire::open_failure_reason::connect_failed));
    BOOST_REQUIRE(peer.mux.accept(a.id));
    BOOST_TEST(numbers_of(peer.heard()) == (std::vector<int>{92, 91}), boost::test_tools::per_element());
    BOOST_TEST((peer.mux.defer(a.id).error() == usage_error::invalid_argument));
}

BOOST_AUTO_TEST_CASE(an_open_closed_by_its_owner_before_the_answer_ends_either_way) {
    scripted_peer peer;
    const auto a = peer.mux.open(wire::session_channel{});
    const auto b = peer.mux.open(wire::session_channel{});
    (void)peer.heard();
    BOOST_REQUIRE(peer.mux.close(*a));
    BOOST_REQUIRE(peer.mux.close(*b));
    BOOST_TEST(
        (peer.mux.send(*a, data_stream::standard, as_bytes("x")).error() == usage_error::channel_closed));
    BOOST_TEST(peer.heard_nothing());
    peer.expect_nothing(wire::channel_open_confirmation{a->value, 9, 10, 10, {}});
    const auto said = peer.heard_one();
    BOOST_TEST(heard_as<wire::channel_close>(said).recipient == 9u);
    peer.expect_nothing(peer.data(*a, "late"));
    BOOST_TEST((peer.expect<channel_closed>(wire::channel_close{a->value}).id == *a));
    BOOST_TEST(
        (peer.expect<channel_open_failed>(
                 wire::channel_open_failure{b->value, wire::open_failure_reason::connect_failed, {}, {}})
             .id == *b));
    BOOST_TEST(peer.mux.channel_count() == 0u);
}

BOOST_AUTO_TEST_CASE(unusable_options_and_too_many_channels_are_the_callers_error) {
    options how;
    how.channels = 2;
    scripted_peer peer{role::client, how};
    BOOST_TEST((peer.mux.open("session", {}, {1, 1, 0}).error() == usage_error::invalid_argument));
    BOOST_TEST((peer.mux.open("session", {}, {1, 1, 0xffffffff}).error() == usage_error::invalid_argument));
    BOOST_TEST(
        (peer.mux.open("session", byte_vector(limits::packet)).error() == usage_error::invalid_argument));
    BOOST_TEST(peer.mux.channel_count() == 0u);
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(peer.mux.open("session").has_value());
    BOOST_TEST(peer.mux.open("session").has_value());
    BOOST_TEST((peer.mux.open("session").error() == usage_error::output_blocked));
}

// --- requests ---

BOOST_AUTO_TEST_CASE(replies_come_back_with_the_token_of_their_request, *label("NS-C-015")) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    BOOST_REQUIRE(peer.mux.request(id, wire::env_request{"A", "b"}, true, 11));
    BOOST_REQUIRE(peer.mux.request(id, wire::env_request{"C", "d"}, false, 12));
    BOOST_REQUIRE(peer.mux.request(id, "exec", true, payload_of(wire::channel_data{5, {}}), 13));
    const auto said = peer.heard();
    BOOST_REQUIRE(said.size() == 3u);
    const auto env = heard_as<wire::channel_request>(said[0]);
    BOOST_TEST(env.recipient == 1000u);
    BOOST_TEST(env.type == "env");
    BOOST_TEST(env.want_reply);
    BOOST_TEST(wire::decode_body<wire::env_request>(env.rest)->value == "b");
    BOOST_TEST(!heard_as<wire::channel_request>(said[1]).want_reply);
    auto reply = peer.expect<channel_reply>(wire::channel_failure{id.value});
    BOOST_TEST(!reply.success);
    BOOST_TEST(reply.token == 11u);
    reply = peer.expect<channel_reply>(wire::channel_success{id.value});
    BOOST_TEST(reply.success);
    BOOST_TEST(reply.token == 13u);
}

BOOST_AUTO_TEST_CASE(requests_of_the_peer_are_answered_in_order_whatever_order_the_owner_takes,
                     *label("NS-C-014") * label("SC-E-007")) {
    scripted_peer peer{role::server};
    const auto open = peer.expect<channel_open_requested>(wire::channel_open{"session", 5, 300, 100, {}});
    BOOST_REQUIRE(peer.mux.accept(open.id));
    (void)peer.heard();
    auto ask = [&](bool want_reply) {
        const auto r = peer.expect<connection::channel_request>(
            wire::channel_request{open.id.value, "exec", want_reply, as_bytes("rest")});
        BOOST_TEST(r.type == "exec");
        BOOST_TEST(r.want_reply == want_reply);
        BOOST_TEST(as_text(r.data) == "rest");
    };
    ask(true);
    const auto first = peer.mux.defer(open.id);
    BOOST_REQUIRE(first);
    ask(true);
    const auto second = peer.mux.defer(open.id);
    BOOST_REQUIRE(second);
    ask(true); // answered by nobody: refused
    ask(false);
    BOOST_TEST(peer.mux.reply(open.id, true).has_value()); // no reply wanted: not one of the deferred
    ask(true);
    BOOST_TEST(peer.mux.reply(open.id, true).has_value());
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(peer.mux.reply(open.id, *second, true).has_value());
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(peer.mux.reply(open.id, false).has_value()); // the oldest
    BOOST_TEST(numbers_of(peer.heard()) == (std::vector<int>{100, 99, 100, 99}),
               boost::test_tools::per_element());
    BOOST_TEST((peer.mux.reply(open.id, *first, true).error() == usage_error::invalid_argument));
    BOOST_TEST((peer.mux.reply(open.id, true).error() == usage_error::invalid_argument));
    BOOST_TEST(peer.heard_nothing());
}

BOOST_AUTO_TEST_CASE(a_message_settles_the_one_before) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    peer.settle();
    const byte_vector data = payload_of(peer.data(id, "abc"));
    const byte_vector asked = payload_of(wire::channel_request{id.value, "x", true, {}});
    BOOST_REQUIRE(peer.mux.on_message(data).has_value());
    BOOST_REQUIRE(peer.mux.on_message(asked).has_value());
    BOOST_REQUIRE(peer.mux.on_message(data).has_value());
    BOOST_TEST(as_text(peer.mux.pending(id)) == "abcabc");
    BOOST_TEST(numbers_of(peer.heard()) == std::vector<int>{100}, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(own_requests_are_bounded) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    for (std::size_t i = 0; i < limits::pending_replies; ++i) {
        BOOST_REQUIRE(peer.mux.request(id, wire::shell_request{}, true, i));
        BOOST_REQUIRE(peer.mux.global_request("x", true, {}, i));
    }
    BOOST_TEST((peer.mux.request(id, wire::shell_request{}, true).error() == usage_error::output_blocked));
    BOOST_TEST((peer.mux.global_request("x", true, {}).error() == usage_error::output_blocked));
    BOOST_TEST(peer.mux.request(id, wire::shell_request{}, false).has_value());
    peer.expect<channel_reply>(wire::channel_success{id.value});
    BOOST_TEST(peer.mux.request(id, wire::shell_request{}, true).has_value());
    BOOST_TEST((peer.mux.request(id, "exec", false, byte_vector(limits::packet)).error() ==
                usage_error::invalid_argument));
}

BOOST_AUTO_TEST_CASE(global_requests_both_ways,
                     *label("NS-G-001") * label("NS-G-006") * label("NS-G-003") * label("NS-G-008")) {
    scripted_peer peer;
    BOOST_REQUIRE(peer.mux.global_request(wire::tcpip_forward_request{"", 0}, true, 21));
    BOOST_REQUIRE(peer.mux.global_request("plain", true, as_bytes("data"), 22));
    BOOST_REQUIRE(peer.mux.global_request("silent", false, {}, 23));
    const auto said = peer.heard();
    BOOST_REQUIRE(said.size() == 3u);
    BOOST_TEST(heard_as<wire::global_request>(said[0]).name == "tcpip-forward");
    BOOST_TEST(as_text(heard_as<wire::global_request>(said[1]).rest) == "data");
    BOOST_TEST(!heard_as<wire::global_request>(said[2]).want_reply);
    auto reply = peer.expect<global_reply>(wire::request_success{as_bytes("port")});
    BOOST_TEST(reply.token == 21u);
    BOOST_TEST(as_text(reply.data) == "port");
    BOOST_TEST(reply.success);
    reply = peer.expect<global_reply>(wire::request_failure{});
    BOOST_TEST(reply.token == 22u);
    BOOST_TEST(!reply.success);

    auto asked = [&](bool want_reply) {
        const auto r = peer.expect<connection::global_request>(
            wire::global_request{"theirs", want_reply, as_bytes("d")});
        BOOST_TEST(r.name == "theirs");
        BOOST_TEST(as_text(r.data) == "d");
    };
    asked(true);
    const auto ticket = peer.mux.defer_global();
    BOOST_REQUIRE(ticket);
    asked(true);
    BOOST_TEST(peer.mux.reply_global(true, as_bytes("later")).has_value());
    asked(true); // refused
    asked(false);
    BOOST_TEST(peer.mux.reply_global(true).has_value()); // none wanted, none sent
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(peer.mux.reply_global(*ticket, true, as_bytes("first")).has_value());
    const auto answers = peer.heard();
    BOOST_TEST(numbers_of(answers) == (std::vector<int>{81, 81, 82}), boost::test_tools::per_element());
    BOOST_TEST(as_text(heard_as<wire::request_success>(answers[0]).rest) == "first");
    BOOST_TEST(as_text(heard_as<wire::request_success>(answers[1]).rest) == "later");
}
