// Data both ways, and the windows.
#include <hawser/connection/multiplexer.hpp>

#include "scripted_peer.hpp"

#include <map>

#if defined(__linux__)
#include <sys/mman.h>
#endif

using namespace hawser;
using namespace hawser::connection;
using namespace hawser::testing;
using namespace std::chrono_literals;
using boost::unit_test::label;

// --- data out ---

BOOST_AUTO_TEST_CASE(data_is_cut_to_packets_and_stops_at_the_window, *label("NS-C-011") * label("NS-C-020")) {
    scripted_peer peer;
    const auto id = peer.open_channel(250, 100);
    const byte_vector all = pattern(300);
    BOOST_TEST(*peer.mux.send(id, data_stream::standard, all) == 250u);
    BOOST_TEST(*peer.mux.send(id, data_stream::standard, byte_view{all}.subspan(250)) == 0u);
    byte_vector got;
    for (const byte_vector& payload : peer.heard()) {
        const auto m = heard_as<wire::channel_data>(payload);
        BOOST_TEST(m.recipient == 1000u);
        BOOST_TEST(m.data.size() <= 100u);
        got.insert(got.end(), m.data.begin(), m.data.end());
    }
    BOOST_TEST(equal(got, byte_view{all}.first(250)));
    BOOST_TEST((peer.expect<channel_writable>(wire::channel_window_adjust{id.value, 20}).id == id));
    peer.expect_nothing(wire::channel_window_adjust{id.value, 20});
    BOOST_TEST(*peer.mux.send(id, data_stream::error, byte_view{all}.subspan(250)) == 40u);
    const auto said = peer.heard_one();
    const auto m = heard_as<wire::channel_extended_data>(said);
    BOOST_TEST(m.type == 1u);
    BOOST_TEST(equal(m.data, byte_view{all}.subspan(250, 40)));
}

#if defined(__linux__) && SIZE_MAX > 0xffffffff
// A length of 2^32 must not be taken for 0, and the last byte must leave too. The zeros are one page of the
// system's.
BOOST_AUTO_TEST_CASE(a_write_of_four_gibibytes_leaves_whole, *boost::unit_test::label("N04")) {
    const std::size_t size = std::size_t{1} << 32;
    void* const zeros = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    BOOST_REQUIRE(zeros != MAP_FAILED);
    scripted_peer peer;
    peer.out.allow(~std::uint64_t{0});
    const auto id = peer.open_channel(0xffffffff, 32768);
    byte_view left{static_cast<const std::byte*>(zeros), size};
    std::uint64_t heard = 0;
    for (int turn = 0; !left.empty() && turn < 10'000; ++turn) {
        if (peer.mux.find(id)->outgoing.available() == 0)
            (void)peer.say(wire::channel_window_adjust{id.value, 1 << 20});
        const auto taken = peer.mux.send(id, data_stream::standard, left);
        BOOST_REQUIRE(taken.has_value());
        left = left.subspan(*taken);
        while (peer.out.has_unsealed()) {
            const auto slot = peer.out.next_unsealed();
            const auto m = wire::decode<wire::channel_data>(slot.payload());
            BOOST_REQUIRE(m.has_value());
            heard += m->data.size();
            peer.out.mark_sealed();
        }
        peer.out.consume(peer.out.sealed().size());
    }
    BOOST_TEST(left.empty());
    BOOST_TEST(heard == size);
    ::munmap(zeros, size);
}
#endif

BOOST_AUTO_TEST_CASE(sending_nothing_sends_no_packet) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    BOOST_TEST(*peer.mux.send(id, data_stream::standard, {}) == 0u);
    BOOST_TEST(peer.heard_nothing());
}

BOOST_AUTO_TEST_CASE(data_before_the_confirmation_waits_for_channel_opened) {
    scripted_peer peer;
    const auto id = peer.mux.open(wire::session_channel{});
    (void)peer.heard();
    BOOST_TEST(*peer.mux.send(*id, data_stream::standard, as_bytes("early")) == 0u);
    BOOST_TEST(peer.mux.reserve(*id, 5)->empty());
    BOOST_TEST((peer.mux.send_eof(*id).error() == usage_error::wrong_phase));
    BOOST_TEST((peer.mux.request(*id, wire::shell_request{}, true).error() == usage_error::wrong_phase));
    BOOST_TEST(peer.heard_nothing());
    peer.expect<channel_opened>(wire::channel_open_confirmation{id->value, 9, 0, 10, {}});
    BOOST_TEST((peer.expect<channel_writable>(wire::channel_window_adjust{id->value, 5}).id == *id));
    BOOST_TEST(*peer.mux.send(*id, data_stream::standard, as_bytes("early")) == 5u);
}

BOOST_AUTO_TEST_CASE(reserved_room_is_written_in_place) {
    scripted_peer peer;
    const auto id = peer.open_channel(1000, 100);
    auto room = peer.mux.reserve(id, 5000);
    BOOST_REQUIRE(room);
    BOOST_TEST(room->size() == 100u);
    const byte_vector all = pattern(60);
    std::copy(all.begin(), all.end(), room->begin());
    peer.mux.commit(id, 60);
    BOOST_TEST(peer.mux.writable(id) == 940u);
    auto said = peer.heard_one();
    BOOST_TEST(equal(heard_as<wire::channel_data>(said).data, all));

    BOOST_TEST(peer.mux.reserve(id, 10)->size() == 10u);
    peer.mux.commit(id, 0);
    BOOST_TEST(peer.mux.writable(id) == 940u);
    BOOST_TEST(peer.heard_nothing());

    room = peer.mux.reserve(id, 7, data_stream::error);
    BOOST_REQUIRE(room->size() == 7u);
    std::copy_n(all.begin(), 7, room->begin());
    peer.mux.commit(id, 7);
    said = peer.heard_one();
    BOOST_TEST(equal(heard_as<wire::channel_extended_data>(said).data, byte_view{all}.first(7)));
    BOOST_TEST(peer.mux.writable(id) == 933u);
}

BOOST_AUTO_TEST_CASE(output_room_bounds_what_is_taken_and_channels_take_turns) {
    scripted_peer peer;
    const auto a = peer.open_channel(0x7fffffff, 32768);
    const auto b = peer.open_channel(0x7fffffff, 32768);
    const byte_vector all(4 << 20);
    const std::size_t taken = *peer.mux.send(a, data_stream::standard, all);
    BOOST_TEST(taken >= limits::output_high_water * 9 / 10);
    BOOST_TEST(taken <= limits::output_high_water);
    BOOST_TEST(peer.out.size() < limits::output_high_water + 4096);
    BOOST_TEST(*peer.mux.send(b, data_stream::standard, all) == 0u);
    BOOST_TEST(!peer.mux.next_event());
    BOOST_TEST((peer.mux.request(a, wire::shell_request{}, true).error() == usage_error::output_blocked));

    for (const connection::channel_id turn : {a, b, a, b}) {
        (void)peer.laid_out();
        const event e = peer.mux.next_event();
        BOOST_REQUIRE(e.is<channel_writable>());
        BOOST_TEST((e.as<channel_writable>()->id == turn));
        BOOST_TEST(*peer.mux.send(turn, data_stream::standard, all) > 0u);
        BOOST_TEST(!peer.mux.next_event());
    }
}

// --- data in ---

BOOST_AUTO_TEST_CASE(both_streams_are_delivered_apart_and_in_order,
                     *label("NS-C-008") * label("NS-C-009") * label("SC-E-002")) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    auto got = peer.expect<channel_data>(peer.data(id, "out"));
    BOOST_TEST((got.stream == data_stream::standard));
    BOOST_TEST(as_text(got.data) == "out");
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 3).has_value());
    got = peer.expect<channel_data>(wire::channel_extended_data{id.value, 1, as_bytes("err")});
    BOOST_TEST((got.stream == data_stream::error));
    BOOST_TEST(as_text(got.data) == "err");
    BOOST_TEST(peer.mux.pending(id).empty());
    BOOST_TEST(as_text(peer.mux.pending(id, data_stream::error)) == "err");
}

BOOST_AUTO_TEST_CASE(what_is_not_consumed_stays_readable_and_comes_first) {
    scripted_peer peer;
    const auto id = peer.open_channel();
    peer.expect<channel_data>(peer.data(id, "abcdef"));
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 2).has_value());
    BOOST_TEST(as_text(peer.mux.pending(id)) == "cdef");
    peer.settle();
    BOOST_TEST(as_text(peer.mux.pending(id)) == "cdef");
    const auto got = peer.expect<channel_data>(peer.data(id, "ghi"));
    BOOST_TEST(as_text(got.data) == "cdefghi");
    BOOST_TEST((peer.mux.consume(id, data_stream::standard, 8).error() == usage_error::invalid_argument));
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 5).has_value());
    peer.settle();
    BOOST_TEST(as_text(peer.mux.pending(id)) == "hi");
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 2).has_value());
    BOOST_TEST(peer.mux.pending(id).empty());
    BOOST_TEST((peer.mux.consume(id, data_stream::standard, 1).error() == usage_error::invalid_argument));
    BOOST_TEST((peer.mux.consume({99}, data_stream::standard, 0).error() == usage_error::unknown_channel));
}

BOOST_AUTO_TEST_CASE(the_window_is_credited_by_consuming_in_one_message_a_turn) {
    const channel_options how{1000, 1000, 500};
    scripted_peer peer;
    const auto id = peer.open_channel(1000, 1000, &how);
    const byte_vector hundred = pattern(100);
    for (int i = 0; i < 4; ++i) {
        peer.expect<channel_data>(wire::channel_data{id.value, hundred});
        BOOST_TEST(peer.mux.consume(id, data_stream::standard, 100).has_value());
    }
    BOOST_TEST(peer.heard_nothing());
    for (int i = 0; i < 3; ++i) {
        peer.expect<channel_data>(wire::channel_data{id.value, hundred});
        BOOST_TEST(peer.mux.consume(id, data_stream::standard, 100).has_value());
    }
    auto said = peer.heard_one();
    BOOST_TEST(heard_as<wire::channel_window_adjust>(said).recipient == 1000u);
    BOOST_TEST(heard_as<wire::channel_window_adjust>(said).bytes == 700u);
    BOOST_TEST(peer.heard_nothing());

    // Not consumed: not credited, until it is.
    for (int i = 0; i < 10; ++i) peer.expect<channel_data>(wire::channel_data{id.value, hundred});
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 1000).has_value());
    said = peer.heard_one();
    BOOST_TEST(heard_as<wire::channel_window_adjust>(said).bytes == 1000u);
    BOOST_TEST(
        (peer.error_of(wire::channel_data{id.value, pattern(501)}) == protocol_error::channel_packet_size));
}

BOOST_AUTO_TEST_CASE(no_credit_for_who_sends_no_more_and_nothing_after_close) {
    const channel_options how{1000, 1000, 1000};
    for (const bool by_eof : {true, false}) {
        scripted_peer peer;
        const auto id = peer.open_channel(1000, 1000, &how);
        peer.expect<channel_data>(wire::channel_data{id.value, pattern(800)});
        BOOST_TEST(peer.mux.consume(id, data_stream::standard, 800).has_value());
        if (by_eof)
            peer.expect<connection::channel_eof>(wire::channel_eof{id.value});
        else
            BOOST_TEST(peer.mux.close(id).has_value());
        const std::vector<int> expected = by_eof ? std::vector<int>{} : std::vector<int>{97};
        BOOST_TEST(numbers_of(peer.heard()) == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(a_lonely_channel_grows_its_window_and_gives_it_back_in_company) {
    const channel_options how{100000, 800000, 50000};
    options session;
    session.backlog = 300000;
    scripted_peer peer{role::client, session};
    peer.mux.on_time(time_point{} + 1s);
    const auto a = peer.open_channel(1000, 1000, &how);
    const byte_vector chunk = pattern(50000);
    auto pull = [&](connection::channel_id id, int chunks) {
        for (int i = 0; i < chunks; ++i) {
            peer.expect<channel_data>(wire::channel_data{id.value, chunk});
            BOOST_REQUIRE(peer.mux.consume(id, data_stream::standard, chunk.size()));
            peer.settle();
            peer.mux.flush();
        }
    };
    pull(a, 20);
    BOOST_TEST(peer.mux.find(a)->incoming.target() == 800000u);

    const auto b = peer.open_channel(1000, 1000, &how);
    pull(b, 20);
    BOOST_TEST(peer.mux.find(b)->incoming.target() == 100000u);
    pull(a, 20);
    BOOST_TEST(peer.mux.find(a)->incoming.target() == 200000u);

    // A peer that is slow by itself is no reason to grow.
    BOOST_REQUIRE(peer.mux.close(b));
    peer.expect<channel_closed>(wire::channel_close{b.value});
    for (int i = 2; i < 40; ++i) {
        peer.mux.on_time(time_point{} + i * 1s);
        pull(a, 1);
    }
    BOOST_TEST(peer.mux.find(a)->incoming.target() == 200000u);
}

// More than a std::size_t of 32 bits can count.
BOOST_AUTO_TEST_CASE(windows_of_4_gib_together) {
    options session;
    session.backlog = 300'000;
    session.channel = {100'000, 800'000, 50'000};
    scripted_peer peer{role::client, session};
    peer.mux.on_time(time_point{} + 1s);
    const channel_options wide{1u << 31, 1u << 31, 50'000};
    const auto small = peer.open_channel();
    const auto a = peer.open_channel(1000, 1000, &wide);
    (void)peer.open_channel(1000, 1000, &wide);
    const byte_vector chunk = pattern(50'000);

    // they leave no room in the backlog for another window to grow
    for (int i = 0; i < 20; ++i) {
        peer.expect<channel_data>(wire::channel_data{small.value, chunk});
        BOOST_REQUIRE(peer.mux.consume(small, data_stream::standard, chunk.size()));
        peer.settle();
        peer.mux.flush();
    }
    BOOST_TEST(peer.mux.find(small)->incoming.target() == 100'000u);

    // and the peer may use what it was promised
    for (int i = 0; i < 20; ++i) {
        peer.expect<channel_data>(wire::channel_data{a.value, chunk});
        BOOST_REQUIRE(!peer.mux.backlog_full());
    }
}

BOOST_AUTO_TEST_CASE(one_of_ten_channels_stalls_for_ever_and_the_others_go_on, *label("N14")) {
    scripted_peer peer;
    std::vector<connection::channel_id> ids;
    for (int i = 0; i < 10; ++i) ids.push_back(peer.open_channel());
    const byte_vector chunk = pattern(limits::channel_packet);
    // What the peer may still send, by our adjustments.
    std::vector<std::size_t> credit(10, limits::channel_window);
    std::vector<std::size_t> moved(10);
    for (int round = 0; round < 100; ++round) {
        for (std::size_t i = 0; i < 10; ++i) {
            if (credit[i] < chunk.size()) continue;
            const auto got = peer.expect<channel_data>(wire::channel_data{ids[i].value, chunk});
            credit[i] -= chunk.size();
            moved[i] += chunk.size();
            if (i != 3) BOOST_REQUIRE(peer.mux.consume(ids[i], data_stream::standard, got.data.size()));
        }
        for (const byte_vector& said : peer.heard()) {
            const auto m = heard_as<wire::channel_window_adjust>(said);
            credit[m.recipient - 1000] += m.bytes;
        }
        BOOST_REQUIRE(!peer.mux.backlog_full());
    }
    for (std::size_t i = 0; i < 10; ++i)
        BOOST_TEST(moved[i] == (i == 3 ? std::size_t{limits::channel_window} : 100 * chunk.size()));
    BOOST_TEST(peer.mux.pending(ids[3]).size() == limits::channel_window);
}

BOOST_AUTO_TEST_CASE(a_channel_that_grew_while_alone_and_then_stalls_stops_nobody, *label("N14")) {
    options session;
    session.backlog = 300'000;
    session.channel = {100'000, 2'000'000, 50'000};
    scripted_peer peer{role::client, session};
    peer.mux.on_time(time_point{} + 1s);
    const byte_vector chunk = pattern(50'000);
    std::map<std::uint32_t, std::size_t> credit{{1000, 100'000}, {1001, 100'000}};
    const auto listen = [&] {
        for (const byte_vector& said : peer.heard()) {
            if (said.at(0) != std::byte{93}) continue;
            const auto m = heard_as<wire::channel_window_adjust>(said);
            credit[m.recipient] += m.bytes;
        }
    };
    const auto say = [&](connection::channel_id id, bool consume) {
        peer.expect<channel_data>(wire::channel_data{id.value, chunk});
        credit[1000 + id.value] -= chunk.size();
        if (consume) BOOST_REQUIRE(peer.mux.consume(id, data_stream::standard, chunk.size()));
        listen();
    };
    const auto big = peer.open_channel();
    for (int i = 0; i < 200; ++i) say(big, true);
    BOOST_TEST(peer.mux.find(big)->incoming.target() == 2'000'000u);

    // The peer uses all that it was promised, while another channel goes on.
    const auto other = peer.open_channel();
    while (credit[1000] >= chunk.size()) {
        say(big, false);
        BOOST_REQUIRE(credit[1001] >= chunk.size());
        say(other, true);
        BOOST_REQUIRE(!peer.mux.backlog_full());
    }
    BOOST_TEST(peer.mux.pending(big).size() <= 2'000'000u);
    BOOST_TEST(peer.mux.pending(big).size() > 4 * session.backlog);
    for (int i = 0; i < 100; ++i) say(other, true);

    // What is read of it is not promised again.
    BOOST_REQUIRE(peer.mux.consume(big, data_stream::standard, peer.mux.pending(big).size() - 250'000));
    listen();
    BOOST_TEST(credit[1000] + peer.mux.pending(big).size() <= 250'000u + chunk.size());
}

BOOST_AUTO_TEST_CASE(a_widened_window_is_told_at_once_or_with_the_confirmation) {
    scripted_peer peer;
    const channel_options wide{1'000'000'000, 2'000'000'000, 1000};
    const auto early = peer.mux.open(wire::session_channel{});
    BOOST_REQUIRE(early);
    (void)peer.heard();
    BOOST_TEST(peer.mux.widen(*early, wide).has_value());
    BOOST_TEST(peer.heard_nothing());
    peer.expect<channel_opened>(wire::channel_open_confirmation{early->value, 1000, 1, 1000, {}});
    auto said = peer.heard_one();
    BOOST_TEST(heard_as<wire::channel_window_adjust>(said).recipient == 1000u);
    BOOST_TEST(heard_as<wire::channel_window_adjust>(said).bytes == wide.window - limits::channel_window);
    BOOST_TEST(peer.mux.find(*early)->incoming.credit() == wide.window);
    BOOST_TEST(peer.mux.find(*early)->window_maximum == wide.window_maximum);

    const auto late = peer.open_channel();
    BOOST_TEST(peer.mux.widen(late, wide).has_value());
    said = peer.heard_one();
    BOOST_TEST(heard_as<wire::channel_window_adjust>(said).bytes == wide.window - limits::channel_window);
    // Never narrower, and not twice.
    BOOST_TEST(peer.mux.widen(late, {1, 1, 1}).has_value());
    BOOST_TEST(peer.mux.widen(late, wide).has_value());
    BOOST_TEST(peer.heard_nothing());
    BOOST_TEST((peer.mux.widen({99}, wide).error() == usage_error::unknown_channel));
}

BOOST_AUTO_TEST_CASE(a_full_backlog_asks_the_session_to_wait_and_loses_nothing) {
    options session;
    session.backlog = 1000;
    const channel_options how{5000, 5000, 500};
    scripted_peer peer{role::client, session};
    const auto id = peer.open_channel(1000, 1000, &how);
    const byte_vector all = pattern(5000);
    std::size_t at = 0;
    while (!peer.mux.backlog_full()) {
        peer.expect<channel_data>(wire::channel_data{id.value, byte_view{all}.subspan(at, 500)});
        at += 500;
        peer.settle();
    }
    BOOST_TEST(at == 1500u);
    BOOST_TEST(equal(peer.mux.pending(id), byte_view{all}.first(at)));
    BOOST_TEST(peer.mux.consume(id, data_stream::standard, 500).has_value());
    BOOST_TEST(!peer.mux.backlog_full());
    BOOST_TEST(equal(peer.mux.pending(id), byte_view{all}.subspan(500, at - 500)));
}
