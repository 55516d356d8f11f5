// Attacks on the packet layer: lengths, padding, tags, counters (RFC 4253, section 6).

#include "support/raw_peer.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;
using transport::phase;
using wire::message_number;

/// Calls `f(duel, name)` for both roles and all forms of protection, connected.
template <class F>
void for_each_protection(const raw_suite& suite, const std::vector<protection_case>& protections, phase at,
                         F&& f) {
    for (role self : both_roles) {
        for (const protection_case& p : protections) {
            duel d{self, {.suite = suite, .cipher = p.cipher, .mac = p.mac}};
            d.reach(at);
            BOOST_TEST_CONTEXT((self == role::client ? "client, " : "server, ") << p.cipher << " " << p.mac) {
                f(d);
            }
        }
    }
}
/// A message that would be delivered.
byte_vector tell_tale(std::size_t size = 40) { return byte_vector(size, std::byte{94}); }

BOOST_AUTO_TEST_SUITE(attacks_on_packets)

BOOST_AUTO_TEST_CASE(lengths_out_of_bounds_are_refused_before_anything_is_kept, *label("T06")) {
    for (std::uint32_t length : {0u, 1u, 5u, 256u * 1024 + 8, 0x80000000u, 0xffffffffu}) {
        const auto attack = [&](duel& d) {
            const std::size_t held = d.memory.bytes_held;
            d.peer.bytes(d.peer.sealed(raw_peer::framed(tell_tale(), 7, length, 7)));
            BOOST_TEST(d.ended(protocol_error::packet_length), "length " << length);
            BOOST_TEST(d.memory.bytes_held <= held + 64 * 1024);
        };
        for (role self : both_roles) {
            duel d{self};
            d.reach(phase::first_kexinit);
            attack(d);
        }
        for_each_protection(real_suite(), real_protections, phase::connected, attack);
    }
}

BOOST_AUTO_TEST_CASE(lengths_out_of_bounds_behind_ciphers_of_old, *label("T06")) {
    for (std::uint32_t length : {0u, 1u, 5u, 256u * 1024 + 8, 0x80000000u, 0xffffffffu}) {
        for_each_protection(real_suite(), legacy_protections, phase::connected, [&](duel& d) {
            const std::size_t held = d.memory.bytes_held;
            const bool tells =
                d.peer.crypto->shape().length_aligned && d.options.cipher.find("cbc") != std::string::npos;
            // whole blocks, with the length field and without
            const byte_vector payload = tell_tale(d.peer.crypto->shape().length_aligned ? 52 : 56);
            d.peer.bytes(d.peer.sealed(raw_peer::framed(payload, 7, length, 7)));
            BOOST_TEST(d.is_alive() == tells, "length " << length);
            BOOST_TEST(d.memory.bytes_held <= held + 64 * 1024);
            if (tells) d.peer.bytes(byte_vector(limits::packet));
            BOOST_TEST(d.ended(tells ? std::error_code{security_error::mac_mismatch}
                                     : std::error_code{protocol_error::packet_length}),
                       "length " << length);
        });
    }
}

/// What a peer sees of a connection whose next packet is wrong: after how many bytes it ends, and with which reason.
struct reaction {
    std::size_t bytes = 0;
    std::uint32_t goodbye = 0;
    std::error_code error;
    friend bool operator==(const reaction&, const reaction&) = default;
};

BOOST_AUTO_TEST_CASE(a_chosen_first_block_tells_nothing_by_the_reaction, *label("T11")) {
    for (role self : both_roles) {
        for (const std::size_t which : {0u, 1u}) { // the chains of blocks with a MAC over the plaintext
            for (phase at : {phase::service, phase::connected}) {
                const auto react = [&](std::size_t length, std::size_t flipped) {
                    duel d{self,
                           {.suite = real_suite(),
                            .cipher = legacy_protections[which].cipher,
                            .mac = legacy_protections[which].mac}};
                    d.reach(at);
                    byte_vector all = d.peer.sealed(raw_peer::framed(tell_tale(52), 7, length, 7));
                    all[flipped] ^= std::byte{1};
                    const std::size_t most =
                        at == phase::connected ? limits::packet : limits::packet_before_login;
                    all.resize(most + 1024);
                    reaction seen;
                    constexpr std::size_t piece = 500;
                    while (seen.bytes + piece <= all.size() && d.is_alive()) {
                        d.peer.bytes(byte_view{all}.subspan(seen.bytes, piece));
                        seen.bytes += piece;
                        d.settle();
                    }
                    seen.goodbye = d.goodbye();
                    seen.error = d.core().error();
                    BOOST_TEST(d.packets.empty());
                    return seen;
                };
                constexpr std::size_t in_tag = 64 + 1;
                const reaction bad_mac = react(60, in_tag);
                BOOST_TEST((bad_mac.error == security_error::mac_mismatch));
                BOOST_TEST(bad_mac.goodbye == 5u);
                for (const std::size_t length :
                     {std::size_t{0}, std::size_t{61}, std::size_t{44}, std::size_t{508},
                      std::size_t{1} << 20, std::size_t{0xffffffff}})
                    BOOST_TEST((react(length, in_tag) == bad_mac), "length " << length);
                // the first block itself changed: whatever it decrypts to
                for (std::size_t byte = 0; byte < 8; ++byte) BOOST_TEST((react(60, byte) == bad_mac));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(strangers_get_smaller_packets, *label("T06")) {
    for (role self : both_roles) {
        for (phase at : {phase::first_kexinit, phase::service, phase::login}) {
            duel d{self};
            d.reach(at);
            d.peer.bytes(d.peer.sealed(raw_peer::framed(tell_tale(), 7, 64 * 1024 + 8, 7)));
            BOOST_TEST(d.ended(protocol_error::packet_length));
        }
        duel d{self};
        d.reach(phase::connected);
        d.peer.send(tell_tale(256 * 1024 - 16));
        BOOST_TEST(d.is_alive());
        BOOST_TEST(d.packets.size() == 1u);
    }
}

BOOST_AUTO_TEST_CASE(packets_shorter_than_a_header_or_a_tag, *label("T07")) {
    for (std::uint32_t length = 0; length < 16; ++length)
        for_each_protection(
            real_suite(), {real_protections[0], real_protections[1]}, phase::service, [&](duel& d) {
                // 8 is a length that chacha20-poly1305 allows; that packet is of message 0.
                d.peer.bytes(d.peer.sealed(raw_peer::framed({}, length == 0 ? 0 : length - 1, length, 4)));
                const bool fits = length == 8 && d.options.cipher == real_protections[1].cipher;
                BOOST_TEST(d.ended(fits ? protocol_error::unexpected_message : protocol_error::packet_length),
                           "length " << length);
            });
}

BOOST_AUTO_TEST_CASE(padding_that_cannot_be, *label("T08")) {
    struct {
        int padding;
        std::error_code error;
    } cases[] = {{0, protocol_error::packet_padding},
                 {3, protocol_error::packet_padding},
                 {47, protocol_error::packet_empty},
                 {48, protocol_error::packet_padding},
                 {255, protocol_error::packet_padding}};
    for (const auto& c : cases) {
        const auto attack = [&](duel& d) {
            // 48 fits every block size, with the length field and without.
            const std::size_t length = d.peer.crypto->shape().length_aligned ? 60 : 48;
            const int padding =
                c.padding == 47 || c.padding == 48 ? static_cast<int>(length) + c.padding - 48 : c.padding;
            d.peer.bytes(d.peer.sealed(
                raw_peer::framed(tell_tale(length - 1), 0, length, static_cast<std::size_t>(padding))));
            BOOST_TEST(d.ended(c.error), "padding " << padding);
        };
        for_each_protection(null_suite(), null_protections, phase::connected, attack);
        for_each_protection(real_suite(), real_protections, phase::connected, attack);
    }
}

BOOST_AUTO_TEST_CASE(a_length_that_runs_past_the_packet, *label("ER-1015") * label("T09")) {
    const std::vector<protection_case> etm{real_protections[3]};
    for_each_protection(real_suite(), etm, phase::connected, [&](duel& d) {
        d.peer.bytes(d.peer.sealed(raw_peer::framed(tell_tale(24), 7, 1024, 7)));
        BOOST_TEST(d.is_alive()); // more may come
        d.peer.bytes(byte_vector(2048));
        BOOST_TEST(d.ended(security_error::mac_mismatch));
    });
    for_each_protection(real_suite(), etm, phase::connected, [&](duel& d) {
        d.peer.bytes(d.peer.sealed(raw_peer::framed(tell_tale(24), 7, 33, 7)));
        BOOST_TEST(d.ended(protocol_error::packet_length));
    });
    for_each_protection(real_suite(), etm, phase::connected, [&](duel& d) {
        d.peer.bytes(d.peer.sealed(raw_peer::framed(tell_tale(24), 7, 1024, 7)));
        d.settle();
        d.core().on_eof();
        BOOST_TEST(d.ended(protocol_error::connection_cut));
    });
}

BOOST_AUTO_TEST_CASE(one_bit_in_any_byte, *label("T10")) {
    constexpr std::size_t length = 44; // 44 + 4 are whole blocks, and so are 48
    for (std::size_t at = 0; at < 4 + 48 + 32; ++at) {
        const auto attack = [&](duel& d) {
            const std::size_t size = d.peer.crypto->shape().length_aligned ? length : 48;
            byte_vector packet = payload_of(wire::debug{false, "never to be seen", {}});
            const std::size_t padding = size - 1 - packet.size();
            packet = d.peer.sealed(raw_peer::framed(packet, padding, size, padding));
            if (at >= packet.size()) return;
            packet[at] ^= static_cast<std::byte>(1 << (at % 8));
            d.peer.bytes(packet);
            d.peer.bytes(byte_vector(limits::packet_before_login)); // a length that has grown finds its bytes
            const bool in_length = at < (d.peer.crypto->shape().length_aligned ? 16u : 4u);
            d.settle();
            BOOST_TEST(d.ended(in_length && d.core().error() == protocol_error::packet_length
                                   ? std::error_code{protocol_error::packet_length}
                                   : std::error_code{security_error::mac_mismatch}),
                       "byte " << at);
            BOOST_TEST(d.debugs == 0);
        };
        for_each_protection(real_suite(), real_protections, phase::service, attack);
        for_each_protection(real_suite(), legacy_protections, phase::service, attack);
    }
}

BOOST_AUTO_TEST_CASE(counters_never_come_round, *label("T12")) {
    for (role self : both_roles) {
        duel first{self, {.strict = false}};
        first.reach(phase::first_kexinit);
        first.box->skip_incoming(0xffff'ffff, 0xffff'ffff);
        first.peer.say(wire::ignore{});
        BOOST_TEST(first.is_alive());
        first.peer.say(wire::ignore{});
        BOOST_TEST(first.ended(security_error::sequence_number_exhausted));

        duel later{self};
        later.reach(phase::connected);
        later.box->skip_incoming(0xffff'ffff, 0xffff'ffff);
        later.peer.send(tell_tale());
        BOOST_TEST(later.is_alive());
        later.mark();
        later.peer.send(tell_tale());
        BOOST_TEST(later.ended(security_error::sequence_number_exhausted));

        duel ours{self};
        ours.reach(phase::connected);
        ours.box->skip_outgoing(0xffff'ffff, 0x1'0000'0000);
        ours.core().out().send(wire::ignore{});
        BOOST_TEST(ours.ended(security_error::sequence_number_exhausted));
        BOOST_TEST(ours.peer.heard.empty());
    }
}

BOOST_AUTO_TEST_CASE(keys_are_changed_before_their_bound, *label("T12")) {
    for (role self : both_roles) {
        for (bool ours : {true, false}) {
            duel_options options;
            options.engine.rekey_packets = 100;
            duel d{self, options};
            d.reach(phase::connected);
            for (int i = 0; i < 100; ++i) {
                if (ours)
                    d.core().out().send(wire::ignore{});
                else
                    d.peer.say(wire::ignore{});
                d.settle();
            }
            BOOST_TEST(d.peer.count(message_number::kexinit) == 1u);
            // A peer that does not answer loses the connection.
            d.pass(std::chrono::seconds{60});
            BOOST_TEST(d.ended(std::make_error_code(std::errc::timed_out)));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
