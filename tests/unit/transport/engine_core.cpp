#include <hawser/transport/engine_core.hpp>

#include "support/raw_peer.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;
using std::chrono::seconds;
using transport::phase;

BOOST_AUTO_TEST_SUITE(transport_engine_core)

BOOST_AUTO_TEST_CASE(the_first_write_is_identification_and_kexinit) {
    for (role self : both_roles) {
        duel d{self};
        const std::string first{as_text(d.box->next_output())};
        BOOST_TEST(first.starts_with("SSH-2.0-"));
        d.settle();
        BOOST_TEST(d.peer.peer_line == d.core().own_identification());
        BOOST_TEST(d.peer.heard.size() == 1u);
        BOOST_TEST(d.peer.count(wire::message_number::kexinit) == 1u);
    }
}

BOOST_AUTO_TEST_CASE(markers_stand_in_the_first_kexinit_alone,
                     *label("AL-K-019") * label("AL-K-020") * label("AL-K-021")) {
    for (role self : both_roles) {
        duel d{self};
        d.settle();
        std::string kexes{wire::decode<wire::kexinit>(d.peer.heard[0])->kex_algorithms};
        BOOST_TEST(wire::name_list{kexes}.contains(transport::strict_kex_marker(self)));
        BOOST_TEST(wire::name_list{kexes}.contains(transport::ext_info_marker(self)));
        d.reach(phase::connected);
        d.rekey();
        kexes = wire::decode<wire::kexinit>(d.peer.heard[0])->kex_algorithms;
        BOOST_TEST(kexes == "null-kex@test,other-kex@test");
    }
}

BOOST_AUTO_TEST_CASE(every_step_of_the_handshake_has_one_deadline, *label("T04")) {
    using enum transport::phase;
    for (role self : both_roles) {
        for (phase p :
             {identifying, first_kexinit, first_exchange, first_newkeys, rekey_exchange, rekey_newkeys}) {
            duel d{self};
            d.reach(p);
            BOOST_REQUIRE(d.core().next_deadline().has_value());
            d.pass(seconds{0});
            d.pass(seconds{59});
            BOOST_TEST(d.is_alive());
            // Bytes that lead nowhere do not extend it.
            if (p != identifying) {
                d.peer.bytes(byte_vector(1)); // of a length
                d.settle();
            }
            d.pass(seconds{1});
            BOOST_TEST(d.ended(std::make_error_code(std::errc::timed_out)));
            const auto* where = d.details<subject>();
            BOOST_REQUIRE(where != nullptr);
            BOOST_TEST(where->name == transport::name_of(p));
            BOOST_TEST(!d.core().next_deadline().has_value());
        }
    }
}

BOOST_AUTO_TEST_CASE(keys_grow_old) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        const auto due = d.core().next_deadline();
        BOOST_REQUIRE(due.has_value());
        BOOST_CHECK(*due == d.now + limits::rekey_time);
        d.pass(limits::rekey_time);
        d.settle();
        BOOST_TEST(d.peer.count(wire::message_number::kexinit) == 1u);
        d.rekey();
        BOOST_TEST(d.core().key_exchanges() == 2u);
        BOOST_CHECK(d.phase() == phase::connected);
    }
}

BOOST_AUTO_TEST_CASE(old_keys_do_not_keep_a_login_awake) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::login);
        d.pass(2 * limits::rekey_time);
        // A deadline in the past that nobody meets would make its owner spin.
        const auto due = d.core().next_deadline();
        BOOST_TEST((!due || *due > d.now));
        BOOST_TEST(d.is_alive());
    }
}

BOOST_AUTO_TEST_CASE(a_host_key_may_be_looked_at_for_as_long_as_one_likes) {
    duel d{role::client};
    d.accepts = false;
    d.reach(phase::first_exchange);
    d.run_method();
    BOOST_TEST(d.host_keys == 1);
    d.pass(std::chrono::hours{24});
    BOOST_TEST(d.is_alive());
    d.box->accept_host_key();
    d.pass(seconds{0});
    d.pass(seconds{60});
    BOOST_TEST(d.ended(std::make_error_code(std::errc::timed_out)));
}

BOOST_AUTO_TEST_CASE(the_end_of_the_stream_is_told_by_where_it_is) {
    for (role self : both_roles) {
        duel whole{self};
        whole.reach(phase::connected);
        whole.core().on_eof();
        BOOST_TEST(whole.ended(remote_error::connection_closed));
        BOOST_TEST(whole.goodbye() == 0u);

        duel cut{self};
        cut.reach(phase::connected);
        cut.peer.bytes(*from_hex("0000001004"));
        cut.settle();
        cut.core().on_eof();
        BOOST_TEST(cut.ended(protocol_error::connection_cut));

        duel broken{self};
        broken.reach(phase::connected);
        broken.core().on_stream_error(std::make_error_code(std::errc::connection_reset));
        BOOST_TEST(broken.ended(std::make_error_code(std::errc::connection_reset)));

        duel mute{self};
        mute.core().on_eof();
        BOOST_TEST(mute.ended(protocol_error::identification_missing));
    }
}

BOOST_AUTO_TEST_CASE(what_arrived_before_the_end_is_delivered) {
    duel d{role::client};
    d.reach(phase::connected);
    const byte_vector data = payload_of(wire::userauth_banner{"late", ""});
    d.peer.send(byte_vector{std::byte{94}});
    d.core().on_stream_error(std::make_error_code(std::errc::connection_reset));
    d.feed(std::exchange(d.peer.said, {}));
    d.settle();
    BOOST_TEST(d.packets == std::vector<int>{94});
    BOOST_TEST(d.core().is_closed());
}

BOOST_AUTO_TEST_CASE(the_owner_says_goodbye_once) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        d.core().disconnect(wire::disconnect_reason::by_application, "bye");
        d.core().disconnect(wire::disconnect_reason::by_application, "bye");
        d.core().fail(protocol_error::packet_length);
        BOOST_TEST(d.ended(usage_error::session_closed));
        BOOST_TEST(d.goodbye() == 11u);
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_said_to_one_who_has_not_shown_to_speak_ssh) {
    duel d{role::client};
    d.settle();
    d.mark();
    d.peer.bytes(as_bytes("HTTP/1.1 400 Bad Request\r\n"));
    BOOST_TEST(d.ended(protocol_error::not_ssh));
    BOOST_TEST(d.peer.heard.empty());
    BOOST_TEST(d.details<not_an_ssh_peer>()->protocol == "HTTP");
}

BOOST_AUTO_TEST_CASE(buffers_come_back_wiped_and_nothing_is_kept_when_idle) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        d.core().release_idle_buffers();
        BOOST_TEST(d.memory.bytes_held == 0u);
        d.peer.say(wire::debug{false, "awake", ""});
        d.settle();
        BOOST_TEST(d.last_debug == "awake");
        d.core().release_idle_buffers();
        BOOST_TEST(d.memory.bytes_held == 0u);
        BOOST_TEST(d.memory.unwiped == 0u);
    }
}

BOOST_AUTO_TEST_CASE(without_memory_it_ends_with_a_value) {
    duel d{role::client};
    d.reach(phase::connected);
    d.core().release_idle_buffers();
    d.memory.allocations_left = 0;
    BOOST_CHECK(d.core().receive_space().error() == std::errc::not_enough_memory);
    d.memory.allocations_left = checking_memory::never;
}

BOOST_AUTO_TEST_CASE(reads_grow_with_the_transfer_and_not_before_login) {
    duel d{role::client};
    d.reach(phase::login);
    const std::size_t at_rest = d.core().receive_space()->size();
    BOOST_TEST(at_rest <= 2 * limits::receive_buffer);
    d.core().received(0);
    duel transfer{role::client};
    transfer.reach(phase::connected);
    byte_vector data(32000, std::byte{94});
    for (int i = 0; i < 200; ++i) transfer.peer.send(data);
    transfer.settle();
    BOOST_TEST(transfer.packets.size() == 200u);
    BOOST_TEST(transfer.core().receive_space()->size() > at_rest);
    BOOST_TEST(transfer.core().receive_space()->size() <= limits::receive_buffer_maximum + limits::packet);
    transfer.core().received(0);
}

BOOST_AUTO_TEST_CASE(extensions_are_exchanged_when_asked_for, *label("AL-K-019")) {
    for (role self : both_roles) {
        for (bool asked : {true, false}) {
            duel d{self, {.ext_info = asked}};
            d.reach(phase::first_newkeys);
            duel e{self, {.ext_info = asked}};
            e.reach(phase::first_exchange);
            e.run_method();
            const auto& heard = e.peer.heard;
            BOOST_TEST(e.peer.count(wire::message_number::ext_info) == (asked ? 1u : 0u));
            if (asked) BOOST_TEST(int{wire::number_of(heard.back())} == 7);
            if (asked) BOOST_TEST(int{wire::number_of(heard[heard.size() - 2])} == 21);
        }
    }
}

BOOST_AUTO_TEST_CASE(server_sig_algs_are_kept_by_a_client) {
    duel d{role::client};
    d.reach(phase::service);
    BOOST_TEST(!d.core().has_server_sig_algs());
    byte_buffer out;
    wire::writer w{out};
    const wire::extension entries[] = {
        {"server-sig-algs", as_bytes("a,b")}, {"unknown@x", {}}, {"ping@openssh.com", as_bytes("0")}};
    wire::encode_ext_info(w, entries);
    d.peer.send(out.view());
    d.settle();
    BOOST_TEST(d.core().server_sig_algs() == "a,b");
    BOOST_TEST(d.core().has_server_sig_algs());
    BOOST_TEST(d.core().peer_pings());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
