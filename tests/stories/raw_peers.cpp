// What our own peer never does, told by a raw one: small talk at every moment, and a key exchange in the midst of a
// login.

#include <hawser/wire/channel_types.hpp>
#include <hawser/wire/global_requests.hpp>

#include "support/login.hpp"
#include "support/null_session.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;
using wire::message_number;

void enter(client_duel& d) {
    d.exchange_keys();
    BOOST_REQUIRE(d.tested.login().begin("alice").has_value());
    d.settle();
    d.peer.say(wire::service_accept{"ssh-userauth"});
    d.settle();
    BOOST_REQUIRE(d.tested.login().try_password(as_bytes("secret")).has_value());
    d.settle();
    d.peer.say(wire::userauth_success{});
    d.settle();
}
void ask_to_enter(server_duel& d) {
    d.exchange_keys();
    d.peer.say(wire::service_request{"ssh-userauth"});
    d.peer.send(login_payload(wire::login_password{as_bytes("secret"), false, {}}));
    d.settle();
}
void enter(server_duel& d) {
    ask_to_enter(d);
    d.tested.login().accept();
    d.settle();
}

/// A channel of the side that is tested, open, and numbered 7 by the peer.
connection::channel_id open_channel(client_duel& d) {
    const auto id = d.tested.connection().open(wire::session_channel{});
    BOOST_REQUIRE(id.has_value());
    d.settle();
    d.peer.say(wire::channel_open_confirmation{id->value, 7, 1 << 20, 32768, {}});
    d.settle();
    return *id;
}
connection::channel_id open_channel(server_duel& d) {
    connection::channel_id id{};
    d.on_event = [&](const session_event& e) {
        const auto* open = e.as<connection::channel_open_requested>();
        if (open == nullptr) return;
        id = open->id;
        BOOST_REQUIRE(d.tested.connection().accept(id).has_value());
    };
    d.peer.say(wire::channel_open{"session", 7, 1 << 20, 32768, {}});
    d.settle();
    return id;
}

/// Pings that were answered, in order.
std::vector<std::string> pongs(const raw_peer& peer) {
    std::vector<std::string> out;
    for (const byte_vector& m : peer.heard)
        if (const auto pong = wire::decode<wire::pong>(m)) out.emplace_back(as_text(pong->data));
    return out;
}

/// Data both ways with every kind of small talk between any two pieces, and through a key exchange.
template <class Duel>
void small_talk() {
    Duel d;
    enter(d);
    const connection::channel_id id = open_channel(d);
    std::string got;
    std::vector<std::string> debugs;
    d.on_event = [&](const session_event& e) {
        if (const auto* data = e.as<connection::channel_data>()) {
            got += as_text(data->data);
            BOOST_REQUIRE(d.tested.connection().consume(id, data->stream, data->data.size()).has_value());
        } else if (const auto* said = e.as<transport::peer_debug>()) {
            debugs.emplace_back(said->text);
        }
    };
    d.peer.heard.clear();
    std::string expected, sent;
    std::vector<std::string> pinged, debugged;
    const std::string large(30'000, 'x');
    const auto talk = [&](bool keying) {
        d.peer.say(wire::ignore{{}});
        d.peer.say(wire::ignore{as_bytes(large)});
        d.peer.say(wire::debug{true, "look\x1b[31m here\n", "en"});
        debugged.emplace_back("look\x1b[31m here\n");
        d.peer.say(wire::unimplemented{3});
        if (keying) return;
        d.peer.say(wire::pong{as_bytes("nobody asked")});
        pinged.push_back("ping " + std::to_string(pinged.size()));
        d.peer.say(wire::ping{as_bytes(pinged.back())});
    };
    const auto both_ways = [&](int round) {
        const std::string piece = "piece " + std::to_string(round) + '\n';
        d.peer.say(wire::channel_data{id.value, as_bytes(piece)});
        expected += piece;
        BOOST_REQUIRE(d.tested.connection().send(id, connection::data_stream::standard, as_bytes(piece)));
        sent += piece;
    };
    for (int round = 0; round < 20; ++round) {
        talk(false);
        both_ways(round);
        talk(false);
        d.settle();
        if (round % 5 != 4) continue;
        // A key exchange of the peer's, with talk in between of the kind that may pass then.
        d.peer.send_kexinit();
        talk(true);
        d.settle();
        d.peer.send_method();
        d.settle();
        talk(true);
        d.peer.send_method();
        d.settle();
        d.peer.send_newkeys();
        d.settle();
    }
    BOOST_TEST(!d.tested.is_closed());
    BOOST_TEST(d.tested.key_exchanges() == 5u);
    BOOST_TEST(got == expected);
    BOOST_TEST(debugs == debugged, boost::test_tools::per_element());
    BOOST_TEST(pongs(d.peer) == pinged, boost::test_tools::per_element());
    std::string heard;
    for (const byte_vector& m : d.peer.heard)
        if (const auto data = wire::decode<wire::channel_data>(m)) heard += as_text(data->data);
    BOOST_TEST(heard == sent);
    // Nothing of it was answered but the pings.
    BOOST_TEST(d.peer.count(message_number::unimplemented) == 0u);
    BOOST_TEST(d.peer.count(message_number::ignore) == 0u);
}

/// While our own KEXINIT waits for the peer's, which may still say anything.
template <class Duel>
void pings_during_our_key_exchange() {
    Duel d;
    enter(d);
    d.tested.rekey();
    d.settle();
    d.peer.heard.clear();
    d.peer.say(wire::ping{as_bytes("lost")});
    d.peer.say(wire::ignore{as_bytes("x")});
    d.settle();
    BOOST_TEST(pongs(d.peer).empty());
    d.exchange_keys();
    d.peer.say(wire::ping{as_bytes("heard")});
    d.settle();
    BOOST_TEST(pongs(d.peer) == std::vector<std::string>{"heard"}, boost::test_tools::per_element());
    BOOST_TEST(!d.tested.is_closed());
}

/// Keep-alives are answered among other requests, each waiter by its own answer; then not at all.
template <class Duel>
void keepalives() {
    session_options how;
    how.connection.keepalive = {10s, 3};
    Duel d{how};
    enter(d);
    // The keep-alives begin when the session is told what time it is.
    d.pass(1s);
    const connection::channel_id id = open_channel(d);
    std::vector<std::pair<connection::request_token, bool>> replies;
    int channel_ends = 0;
    std::error_code lost;
    d.on_event = [&](const session_event& e) {
        if (const auto* reply = e.as<connection::global_reply>())
            replies.emplace_back(reply->token, reply->success);
        if (const auto* closed = e.as<connection::channel_closed>()) {
            ++channel_ends;
            lost = closed->error;
        }
    };
    d.peer.heard.clear();
    for (connection::request_token round = 1; round <= 10; ++round) {
        BOOST_REQUIRE(d.tested.connection().global_request("mine@test", true, {}, round));
        d.pass(10s);
        BOOST_TEST(d.peer.count(message_number::global_request) == 2u * round);
        // The owner's was asked first.
        if (round % 2 == 0)
            d.peer.say(wire::request_success{});
        else
            d.peer.say(wire::request_failure{});
        d.peer.say(wire::request_failure{});
        d.peer.say(wire::ignore{as_bytes("x")});
        d.settle();
        BOOST_TEST(replies.size() == round);
        BOOST_TEST((replies.back() == std::pair{round, round % 2 == 0}));
    }
    BOOST_TEST(!d.tested.is_closed());

    BOOST_REQUIRE(d.tested.connection().global_request("mine@test", true, {}, 11));
    for (int i = 0; i < 10 && !d.tested.is_closed(); ++i) d.pass(10s);
    BOOST_TEST(d.ended(std::make_error_code(std::errc::timed_out)));
    BOOST_TEST(channel_ends == 1);
    BOOST_TEST((lost == std::errc::timed_out));
    // The request that was not answered ended too, once, and no keep-alive was shown.
    BOOST_TEST(replies.size() == 11u);
    BOOST_TEST((replies.back() == std::pair{connection::request_token{11}, false}));
    (void)id;
}

BOOST_AUTO_TEST_SUITE(stories_raw_peers)

BOOST_AUTO_TEST_CASE(small_talk_at_every_moment) {
    small_talk<client_duel>();
    small_talk<server_duel>();
}

BOOST_AUTO_TEST_CASE(a_ping_while_our_keys_change) {
    pings_during_our_key_exchange<client_duel>();
    pings_during_our_key_exchange<server_duel>();
}

BOOST_AUTO_TEST_CASE(keepalives_among_other_requests, *boost::unit_test::label("N18")) {
    keepalives<client_duel>();
    keepalives<server_duel>();
}

BOOST_AUTO_TEST_CASE(an_answer_to_a_login_given_while_keys_change) {
    // The owner thinks a password over, and meanwhile the client begins a key exchange, as ours never would.
    for (const bool accepted : {true, false}) {
        server_duel d;
        ask_to_enter(d);
        BOOST_TEST(d.count<auth::password_given>() == 1u);
        d.peer.send_kexinit();
        d.settle();
        if (accepted)
            d.tested.login().accept();
        else
            d.tested.login().reject();
        d.settle();
        const auto answer = accepted ? message_number::userauth_success : message_number::userauth_failure;
        BOOST_TEST(d.peer.count(answer) == 0u);
        d.peer.send_method();
        d.settle();
        d.peer.send_newkeys();
        d.settle();
        // Under the new keys, once.
        BOOST_TEST(d.peer.count(answer) == 1u);
        BOOST_TEST(wire::is(answer, wire::number_of(d.peer.heard.back())));
        BOOST_TEST(d.tested.is_authenticated() == accepted);
        BOOST_TEST(d.tested.key_exchanges() == 2u);
        if (!accepted) {
            d.peer.send(login_payload(wire::login_password{as_bytes("better"), false, {}}));
            d.settle();
            BOOST_TEST(d.count<auth::password_given>() == 2u);
            d.tested.login().accept();
            d.settle();
            BOOST_TEST(d.tested.is_authenticated());
        }
        // And the session goes on.
        (void)open_channel(d);
        BOOST_TEST(d.peer.count(message_number::channel_open_confirmation) == 1u);
        BOOST_TEST(!d.tested.is_closed());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
