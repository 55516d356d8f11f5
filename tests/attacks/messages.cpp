// Attacks with messages: floods, bombs, what is cut, what is too long, what trails (RFC 4251, section 5; RFC
// 4253, sections 10 and 11; RFC 8308).

#include <hawser/algorithm/compression/zlib.hpp>

#include "support/raw_peer.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;
using transport::phase;
using wire::message_number;

byte_vector ext_info(std::vector<wire::extension> entries) {
    byte_buffer out;
    wire::writer w{out};
    wire::encode_ext_info(w, entries);
    return to_vector(out.view());
}
/// A well-formed message of the transport, the phase it belongs in, and the offsets of its length and count
/// fields.
struct sample {
    phase at;
    byte_vector payload;
    std::vector<std::size_t> lengths;
};
std::vector<sample> samples(role self) {
    std::vector<sample> all{
        {phase::connected,
         payload_of(wire::disconnect{wire::disconnect_reason::by_application, "why", "en"}),
         {5, 12}},
        {phase::connected, payload_of(wire::ignore{as_bytes("data")}), {1}},
        {phase::connected, payload_of(wire::unimplemented{7}), {}},
        {phase::connected, payload_of(wire::debug{true, "text", "en"}), {2, 10}},
        {phase::connected, payload_of(wire::ping{as_bytes("data")}), {1}},
        {phase::connected, payload_of(wire::pong{as_bytes("data")}), {1}},
        {phase::service, ext_info({{"server-sig-algs", as_bytes("a")}}), {1, 5, 24}},
        {phase::first_newkeys, payload_of(wire::newkeys{}), {}},
    };
    if (self == role::server)
        all.push_back({phase::first_exchange, payload_of(wire::ecdh_init{as_bytes("1234")}), {1}});
    else
        all.push_back(
            {phase::first_exchange,
             payload_of(wire::ecdh_reply{null_suite().identities[0].blob, as_bytes("1234"), as_bytes("sig")}),
             {1, 5 + null_suite().identities[0].blob.size(), 13 + null_suite().identities[0].blob.size()}});
    duel d{self};
    sample kexinit{phase::first_kexinit, payload_of(d.peer.kexinit()), {}};
    wire::reader r{kexinit.payload};
    r.take(17);
    for (int list = 0; list < 10; ++list) {
        kexinit.lengths.push_back(r.offset());
        r.string();
    }
    all.push_back(kexinit);
    return all;
}
/// Ends with this error and details of a malformed message.
void play(role self, phase at, byte_view payload, std::error_code error) {
    duel d{self};
    d.reach(at);
    const std::size_t held = d.memory.bytes_held;
    d.peer.send(payload);
    BOOST_TEST(d.ended(error),
               "message " << int{wire::number_of(payload)} << " of " << payload.size() << " bytes");
    BOOST_TEST(d.details<malformed>() != nullptr);
    BOOST_TEST(d.debugs == 0);
    BOOST_TEST(d.peer.count(message_number::pong) == 0u);
    BOOST_TEST(d.memory.bytes_held <= held + 128 * 1024);
}

/// A client-to-server or server-to-client stream that only the peer compresses.
struct compressing_duel : duel {
    explicit compressing_duel(role tested) : duel{tested} {
        peer.offer[tested == role::client ? 7 : 6] = "zlib@openssh.com";
        peer.offer[tested == role::client ? 6 : 7] = "none";
        reach(phase::connected);
        BOOST_REQUIRE(deflater.start().has_value());
    }
    byte_vector deflate(byte_view payload) {
        byte_buffer out;
        BOOST_REQUIRE(deflater.deflate(payload, out).has_value());
        return to_vector(out.view());
    }
    compression::zlib_deflater deflater;
};

BOOST_AUTO_TEST_SUITE(attacks_with_messages)

BOOST_AUTO_TEST_CASE(texts_that_would_command_a_terminal, *label("ER-1001") * label("T05")) {
    using namespace std::string_view_literals;
    const std::string_view evil = "\x1b]0;owned\x07\r\n\0\xff\xc3 \\"sv;
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        d.peer.say(wire::debug{true, evil, evil});
        d.settle();
        BOOST_TEST(d.last_debug == evil); // as it came
        d.peer.say(wire::disconnect{wire::disconnect_reason::by_application, evil, evil});
        d.debugs = 0;
        BOOST_TEST(d.ended(remote_error::disconnected));
        const auto* details = d.details<peer_disconnect>();
        BOOST_REQUIRE(details != nullptr);
        BOOST_TEST(details->text == evil);
        for (char c : describe(d.core().error(), d.core().details())) BOOST_TEST((c >= ' ' && c <= '~'));

        duel line{self};
        line.peer.bytes(as_bytes("SSH-2.0-x \x1b[2J\r\n"));
        BOOST_TEST(line.ended(protocol_error::identification_invalid));
        for (char c : describe(line.core().error(), line.core().details()))
            BOOST_TEST((c >= ' ' && c <= '~'));
    }
}

BOOST_AUTO_TEST_CASE(unimplemented_is_never_answered, *label("T13")) {
    using enum transport::phase;
    for (role self : both_roles) {
        for (phase at :
             {first_kexinit, first_exchange, first_newkeys, service, login, connected, rekey_exchange}) {
            duel d{self, {.strict = false}};
            d.reach(at);
            for (int i = 0; i < 100; ++i) d.peer.say(wire::unimplemented{static_cast<std::uint32_t>(i)});
            BOOST_TEST(d.is_alive());
            BOOST_TEST(d.peer.heard.empty());
        }
    }
}

BOOST_AUTO_TEST_CASE(a_flood_of_ignore_and_debug, *label("T14")) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        for (int i = 0; i < 500; ++i) {
            d.peer.say(wire::ignore{byte_vector(8)});
            d.peer.say(wire::debug{true, "text", {}});
        }
        const byte_vector thousand = std::exchange(d.peer.said, {});
        d.feed(thousand);
        const std::size_t held = d.memory.bytes_held;
        for (int i = 1; i < 1000; ++i) d.feed(thousand);
        BOOST_TEST(d.is_alive());
        BOOST_TEST(d.debugs == 1000 * 500);
        BOOST_TEST(d.memory.bytes_held == held);
        BOOST_TEST(d.peer.heard.empty());
        BOOST_TEST(d.core().out().size() == 0u);
    }
}

BOOST_AUTO_TEST_CASE(unknown_messages_from_one_who_does_not_read, *label("T14")) {
    for (role self : both_roles) {
        duel d{self};
        d.reach(phase::connected);
        for (int i = 0; i < 2000; ++i) d.peer.send(byte_vector{std::byte{200}});
        const byte_vector many = std::exchange(d.peer.said, {});
        for (int i = 0; i < 200 && !d.core().is_closed(); ++i) d.feed(many);
        BOOST_TEST(d.core().error() == protocol_error::too_many_pending);
        BOOST_TEST(d.memory.bytes_held < 4 * 1024 * 1024u);
    }
}

BOOST_AUTO_TEST_CASE(disconnect_everywhere, *label("T16")) {
    using enum transport::phase;
    for (role self : both_roles) {
        for (bool strict : {false, true}) {
            for (phase at : {first_kexinit, first_exchange, first_newkeys, service, login, connected,
                             rekey_exchange, rekey_newkeys}) {
                duel d{self, {.strict = strict}};
                d.reach(at);
                const std::string text((at == connected ? 250 : 60) * 1024, '\xfe');
                d.peer.say(
                    wire::disconnect{static_cast<wire::disconnect_reason>(4711), text, text.substr(0, 100)});
                BOOST_TEST(d.ended(remote_error::disconnected));
                BOOST_TEST(d.peer.heard.empty());
                const auto* details = d.details<peer_disconnect>();
                BOOST_REQUIRE(details != nullptr);
                BOOST_TEST(details->reason == 4711u);
                BOOST_TEST(details->text.size() == limits::peer_text);
                BOOST_TEST(describe(d.core().error(), d.core().details()).size() < 2000u);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(a_bomb_of_zeros, *label("T17")) {
    for (role self : both_roles) {
        for (std::byte number : {std::byte{94}, std::byte{2}, std::byte{4}}) {
            compressing_duel d{self};
            byte_vector payload(32 * 1024 * 1024);
            payload[0] = number;
            const byte_vector bomb = d.deflate(payload);
            BOOST_TEST(bomb.size() < 64 * 1024u);
            const std::size_t held = d.memory.bytes_held;
            d.peer.send(bomb);
            d.feed(std::exchange(d.peer.said, {}));
            BOOST_TEST(d.memory.bytes_held <= held + 1024 * 1024);
            BOOST_TEST(d.ended(protocol_error::decompressed_too_large));
            BOOST_TEST(d.debugs == 0);
            BOOST_TEST(d.goodbye() == 6u);
        }
        compressing_duel fine{self};
        byte_vector payload(limits::packet, std::byte{94});
        fine.peer.send(fine.deflate(payload));
        fine.settle();
        BOOST_TEST(fine.last_payload.size() == payload.size());
    }
}

BOOST_AUTO_TEST_CASE(streams_that_are_broken, *label("T18")) {
    const byte_vector broken[] = {
        *from_hex("ffffffffffffffff"),
        *from_hex("789c00"),               // a header and half a block
        *from_hex("78bb0000000163636363"), // a preset dictionary
        *from_hex("789c000000ffff"),       // a flush of nothing
        *from_hex("789c030000000001"),     // a stream that ends at once
        *from_hex("789c07"),               // a block type that is none
    };
    for (role self : both_roles) {
        for (const byte_vector& payload : broken) {
            compressing_duel d{self};
            d.peer.send(payload);
            BOOST_TEST(d.ended(protocol_error::decompression_failed), to_hex(payload));
            BOOST_TEST(d.goodbye() == 6u);
        }
        compressing_duel empty{self};
        empty.peer.send_packet({}, 15);
        BOOST_TEST(empty.ended(protocol_error::packet_empty));
    }
}

BOOST_AUTO_TEST_CASE(compression_before_the_login, *label("T19")) {
    for (role self : both_roles) {
        for (std::size_t slot : {6u, 7u}) {
            duel d{self};
            d.peer.offer[slot] = "zlib";
            d.identify();
            d.mark();
            d.peer.send_kexinit();
            BOOST_TEST(d.ended(protocol_error::no_common_algorithm));
            BOOST_TEST(!wire::name_list{d.details<no_common_algorithm>()->ours}.contains("zlib"));
        }
        // What is delayed has not begun: the packets of the login are as they are.
        duel d{self};
        d.peer.offer[6] = d.peer.offer[7] = "zlib@openssh.com";
        d.reach(phase::login);
        d.peer.say(wire::debug{false, "plain", {}});
        d.settle();
        BOOST_TEST(d.last_debug == "plain");
    }
}

BOOST_AUTO_TEST_CASE(bytes_after_the_last_field, *label("T20")) {
    for (role self : both_roles) {
        for (const sample& s : samples(self)) {
            byte_vector longer = s.payload;
            longer.push_back(std::byte{0});
            play(self, s.at, longer, protocol_error::trailing_bytes);
        }
    }
}

BOOST_AUTO_TEST_CASE(messages_cut_at_every_byte, *label("T21")) {
    for (role self : both_roles)
        for (const sample& s : samples(self))
            for (std::size_t size = 1; size < s.payload.size(); ++size)
                play(self, s.at, byte_view{s.payload}.first(size), protocol_error::malformed_message);
}

BOOST_AUTO_TEST_CASE(lengths_and_counts_of_four_gibibytes, *label("T22")) {
    for (role self : both_roles) {
        for (const sample& s : samples(self)) {
            for (std::size_t at : s.lengths) {
                for (std::uint32_t length : {0xffff'ffffu, 0x8000'0000u, 0x7fff'ffffu}) {
                    byte_vector lying = s.payload;
                    store_u32(lying.data() + at, length);
                    play(self, s.at, lying, protocol_error::malformed_message);
                }
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(name_lists_that_are_none, *label("T23")) {
    std::string many;
    while (many.size() < 60000) many += "a,";
    many.pop_back();
    const std::string lists[] = {many,
                                 "a,,b",
                                 ",a",
                                 "a,",
                                 ",",
                                 std::string(65, 'x'),
                                 "gr\xc3\xbc\xc3\x9f",
                                 "a b",
                                 "a\n",
                                 std::string(1, '\0')};
    for (role self : both_roles) {
        for (const std::string& list : lists) {
            for (std::size_t slot = 0; slot <= algorithm_slots; ++slot) {
                if (list == "a," && (slot == 2 || slot == 3)) continue; // libssh ends its cipher lists so
                duel d{self};
                (slot == algorithm_slots ? d.peer.languages : d.peer.offer[slot]) = list;
                d.peer.markers.clear();
                d.identify();
                d.mark();
                const std::size_t held = d.memory.bytes_held;
                d.peer.say(d.peer.kexinit());
                BOOST_TEST(d.ended(protocol_error::malformed_message),
                           "slot " << slot << ": " << list.substr(0, 10));
                BOOST_TEST(d.details<malformed>()->message == wire::kexinit::title);
                BOOST_TEST(d.memory.bytes_held <= held + 128 * 1024);
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(pings, *label("T24")) {
    for (role self : both_roles) {
        for (phase at : {phase::service, phase::login}) {
            duel d{self};
            d.reach(at);
            for (int i = 0; i < 1000; ++i) d.peer.say(wire::ping{byte_vector(32)});
            const byte_vector thousand = std::exchange(d.peer.said, {});
            d.feed(thousand);
            const std::size_t held = d.memory.bytes_held;
            for (int i = 1; i < 1000; ++i) d.feed(thousand);
            BOOST_TEST(d.is_alive());
            BOOST_TEST(d.memory.bytes_held == held);
            BOOST_TEST(d.peer.heard.empty());
        }
        for (phase at : {phase::rekey_exchange, phase::rekey_newkeys}) {
            duel d{self};
            d.reach(at);
            d.peer.say(wire::ping{});
            BOOST_TEST(d.ended(protocol_error::unexpected_message));
        }
        duel d{self};
        d.reach(phase::connected);
        d.peer.say(wire::ping{as_bytes("once")});
        d.settle();
        BOOST_TEST(as_text(wire::decode<wire::pong>(d.peer.heard.at(0))->data) == "once");
        // A peer that does not read the answers does not fill our memory.
        for (int i = 0; i < 30; ++i) d.peer.say(wire::ping{byte_vector(30000)});
        const byte_vector many = std::exchange(d.peer.said, {});
        for (int i = 0; i < 10 && !d.core().is_closed(); ++i) d.feed(many);
        BOOST_TEST(d.core().error() == protocol_error::too_many_pending);
        BOOST_TEST(d.memory.bytes_held < 4 * 1024 * 1024u);
    }
}

BOOST_AUTO_TEST_CASE(extensions, *label("T25")) {
    const byte_vector info = ext_info({{"a@b", {}}});
    const auto ends_with = [](role self, phase at, const std::vector<byte_vector>& said,
                              std::error_code error) {
        duel d{self};
        d.reach(at);
        for (const byte_vector& m : said) d.peer.send(m);
        BOOST_TEST(d.ended(error));
    };
    const std::error_code unexpected = protocol_error::unexpected_message,
                          bad = protocol_error::malformed_message;
    for (role self : both_roles) {
        byte_vector endless = info;
        store_u32(endless.data() + 1, 0xffff'ffff);
        ends_with(self, phase::service, {endless}, bad);
        store_u32(endless.data() + 1, 2);
        ends_with(self, phase::service, {endless}, bad);
        ends_with(self, phase::service,
                  {ext_info(std::vector<wire::extension>(limits::extensions + 1, {"x@y", {}}))}, bad);
        ends_with(self, phase::service, {info, info}, unexpected);
        ends_with(self, phase::service, {payload_of(wire::ignore{}), info}, unexpected);
        ends_with(self, phase::connected, {info}, unexpected);
        ends_with(self, phase::rekey_exchange, {info}, unexpected);
        ends_with(self, phase::service,
                  {ext_info({{"server-sig-algs", as_bytes("a")}, {"server-sig-algs", as_bytes("b")}})}, bad);

        duel once{self};
        once.reach(phase::service);
        once.peer.send(info);
        BOOST_TEST(once.is_alive());
        // Not again after another key exchange.
        once.rekey();
        once.mark();
        once.peer.send(info);
        BOOST_TEST(once.ended(unexpected));
    }
    ends_with(role::server, phase::login, {info}, unexpected);
    // A server may send another just before its success, and nothing else may follow it but the end.
    ends_with(role::client, phase::login, {info, info}, unexpected);
    ends_with(role::client, phase::login, {info, payload_of(wire::ignore{})}, unexpected);
    ends_with(role::client, phase::login, {info, payload_of(wire::userauth_failure{"password", false})},
              unexpected);
    ends_with(role::client, phase::login, {info, payload_of(wire::disconnect{})}, remote_error::disconnected);
    duel d{role::client};
    d.reach(phase::service);
    d.peer.send(info);
    d.agree_on_service();
    d.peer.send(ext_info({{"server-sig-algs", as_bytes("later")}}));
    d.log_in();
    BOOST_CHECK(d.phase() == phase::connected);
    BOOST_TEST(d.core().server_sig_algs() == "later");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
