// Attacks that strict key exchange answers (OpenSSH PROTOCOL, section 1.10).

#include "support/raw_peer.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;
using transport::phase;
using transport::strict_kex_level;
using wire::message_number;

const std::error_code strict_violation = protocol_error::strict_kex_violation;
const std::error_code unexpected = protocol_error::unexpected_message;

duel_options level(strict_kex_level l, bool peer_strict, std::string cipher = {}, std::string mac = {}) {
    duel_options options{.strict = peer_strict, .cipher = std::move(cipher), .mac = std::move(mac)};
    options.engine.strict_kex = l;
    return options;
}

BOOST_AUTO_TEST_SUITE(attacks_on_key_exchange)

BOOST_AUTO_TEST_CASE(terrapin_on_chacha20, *label("K01")) {
    const std::string chacha = "chacha20-poly1305@openssh.com";
    for (role self : both_roles) {
        // The packet that shifts the counters ends it.
        for (phase at : {phase::first_exchange, phase::first_newkeys}) {
            duel d{self, {.suite = real_suite(), .cipher = chacha}};
            d.reach(at);
            d.peer.say(wire::ignore{});
            BOOST_TEST(d.ended(strict_violation));
        }
        // Nor can the first encrypted packet be left out.
        duel cut{self, {.suite = real_suite(), .cipher = chacha}};
        cut.reach(phase::service);
        (void)cut.peer.sealed(raw_peer::framed(payload_of(wire::ext_info{}), 10, 16, 10));
        cut.agree_on_service();
        cut.settle();
        // Under the wrong counter the length is no length, or the tag is wrong.
        BOOST_TEST((cut.core().error() == protocol_error::packet_length ||
                    cut.core().error() == security_error::mac_mismatch));
        BOOST_TEST(cut.ended(cut.core().error()));

        // A peer without strict key exchange is told so.
        duel without{self, {.suite = real_suite(), .strict = false, .cipher = chacha}};
        without.identify();
        without.mark();
        without.exchange_kexinits();
        BOOST_TEST(without.ended(security_error::prefix_attack_possible));
        const auto* details = without.details<prefix_attack>();
        BOOST_REQUIRE(details != nullptr);
        BOOST_TEST(details->cipher == chacha);
        BOOST_TEST(details->level == "safe");
        BOOST_TEST(without.peer.count(message_number::newkeys) == 0u);
    }
}

BOOST_AUTO_TEST_CASE(terrapin_on_cbc_with_encrypt_then_mac, *label("K02")) {
    struct {
        std::string cipher, mac;
        bool endangered;
    } cases[] = {{"null-cbc@test", "null-mac-etm@test", true},
                 {"null-cbc@test", "null-mac@test", false},
                 {"null-cipher@test", "null-mac-etm@test", false},
                 {"null-aead-prefix@test", "", true},
                 {"null-aead@test", "", false}};
    for (role self : both_roles) {
        for (const auto& c : cases) {
            for (strict_kex_level l : {strict_kex_level::off, strict_kex_level::offer, strict_kex_level::safe,
                                       strict_kex_level::require}) {
                for (bool peer_strict : {false, true}) {
                    duel d{self, level(l, peer_strict, c.cipher, c.mac)};
                    d.identify();
                    d.exchange_kexinits();
                    const bool strict = peer_strict && l != strict_kex_level::off;
                    BOOST_TEST_CONTEXT(c.cipher << " " << c.mac << " " << name_of(l) << " " << peer_strict) {
                        if (!strict && l == strict_kex_level::require)
                            BOOST_TEST(d.ended(security_error::strict_kex_required));
                        else if (!strict && l == strict_kex_level::safe && c.endangered)
                            BOOST_TEST(d.ended(security_error::prefix_attack_possible));
                        else
                            BOOST_TEST(d.is_alive());
                        BOOST_TEST(d.core().is_strict() == strict);
                    }
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_message_before_kexinit, *label("K03")) {
    for (role self : both_roles) {
        for (bool strict : {true, false}) {
            for (const byte_vector& first :
                 {payload_of(wire::ignore{}), payload_of(wire::debug{}), payload_of(wire::unimplemented{})}) {
                duel d{self, {.strict = strict}};
                d.identify();
                d.mark();
                d.peer.send(first);
                d.settle();
                d.debugs = 0;
                d.peer.send_kexinit();
                if (strict)
                    BOOST_TEST(d.ended(strict_violation));
                else
                    BOOST_TEST(d.is_alive());
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(messages_between_kexinit_and_newkeys, *label("K04")) {
    const byte_vector messages[] = {payload_of(wire::ignore{}), payload_of(wire::unimplemented{}),
                                    payload_of(wire::debug{}),  payload_of(wire::ext_info{}),
                                    payload_of(wire::ping{}),   byte_vector{std::byte{200}}};
    for (role self : both_roles) {
        for (bool strict : {true, false}) {
            for (phase at : {phase::first_exchange, phase::first_newkeys}) {
                for (const byte_vector& m : messages) {
                    duel d{self, {.strict = strict}};
                    d.reach(at);
                    d.peer.send(m);
                    if (strict)
                        BOOST_TEST(d.ended(strict_violation));
                    else if (wire::number_of(m) > 4)
                        BOOST_TEST(d.ended(unexpected));
                    else
                        BOOST_TEST(d.is_alive());
                    BOOST_TEST(d.peer.count(message_number::unimplemented) == 0u);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(strictness_is_agreed_once_and_by_the_right_marker, *label("K05")) {
    for (role self : both_roles) {
        duel late{self, {.strict = false}};
        late.reach(phase::connected);
        late.peer.markers = "," + std::string{transport::strict_kex_marker(opposite_of(self))};
        const std::uint32_t before = late.box->incoming_sequence();
        late.rekey();
        BOOST_TEST(!late.core().is_strict());
        BOOST_TEST(late.box->incoming_sequence() > before);

        duel wrong{self, {.strict = false}};
        wrong.peer.markers = "," + std::string{transport::strict_kex_marker(self)};
        wrong.reach(phase::connected);
        BOOST_TEST(!wrong.core().is_strict());

        // And what is agreed lasts, though later KEXINITs do not repeat it.
        duel lasting{self};
        lasting.reach(phase::connected);
        lasting.peer.markers.clear();
        lasting.rekey();
        BOOST_TEST(lasting.core().is_strict());
        BOOST_TEST(lasting.box->incoming_sequence() == 0u);
    }
}

BOOST_AUTO_TEST_CASE(counters_begin_anew_at_every_newkeys_of_their_direction, *label("K06")) {
    for (role self : both_roles) {
        duel d{self, {.suite = real_suite(), .cipher = "aes256-ctr", .mac = "hmac-sha2-256"}};
        d.reach(phase::connected);
        for (int i = 0; i < 100; ++i) {
            for (int j = 0; j < 3; ++j) d.peer.say(wire::ignore{});
            d.exchange_kexinits();
            BOOST_TEST(d.box->incoming_sequence() >= 4u);
            d.run_method();
            // Ours has been sent, the peer's has not.
            BOOST_TEST(d.box->outgoing_sequence() == 0u);
            BOOST_TEST(d.box->incoming_sequence() >= 4u);
            d.change_keys();
            BOOST_TEST(d.box->incoming_sequence() == 0u);
            BOOST_REQUIRE(d.is_alive());
        }
        BOOST_TEST(d.core().key_exchanges() == 101u);
    }
}

BOOST_AUTO_TEST_CASE(ext_info_in_clear, *label("K07")) {
    byte_buffer forged;
    wire::writer w{forged};
    const wire::extension entries[] = {{"server-sig-algs", as_bytes("ssh-dss")},
                                       {"ping@openssh.com", as_bytes("0")}};
    wire::encode_ext_info(w, entries);
    for (role self : both_roles) {
        for (bool strict : {true, false}) {
            for (phase at : {phase::first_kexinit, phase::first_exchange, phase::first_newkeys}) {
                duel d{self, {.strict = strict}};
                d.reach(at);
                d.peer.send(forged.view());
                BOOST_TEST(d.ended(strict && at != phase::first_kexinit ? strict_violation : unexpected));
                BOOST_TEST(!d.core().has_server_sig_algs());
                BOOST_TEST(!d.core().peer_pings());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
