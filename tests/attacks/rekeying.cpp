// Attacks on the key exchanges after the first (RFC 4253, section 9).

#include "support/raw_peer.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;
using transport::phase;
using wire::message_number;

const std::error_code strict_violation = protocol_error::strict_kex_violation;
const std::error_code unexpected = protocol_error::unexpected_message;

BOOST_AUTO_TEST_SUITE(attacks_on_key_exchange)

BOOST_AUTO_TEST_CASE(kexinit_and_newkeys_at_the_wrong_time, *label("K15")) {
    using enum transport::phase;
    for (role self : both_roles) {
        for (bool strict : {true, false}) {
            for (phase at : {first_exchange, first_newkeys, rekey_exchange, rekey_newkeys}) {
                duel d{self, {.strict = strict}};
                d.reach(at);
                d.peer.say(d.peer.kexinit());
                BOOST_TEST(d.ended(strict && at <= first_newkeys ? strict_violation : unexpected));
            }
            for (phase at : {first_kexinit, first_exchange, service, login, connected, rekey_exchange}) {
                duel d{self, {.strict = strict}};
                d.reach(at);
                d.peer.say(wire::newkeys{});
                BOOST_TEST(d.ended(strict && at == first_exchange ? strict_violation : unexpected));
            }
            for (phase at : {first_newkeys, rekey_newkeys}) {
                duel d{self, {.strict = strict}};
                d.reach(at);
                d.pass({});
                d.pass(std::chrono::seconds{59});
                BOOST_TEST(d.is_alive());
                d.pass(std::chrono::seconds{1});
                BOOST_TEST(d.ended(std::make_error_code(std::errc::timed_out)));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(other_traffic_in_the_midst_of_a_rekey, *label("K16")) {
    for (role self : both_roles) {
        for (phase at : {phase::rekey_exchange, phase::rekey_newkeys}) {
            for (int number : {5, 6, 7, 50, 51, 52, 53, 60, 80, 82, 90, 93, 94, 98, 100, 192}) {
                duel d{self};
                d.reach(at);
                d.peer.send(byte_vector(20, static_cast<std::byte>(number)));
                BOOST_TEST(d.ended(unexpected));
                BOOST_TEST(d.details<unexpected_message>()->phase == transport::name_of(at));
            }
            duel fine{self};
            fine.reach(at);
            fine.peer.say(wire::ignore{});
            fine.peer.say(wire::debug{false, "x", {}});
            BOOST_TEST(fine.is_alive());
        }
    }
}

BOOST_AUTO_TEST_CASE(our_kexinit_is_never_answered, *label("K17")) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        d.box->rekey();
        d.settle();
        const std::size_t held = d.memory.bytes_held;
        for (int i = 0; i < 10000; ++i) {
            BOOST_REQUIRE(!d.core().out().can_send());
            BOOST_REQUIRE(d.core().out().room() == 0u);
            d.peer.say(wire::ping{byte_vector(100)});
            if (i % 100 == 0) d.settle();
        }
        BOOST_TEST(d.is_alive());
        BOOST_TEST(d.memory.bytes_held <= held + 128 * 1024);
        BOOST_TEST(d.peer.count(message_number::pong) == 0u);
        d.pass(std::chrono::seconds{60});
        BOOST_TEST(d.ended(std::make_error_code(std::errc::timed_out)));
    }
}

BOOST_AUTO_TEST_CASE(both_sides_rekey_at_once, *label("K18")) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        for (std::uint32_t i = 0; i < 5000; ++i) {
            byte_buffer data;
            wire::writer w{data};
            w.u8(94).u32(i).raw(byte_vector(1024));
            d.peer.send(data.view());
            d.core().out().begin().raw(data.view());
            d.core().out().commit();
            d.box->rekey();
            d.peer.send_kexinit();
            d.settle();
            BOOST_REQUIRE(!d.core().is_closed());
            BOOST_REQUIRE(load_u32(d.last_payload.data() + 1) == i);
            BOOST_REQUIRE(d.peer.heard.size() >= 2u);
            BOOST_REQUIRE(load_u32(d.peer.heard[0].data() + 1) == i);
            d.run_method();
            d.change_keys();
            BOOST_REQUIRE(d.keys_changed == 1);
            d.mark();
        }
    }
}

BOOST_AUTO_TEST_CASE(everything_changes_but_the_session_id, *label("K19")) {
    for (role self : both_roles) {
        duel d{self, {.suite = real_suite()}};
        d.reach(phase::connected);
        const byte_vector id = to_vector(d.core().session_id());
        for (std::string_view kex :
             {"diffie-hellman-group14-sha256", "sntrup761x25519-sha512@openssh.com", "curve25519-sha256"}) {
            for (const protection_case& up : real_protections) {
                const protection_case& down = real_protections[(&up - real_protections.data() + 1) % 4];
                d.peer.offer[0] = kex;
                d.peer.offer[2] = up.cipher;
                d.peer.offer[3] = down.cipher;
                d.peer.offer[4] = up.mac.empty() ? "hmac-sha2-256" : up.mac;
                d.peer.offer[5] = down.mac.empty() ? "hmac-sha2-256" : down.mac;
                d.rekey();
                BOOST_REQUIRE(d.is_alive());
                d.mark();
                d.peer.send(byte_vector(100, std::byte{94}));
                d.core().out().begin().raw(byte_vector(100, std::byte{95}));
                d.core().out().commit();
                d.settle();
                BOOST_TEST(d.packets == std::vector<int>{94});
                BOOST_TEST(d.peer.heard.size() == 1u);
                BOOST_TEST(to_hex(d.core().session_id()) == to_hex(id));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_nothing_but_rekey, *label("K21")) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        for (unsigned i = 0; i < limits::peer_rekeys_without_progress; ++i) {
            d.peer.send(byte_vector(10, std::byte{94}));
            d.rekey();
            BOOST_REQUIRE(d.is_alive());
        }
        d.mark();
        d.peer.send_kexinit();
        BOOST_TEST(d.ended(protocol_error::rekey_flood));

        duel busy{self};
        busy.reach(phase::connected);
        for (unsigned i = 0; i < 2 * limits::peer_rekeys_without_progress; ++i) {
            busy.peer.send(byte_vector(1024, std::byte{94}));
            busy.rekey();
        }
        BOOST_TEST(busy.is_alive());
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
