// What a hostile peer says to the multiplexer, and what comes of it.
#include <hawser/connection/multiplexer.hpp>

#include "scripted_peer.hpp"

#include <functional>
#include <new>
#include <support/checking_memory.hpp>

using namespace hawser;
using namespace hawser::connection;
using namespace hawser::testing;
using boost::unit_test::label;

namespace {

/// The peer's message number `number`, complete, for a channel of ours.
byte_vector channel_message(int number, std::uint32_t recipient) {
    switch (number) {
    case 91: return payload_of(wire::channel_open_confirmation{recipient, 1, 1, 1, {}});
    case 92:
        return payload_of(
            wire::channel_open_failure{recipient, wire::open_failure_reason::connect_failed, {}, {}});
    case 93: return payload_of(wire::channel_window_adjust{recipient, 1});
    case 94: return payload_of(wire::channel_data{recipient, as_bytes("x")});
    case 95: return payload_of(wire::channel_extended_data{recipient, 1, as_bytes("x")});
    case 96: return payload_of(wire::channel_eof{recipient});
    case 97: return payload_of(wire::channel_close{recipient});
    case 98: return payload_of(wire::channel_request{recipient, "exit-status", true, {}});
    case 99: return payload_of(wire::channel_success{recipient});
    default: return payload_of(wire::channel_failure{recipient});
    }
}

/// A fatal error leaves nothing usable and nothing more to send.
void check_closed(scripted_peer& peer, std::error_code error) {
    BOOST_TEST(error == peer.mux.error());
    BOOST_TEST(is_fatal(error));
    BOOST_TEST((blame_of(error) == blame::peer));
    BOOST_TEST(peer.try_say(payload_of(wire::request_failure{})).error() == error);
    BOOST_TEST((peer.mux.open("session").error() == usage_error::session_closed));
    BOOST_TEST((peer.mux.global_request("x", false, {}).error() == usage_error::session_closed));
    BOOST_TEST(peer.heard_nothing());
}

} // namespace

// --- windows and sizes
// ------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(one_byte_more_than_the_window, *label("ER-1022") * label("N01")) {
    const channel_options how{1000, 1000, 1000};
    for (const bool extended : {false, true}) {
        for (const std::uint32_t filled : {0u, 1u, 999u, 1000u}) {
            scripted_peer peer;
            const auto id = peer.open_channel(1000, 1000, &how);
            if (filled != 0) peer.expect<channel_data>(wire::channel_data{id.value, byte_vector(filled)});
            if (filled == 0) peer.expect<channel_data>(wire::channel_data{id.value, byte_vector(1)});
            const byte_vector rest(1000 - std::max(filled, 1u) + 1);
            const auto error = extended ? peer.error_of(wire::channel_extended_data{id.value, 1, rest})
                                        : peer.error_of(wire::channel_data{id.value, rest});
            BOOST_TEST((error == protocol_error::window_exceeded));
            check_closed(peer, error);
        }
    }
}

BOOST_AUTO_TEST_CASE(sixteen_mebibytes_that_nobody_reads, *label("N01")) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    const byte_vector chunk(limits::channel_packet);
    std::size_t taken = 0;
    std::error_code error;
    while (!error && taken < 16u << 20) {
        error = peer.error_of(wire::channel_data{id.value, chunk});
        if (!error) taken += chunk.size();
    }
    BOOST_TEST((error == protocol_error::window_exceeded));
    BOOST_TEST(taken == limits::channel_window);
}

BOOST_AUTO_TEST_CASE(the_window_counts_also_after_we_have_closed, *label("N01") * label("N06")) {
    const channel_options how{1000, 1000, 1000};
    scripted_peer peer;
    const auto id = peer.open_channel(1000, 1000, &how);
    BOOST_TEST(peer.mux.close(id).has_value());
    (void)peer.heard();
    peer.expect_nothing(wire::channel_data{id.value, byte_vector(600)});
    peer.expect_nothing(wire::channel_extended_data{id.value, 1, byte_vector(400)});
    BOOST_TEST(peer.mux.pending(id).empty());
    BOOST_TEST(peer.heard_nothing()); // no credit for what nobody reads, and nothing at all after CLOSE
    BOOST_TEST(
        (peer.error_of(wire::channel_data{id.value, byte_vector(1)}) == protocol_error::window_exceeded));
}

BOOST_AUTO_TEST_CASE(data_larger_than_the_packet_size_we_told) {
    const channel_options how{1000, 1000, 10};
    scripted_peer peer;
    const auto id = peer.open_channel(1000, 1000, &how);
    peer.expect<channel_data>(wire::channel_data{id.value, byte_vector(10)});
    const auto error = peer.error_of(wire::channel_data{id.value, byte_vector(11)});
    BOOST_TEST((error == protocol_error::channel_packet_size));
    check_closed(peer, error);
}

BOOST_AUTO_TEST_CASE(window_adjustments_of_nothing_and_past_the_end, *label("N02")) {
    scripted_peer peer;
    const auto id = peer.open_channel(0xfffffff0);
    for (int i = 0; i < 1000000; ++i) {
        const byte_vector adjust = payload_of(wire::channel_window_adjust{id.value, 0});
        if (!peer.mux.on_message(adjust)) BOOST_FAIL("an adjustment by 0 is allowed");
    }
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(peer.mux.find(id)->outgoing.available() == 0xfffffff0u);
    peer.expect_nothing(wire::channel_window_adjust{id.value, 15});
    const auto error = peer.error_of(wire::channel_window_adjust{id.value, 1});
    BOOST_TEST((error == protocol_error::window_overflow));
    check_closed(peer, error);
}

BOOST_AUTO_TEST_CASE(maximum_packet_zero_one_and_huge, *label("N03")) {
    {
        scripted_peer peer;
        const auto id = peer.mux.open(wire::session_channel{});
        const auto error = peer.error_of(wire::channel_open_confirmation{id->value, 1, 100, 0, {}});
        BOOST_TEST((error == protocol_error::channel_packet_size));
    }
    {
        scripted_peer peer{role::server};
        peer.expect_nothing(wire::channel_open{"session", 9, 100, 0, {}});
        const auto said = peer.heard_one();
        BOOST_TEST(heard_as<wire::channel_open_failure>(said).recipient == 9u);
        BOOST_TEST(peer.mux.channel_count() == 0u);
    }
    for (const bool by_us : {true, false}) {
        for (const std::uint32_t size : {1u, 0xffffffffu}) {
            scripted_peer peer{by_us ? role::client : role::server};
            connection::channel_id id;
            if (by_us)
                id = peer.open_channel(0xffffffff, size);
            else {
                id = peer.expect<channel_open_requested>(
                             wire::channel_open{"session", 9, 0xffffffff, size, {}})
                         .id;
                BOOST_REQUIRE(peer.mux.accept(id));
                (void)peer.heard();
            }
            const byte_vector all(200000);
            const std::size_t asked = size == 1 ? 50 : all.size();
            BOOST_TEST(*peer.mux.send(id, data_stream::standard, byte_view{all}.first(asked)) == asked);
            const auto said = peer.heard();
            BOOST_TEST(said.size() == (size == 1 ? 50u : 4u));
            for (const byte_vector& p : said)
                BOOST_TEST(heard_as<wire::channel_data>(p).data.size() <=
                           std::min<std::size_t>(size, limits::channel_packet));
            BOOST_TEST(peer.mux.reserve(id, 1 << 20)->size() == std::min(size, limits::channel_packet));
            peer.mux.commit(id, 0);
        }
    }
}

// --- numbers and order
// ------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(ten_messages_to_channels_that_are_not_there, *label("N05") * label("NS-C-016")) {
    for (int number = 91; number <= 100; ++number) {
        struct scene {
            const char* name;
            std::function<std::uint32_t(scripted_peer&)> recipient;
        };
        const scene scenes[] = {
            {"never used", [](scripted_peer& p) { return p.open_channel().value + 1; }},
            {"the largest number", [](scripted_peer& p) { return p.open_channel(), 0xffffffffu; }},
            {"same slot, another number", [](scripted_peer& p) { return p.open_channel().value + 4; }},
            {"the peer's own number", [](scripted_peer& p) { return p.mux.find(p.open_channel())->remote; }},
            {"closed",
             [](scripted_peer& p) {
                 const auto id = p.open_channel();
                 p.expect<channel_closed>(wire::channel_close{id.value});
                 return id.value;
             }},
            {"closed, with data unread",
             [](scripted_peer& p) {
                 const auto id = p.open_channel();
                 p.expect<channel_data>(p.data(id, "unread"));
                 p.expect<channel_closed>(wire::channel_close{id.value});
                 return id.value;
             }},
            {"refused by the peer",
             [](scripted_peer& p) {
                 const auto id = p.mux.open("x");
                 p.expect<channel_open_failed>(wire::channel_open_failure{
                     id->value, wire::open_failure_reason::connect_failed, {}, {}});
                 return id->value;
             }},
            {"not accepted by us",
             [](scripted_peer& p) {
                 const auto id = p.expect<channel_open_requested>(wire::channel_open{"x", 1, 1, 1, {}}).id;
                 BOOST_REQUIRE(p.mux.defer(id));
                 return id.value;
             }},
        };
        for (const scene& s : scenes) {
            BOOST_TEST_CONTEXT("message " << number << ", " << s.name) {
                scripted_peer peer;
                const std::uint32_t recipient = s.recipient(peer);
                (void)peer.heard();
                const auto error = peer.try_say(channel_message(number, recipient)).error();
                BOOST_TEST((error == protocol_error::unknown_channel));
                const auto* details = peer.mux.details().as<unexpected_message>();
                BOOST_REQUIRE(details != nullptr);
                BOOST_TEST(details->number == number);
                BOOST_TEST(details->phase == "unknown channel");
                check_closed(peer, error);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(messages_to_a_channel_that_is_not_confirmed, *label("N05")) {
    for (int number = 93; number <= 100; ++number) {
        scripted_peer peer;
        const auto id = peer.mux.open(wire::session_channel{});
        (void)peer.heard();
        const auto error = peer.try_say(channel_message(number, id->value)).error();
        BOOST_TEST((error == protocol_error::unexpected_message));
        BOOST_TEST(peer.mux.details().as<unexpected_message>()->phase == "channel not confirmed yet");
        check_closed(peer, error);
    }
}

BOOST_AUTO_TEST_CASE(what_follows_eof_and_close, *label("N06")) {
    for (const int after : {96, 97}) {
        for (int number = 91; number <= 100; ++number) {
            BOOST_TEST_CONTEXT("message " << number << " after " << after) {
                scripted_peer peer;
                const auto id = peer.open_channel();
                peer.say(channel_message(after, id.value));
                const auto result = peer.try_say(channel_message(number, id.value));
                const bool allowed = after == 96 && (number == 93 || number >= 97);
                BOOST_TEST(result.has_value() == allowed);
                if (!allowed)
                    BOOST_TEST((result.error() == (after == 97 ? protocol_error::unknown_channel
                                                               : protocol_error::unexpected_message)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(nothing_reaches_a_consumer_that_has_closed, *label("N06")) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    BOOST_REQUIRE(peer.mux.request(id, wire::shell_request{}, true, 3));
    peer.expect<channel_data>(peer.data(id, "unread"));
    BOOST_TEST(peer.mux.close(id).has_value());
    peer.settle();
    BOOST_TEST(peer.mux.pending(id).empty());
    (void)peer.heard();
    for (const int number : {93, 94, 95, 98, 99, 100, 96, 98}) {
        const event e = peer.say(channel_message(number, id.value));
        BOOST_TEST(!e);
    }
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(!peer.mux.backlog_full());
    peer.expect<channel_closed>(wire::channel_close{id.value});
    BOOST_TEST(peer.mux.channel_count() == 0u);
}

BOOST_AUTO_TEST_CASE(answers_to_an_open_that_come_twice_or_unasked, *label("N07")) {
    for (const int first : {91, 92}) {
        for (const int second : {91, 92}) {
            scripted_peer peer;
            const auto id = peer.mux.open(wire::session_channel{});
            (void)peer.heard();
            peer.say(channel_message(first, id->value));
            const auto error = peer.try_say(channel_message(second, id->value)).error();
            BOOST_TEST((error == (first == 91 ? protocol_error::unexpected_message
                                              : protocol_error::unknown_channel)));
            check_closed(peer, error);
        }
    }
    // A reason nobody knows, and a text without end, are told and bounded.
    scripted_peer peer;
    const auto id = peer.mux.open(wire::session_channel{});
    const std::string text(200000, 'x');
    const auto failed = peer.expect<channel_open_failed>(
        wire::channel_open_failure{id->value, static_cast<wire::open_failure_reason>(0xffffffff), text, {}});
    BOOST_TEST(failed.reason == 0xffffffffu);
    BOOST_TEST(failed.text.size() == limits::peer_text);
}

BOOST_AUTO_TEST_CASE(every_message_cut_at_every_byte_and_with_bytes_to_spare,
                     *label("ER-1023") * label("T20") * label("T21")) {
    std::vector<byte_vector> messages;
    for (int number = 91; number <= 100; ++number) messages.push_back(channel_message(number, 0));
    messages.push_back(payload_of(wire::channel_open{"x11", 1, 2, 3, {}}));
    messages.push_back(payload_of(wire::global_request{"name", true, {}}));
    messages.push_back(payload_of(wire::request_failure{}));
    for (const byte_vector& message : messages) {
        const int number = std::to_integer<int>(message[0]);
        for (std::size_t size = 1; size <= message.size() + 1; ++size) {
            if (size == message.size()) continue;
            // Fields of another protocol may follow in these.
            if (size > message.size() && (number == 90 || number == 91 || number == 98 || number == 80))
                continue;
            scripted_peer peer;
            if (number == 91 || number == 92)
                BOOST_REQUIRE(peer.mux.open(wire::session_channel{}));
            else
                (void)peer.open_channel();
            (void)peer.heard();
            byte_vector broken = message;
            broken.resize(size);
            const auto error = peer.try_say(broken).error();
            BOOST_TEST((error == (size > message.size() ? protocol_error::trailing_bytes
                                                        : protocol_error::malformed_message)));
            BOOST_TEST(peer.mux.details().is<malformed>());
            check_closed(peer, error);
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_that_mean_nothing) {
    for (int number = 80; number <= 127; ++number) {
        if (number <= 82 || (number >= 90 && number <= 100)) continue;
        scripted_peer peer;
        BOOST_TEST((peer.try_say(bytes_of(number)).error() == protocol_error::unexpected_message));
    }
}

// --- requests and replies
// ---------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(replies_nobody_asked_for_do_not_confuse_the_next_real_one,
                     *label("N08") * label("NS-G-004")) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    for (int i = 0; i < 10000; ++i) {
        peer.expect_nothing(wire::channel_success{id.value});
        peer.expect_nothing(wire::channel_failure{id.value});
        peer.expect_nothing(wire::request_success{as_bytes("surplus")});
        peer.expect_nothing(wire::request_failure{});
    }
    BOOST_TEST(peer.heard_nothing());
    BOOST_REQUIRE(peer.mux.request(id, wire::shell_request{}, true, 1));
    BOOST_REQUIRE(peer.mux.global_request("g", true, {}, 2));
    const auto reply = peer.expect<channel_reply>(wire::channel_failure{id.value});
    BOOST_TEST(!reply.success);
    BOOST_TEST(reply.token == 1u);
    BOOST_TEST(peer.expect<global_reply>(wire::request_success{}).token == 2u);
    peer.expect_nothing(wire::channel_success{id.value});
}

BOOST_AUTO_TEST_CASE(a_hundred_thousand_requests_are_answered_in_order, *label("N09")) {
    ::testing::checking_memory memory;
    scripted_peer peer{role::server, {}, &memory};
    const auto id = peer.expect<channel_open_requested>(wire::channel_open{"session", 5, 300, 100, {}}).id;
    BOOST_REQUIRE(peer.mux.accept(id));
    (void)peer.heard();
    const byte_vector request = channel_message(98, id.value);
    std::size_t answered = 0;
    std::size_t most_held = 0;
    for (std::size_t i = 0; i < 100000; ++i) {
        BOOST_REQUIRE(peer.say(request).is<connection::channel_request>());
        if (i % 3 == 0) BOOST_REQUIRE(peer.mux.reply(id, true));
        most_held = std::max(most_held, memory.bytes_held);
        if (i % 100 == 99) {
            for (const byte_vector& answer : peer.heard()) {
                BOOST_REQUIRE(std::to_integer<int>(answer[0]) == (answered % 3 == 0 ? 99 : 100));
                ++answered;
            }
        }
    }
    BOOST_TEST(answered == 100000u);
    BOOST_TEST(most_held < 8192u);
}

BOOST_AUTO_TEST_CASE(requests_while_output_is_barred_or_deferred_are_bounded, *label("N09")) {
    const auto channel_request = [](connection::channel_id id) { return channel_message(98, id.value); };
    const auto global = [](connection::channel_id) {
        return payload_of(wire::global_request{"x", true, {}});
    };
    const auto open = [](connection::channel_id) { return payload_of(wire::channel_open{"x", 1, 1, 1, {}}); };
    for (const auto& make : {std::function<byte_vector(connection::channel_id)>{channel_request},
                             std::function<byte_vector(connection::channel_id)>{global},
                             std::function<byte_vector(connection::channel_id)>{open}}) {
        scripted_peer peer;
        const auto id = peer.open_channel();
        peer.out.bar(true);
        std::size_t taken = 0;
        std::error_code error;
        while (!error && taken < 100000) {
            error = peer.try_say(make(id)).error();
            if (!error) ++taken;
        }
        BOOST_TEST((error == protocol_error::too_many_pending));
        BOOST_TEST(taken <= limits::pending_replies + 1);
        BOOST_TEST(taken >= limits::pending_replies);
    }
    scripted_peer peer;
    const auto id = peer.open_channel();
    std::size_t deferred = 0;
    for (;; ++deferred) {
        auto e = peer.try_say(deferred % 2 == 0 ? channel_message(98, id.value)
                                                : payload_of(wire::global_request{"x", true, {}}));
        if (!e) {
            BOOST_TEST((e.error() == protocol_error::too_many_pending));
            break;
        }
        BOOST_REQUIRE(deferred % 2 == 0 ? peer.mux.defer(id) : peer.mux.defer_global());
    }
    BOOST_TEST(deferred == limits::pending_replies);
}

BOOST_AUTO_TEST_CASE(deferred_answers_of_a_closed_channel_free_their_place, *label("N09")) {
    scripted_peer peer;
    for (int round = 0; round < 5; ++round) {
        const auto id = peer.open_channel();
        for (std::size_t i = 0; i < limits::pending_replies; ++i) {
            peer.expect<connection::channel_request>(wire::channel_request{id.value, "x", true, {}});
            BOOST_REQUIRE(peer.mux.defer(id));
        }
        if (round % 2 == 0) BOOST_REQUIRE(peer.mux.close(id));
        peer.expect<channel_closed>(wire::channel_close{id.value});
        BOOST_TEST((peer.mux.reply(id, true).error() == usage_error::unknown_channel));
    }
}

BOOST_AUTO_TEST_CASE(exit_signals_by_the_thousand_leave_nothing_behind, *label("N10")) {
    ::testing::checking_memory memory;
    scripted_peer peer{role::client, {}, &memory};
    const auto id = peer.open_channel();
    const std::size_t held = memory.bytes_held;
    const std::string text(200000, 'x');
    byte_buffer body;
    wire::writer w{body};
    wire::exit_signal_request{"KILL", true, text, "en"}.encode(w);
    for (int i = 0; i < 1000; ++i) {
        const auto r = peer.expect<connection::channel_request>(
            wire::channel_request{id.value, "exit-signal", false, body.view()});
        BOOST_REQUIRE(wire::decode_body<wire::exit_signal_request>(r.data).has_value());
    }
    BOOST_TEST(memory.bytes_held == held);
    BOOST_TEST(peer.heard_nothing());
    // Cut short: the body is the owner's to decode, and decoding it is an error.
    const auto cut = peer.expect<connection::channel_request>(
        wire::channel_request{id.value, "exit-status", false, as_bytes("abc")});
    BOOST_TEST((wire::decode_body<wire::exit_status_request>(cut.data).error() ==
                protocol_error::malformed_message));
    peer.expect<channel_closed>(wire::channel_close{id.value});
    BOOST_TEST((peer.error_of(wire::channel_request{id.value, "exit-status", false, {}}) ==
                protocol_error::unknown_channel));
}

BOOST_AUTO_TEST_CASE(extended_data_of_unknown_type_is_credited_and_dropped, *label("N11")) {
    const channel_options how{1000, 1000, 500};
    scripted_peer peer;
    const auto id = peer.open_channel(1000, 1000, &how);
    std::size_t credit = 1000;
    for (int i = 0; i < 100; ++i) {
        peer.expect_nothing(wire::channel_extended_data{id.value, i % 2 == 0 ? 0u : 2u, byte_vector(500)});
        credit -= 500;
        for (const byte_vector& said : peer.heard())
            credit += heard_as<wire::channel_window_adjust>(said).bytes;
        BOOST_REQUIRE(credit >= 500u);
    }
    BOOST_TEST(peer.mux.find(id)->incoming.unread() == 0u);
    BOOST_TEST((peer.error_of(wire::channel_extended_data{id.value, 7, byte_vector(501)}) ==
                protocol_error::channel_packet_size));
}

// --- opens
// ------------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_hundred_thousand_opens_leave_nothing_behind, *label("N12")) {
    ::testing::checking_memory memory;
    scripted_peer peer{role::server, {}, &memory};
    std::size_t refused = 0;
    std::size_t most_held = 0;
    for (std::uint32_t i = 0; i < 100000; ++i) {
        peer.expect<channel_open_requested>(wire::channel_open{"direct-tcpip", i, 100, 100, {}});
        if (i % 2 == 0) peer.settle();
        most_held = std::max(most_held, memory.bytes_held);
        if (i % 100 != 99) continue;
        for (const byte_vector& said : peer.heard())
            BOOST_REQUIRE(heard_as<wire::channel_open_failure>(said).recipient == refused++);
    }
    BOOST_TEST(refused == 100000u);
    BOOST_TEST(peer.mux.channel_count() == 0u);
    BOOST_TEST(most_held < 4096u);
}

BOOST_AUTO_TEST_CASE(opens_that_are_never_answered_are_bounded_by_the_table, *label("N12")) {
    scripted_peer peer{role::server};
    std::size_t waiting = 0;
    std::size_t refused = 0;
    for (std::uint32_t i = 0; i < 10000; ++i) {
        const event e = peer.say(wire::channel_open{"direct-tcpip", i, 100, 100, {}});
        if (const auto* wanted = e.as<channel_open_requested>()) {
            BOOST_REQUIRE(peer.mux.defer(wanted->id));
            ++waiting;
        }
        for (const byte_vector& said : peer.heard()) {
            BOOST_REQUIRE((heard_as<wire::channel_open_failure>(said).reason ==
                           wire::open_failure_reason::resource_shortage));
            ++refused;
        }
    }
    BOOST_TEST(waiting == limits::channels);
    BOOST_TEST(refused == 10000 - limits::channels);
}

BOOST_AUTO_TEST_CASE(a_server_opens_what_nobody_asked_for, *label("N13") * label("SC-E-005")) {
    for (const std::string_view type :
         {"session", "direct-tcpip", "direct-streamlocal@openssh.com", "x11", "auth-agent@openssh.com",
          "forwarded-tcpip", "forwarded-streamlocal@openssh.com", "tun@openssh.com", ""}) {
        scripted_peer peer;
        const event e = peer.say(wire::channel_open{type, 3, 100, 100, {}});
        // What only a client may open does not even reach the owner.
        const bool hopeless = type == "session" || type.starts_with("direct-");
        BOOST_TEST(!e == hopeless);
        const auto said = peer.heard_one();
        const auto failure = heard_as<wire::channel_open_failure>(said);
        BOOST_TEST(failure.recipient == 3u);
        BOOST_TEST(static_cast<std::uint32_t>(failure.reason) == (hopeless ? 1u : 3u));
        BOOST_TEST(peer.mux.channel_count() == 0u);
    }
    for (const std::string_view type :
         {"x11", "auth-agent@openssh.com", "forwarded-tcpip", "forwarded-streamlocal@openssh.com"}) {
        scripted_peer peer{role::server};
        peer.expect_nothing(wire::channel_open{type, 3, 100, 100, {}});
        BOOST_TEST(numbers_of(peer.heard()) == std::vector<int>{92}, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(global_requests_nobody_knows_are_refused, *label("N16") * label("NS-G-008")) {
    for (const std::string_view name : {"roaming@appgate.com", "resume@appgate.com", "", "tcpip-forward"}) {
        scripted_peer peer;
        peer.expect<connection::global_request>(wire::global_request{name, true, as_bytes("x")});
        BOOST_TEST(numbers_of(peer.heard()) == std::vector<int>{82}, boost::test_tools::per_element());
        peer.expect<connection::global_request>(wire::global_request{name, false, as_bytes("x")});
        BOOST_TEST(peer.heard_nothing());
    }
}

// --- the end
// ----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(a_lost_connection_ends_every_channel_and_waiter_once,
                     *label("NS-E-004") * label("NS-C-019") * label("N19")) {
    options how;
    how.keepalive = {std::chrono::seconds{1}, 5};
    for (const bool barred : {false, true}) {
        scripted_peer peer{role::client, how};
        peer.mux.on_time(time_point{});
        const auto requesting = peer.open_channel();
        const auto writing = peer.open_channel(10);
        const auto reading = peer.open_channel();
        const auto closing = peer.open_channel();
        const auto gone = peer.open_channel();
        const auto opening = peer.mux.open(wire::session_channel{});
        const auto wanted = peer.expect<channel_open_requested>(wire::channel_open{"x11", 1, 1, 1, {}}).id;
        BOOST_REQUIRE(peer.mux.defer(wanted));
        BOOST_REQUIRE(peer.mux.request(requesting, wire::shell_request{}, true, 1));
        BOOST_TEST(*peer.mux.send(writing, data_stream::standard, byte_vector(20)) == 10u);
        peer.expect<channel_data>(peer.data(reading, "before"));
        BOOST_REQUIRE(peer.mux.close(closing));
        peer.expect<channel_closed>(wire::channel_close{gone.value});
        BOOST_REQUIRE(peer.mux.global_request("a", true, {}, 7));
        BOOST_REQUIRE(peer.mux.on_deadline(time_point{} + std::chrono::seconds{1}));
        BOOST_REQUIRE(peer.mux.global_request("b", true, {}, 8));
        (void)peer.heard();
        peer.out.bar(barred);
        BOOST_REQUIRE(peer.mux.global_request("c", true, {}, 9));
        peer.expect<channel_data>(peer.data(reading, " the end"));

        peer.mux.on_connection_lost(remote_error::connection_closed);
        peer.current.reset();
        std::vector<connection::channel_id> closed;
        std::vector<request_token> replies;
        for (int i = 0; i < 100; ++i) {
            const event e = peer.mux.next_event();
            if (const auto* c = e.as<channel_closed>()) {
                BOOST_TEST((c->error == remote_error::connection_closed));
                closed.push_back(c->id);
            } else if (const auto* r = e.as<global_reply>()) {
                BOOST_TEST((r->error == remote_error::connection_closed));
                BOOST_TEST(!r->success);
                replies.push_back(r->token);
            } else
                BOOST_TEST(!e);
        }
        std::sort(closed.begin(), closed.end());
        BOOST_TEST((closed == std::vector{requesting, writing, reading, closing, *opening, wanted}));
        BOOST_TEST(replies == (std::vector<request_token>{7, 8, 9}), boost::test_tools::per_element());

        // What had arrived can still be read; nothing else can be done.
        BOOST_TEST(as_text(peer.mux.pending(reading)) == "before the end");
        BOOST_TEST((peer.mux.send(writing, data_stream::standard, as_bytes("x")).error() ==
                    usage_error::session_closed));
        BOOST_TEST(
            (peer.try_say(payload_of(wire::request_failure{})).error() == usage_error::session_closed));
        BOOST_TEST(peer.mux.consume(reading, data_stream::standard, 14).has_value());
        BOOST_TEST(peer.mux.channel_count() == 0u);
        if (!barred) (void)peer.laid_out();
        peer.out.bar(false);
        BOOST_TEST(peer.heard_nothing());
    }
}

BOOST_AUTO_TEST_CASE(data_of_the_last_event_survives_the_loss_of_the_connection, *label("N19")) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    peer.expect<channel_data>(peer.data(id, "the end"));
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 4).has_value());
    peer.mux.on_connection_lost(remote_error::disconnected);
    peer.current.reset();
    BOOST_TEST((expect_event<channel_closed>(peer.mux.next_event()).id == id));
    BOOST_TEST(as_text(peer.mux.pending(id)) == "end");
    BOOST_TEST(peer.mux.close(id).has_value());
    BOOST_TEST(peer.mux.channel_count() == 0u);
}

BOOST_AUTO_TEST_CASE(a_close_ends_what_was_asked_on_the_channel, *label("N19")) {
    for (const bool barred : {false, true}) {
        scripted_peer peer;
        const auto id = peer.open_channel(0);
        const auto other = peer.open_channel();
        BOOST_REQUIRE(peer.mux.request(id, wire::shell_request{}, true, 1));
        BOOST_TEST(*peer.mux.send(id, data_stream::standard, as_bytes("x")) == 0u);
        peer.expect<connection::channel_request>(wire::channel_request{id.value, "x", true, {}});
        BOOST_REQUIRE(peer.mux.defer(id));
        BOOST_REQUIRE(peer.mux.request(other, wire::shell_request{}, true, 2));
        (void)peer.heard();
        peer.out.bar(barred);
        BOOST_TEST((peer.expect<channel_closed>(wire::channel_close{id.value}).id == id));
        peer.out.bar(false);
        BOOST_TEST(numbers_of(peer.heard()) == std::vector<int>{97}, boost::test_tools::per_element());
        BOOST_TEST(!peer.mux.next_event());
        // The other channel's waiter is its own.
        BOOST_TEST(peer.expect<channel_reply>(wire::channel_success{other.value}).token == 2u);
        peer.mux.on_connection_lost(remote_error::disconnected);
        BOOST_TEST((expect_event<channel_closed>(peer.mux.next_event()).id == other));
        BOOST_TEST(!peer.mux.next_event());
    }
}

// --- memory
// -----------------------------------------------------------------------------------------------------------

BOOST_AUTO_TEST_CASE(every_allocation_may_fail) {
    ::testing::checking_memory memory;
    bool finished = false;
    for (std::size_t n = 0; !finished; ++n) {
        BOOST_TEST_REQUIRE(n < 200u);
        memory.allocations_left = n;
        {
            fixed_random random;
            wire::outbox out{&memory};
            out.bar(false);
            multiplexer mux{role::client, out, {}, environment{random, &memory, {}}};
            byte_vector payload;
            const auto say = [&](const auto& m) {
                mux.settle();
                payload = payload_of(m);
                return mux.on_message(payload).has_value();
            };
            try {
                const auto id = mux.open(wire::session_channel{});
                finished = id && say(wire::channel_open_confirmation{0, 5, 1000, 1000, {}}) &&
                           mux.request(*id, wire::shell_request{}, true, 1) &&
                           mux.global_request("x", true, {}) &&
                           say(wire::channel_data{0, byte_vector(5000)}) &&
                           say(wire::channel_data{0, byte_vector(5000)}) &&
                           say(wire::channel_request{0, "x", true, {}}) && mux.defer(*id) &&
                           say(wire::global_request{"x", true, {}}) &&
                           (out.bar(true), mux.reply_global(true, as_bytes("data"))) &&
                           mux.request(*id, wire::shell_request{}, true, 1) && mux.reply(*id, true) &&
                           (out.bar(false), mux.flush(), !mux.error()) && mux.reserve(*id, 10).has_value() &&
                           (mux.commit(*id, 10), !mux.error()) && mux.send_eof(*id);
                BOOST_TEST((finished || memory.allocations_left == 0));
            } catch (const std::bad_alloc&) {
                BOOST_FAIL("an error must be a value");
            }
        }
        BOOST_TEST(memory.blocks_held == 0u);
    }
    BOOST_TEST(memory.allocations > 10u);
}
