// Packets of every cipher with every MAC, through the two halves of the transport: each comes back, and one with any byte
// changed gives nothing.

#include <hawser/transport/incoming_half.hpp>
#include <hawser/transport/outgoing_half.hpp>
#include <hawser/wire/transport_messages.hpp>

#include "algorithms/lists.hpp"

#include <algorithm>

using namespace hawser;
using namespace hawser::testing;
using namespace hawser::transport;

BOOST_AUTO_TEST_SUITE(packets)

namespace {

using sealing_side = sealing<catalog::ciphers, catalog::macs>;
using opening_side = incoming_half<catalog::ciphers, catalog::macs, type_list<compression::none>>;

constexpr key_letters letters = letters_of(direction::client_to_server);
constexpr std::size_t most = 512;

/// The same keys for both sides.
constexpr auto keys = [](char letter, byte_span out) -> result<void> {
    return fixed_random{static_cast<std::uint64_t>(letter)}.fill(out);
};

template <class List, class A>
std::size_t position_of() {
    std::size_t at = 0, found = 0;
    List::for_each([&]<class B>(std::type_identity<B>) {
        if (std::is_same_v<A, B>) found = at;
        ++at;
    });
    return found;
}

/// A sealed packet of `size` bytes of payload.
byte_vector sealed(sealing_side& side, std::uint32_t sequence, byte_view payload) {
    const wire::packet_shape& shape = side.facts().shape;
    const std::size_t padding = wire::padding_for(payload.size(), shape);
    byte_vector out(wire::packet_header + payload.size() + padding + shape.tag);
    store_u32(out.data(), static_cast<std::uint32_t>(1 + payload.size() + padding));
    out[4] = static_cast<std::byte>(padding);
    std::ranges::copy(payload, out.begin() + wire::packet_header);
    const byte_span all{out};
    BOOST_TEST_REQUIRE(side.seal(sequence, all.first(out.size() - shape.tag), all.last(shape.tag)));
    return out;
}

struct link {
    sealing_side out;
    opening_side in{std::pmr::get_default_resource()};
    byte_buffer bytes;

    link(std::size_t cipher, std::size_t mac) {
        BOOST_TEST_REQUIRE(out.start(cipher, mac, letters, keys).has_value());
        BOOST_TEST_REQUIRE(
            in.start(cipher, mac, 0, false, true, limits::rekey_bytes, limits::packets_per_key, letters, keys)
                .has_value());
    }
    result<std::optional<byte_view>> receive(byte_view some) {
        BOOST_TEST_REQUIRE(bytes.append(some).has_value());
        return in.next(bytes, most);
    }
};

void packets_come_back(std::size_t cipher, std::size_t mac) {
    link whole{cipher, mac}, slow{cipher, mac};
    fixed_random random{41};
    std::uint32_t sequence = 0;
    for (std::size_t size = 1; size < 100; size += 3) {
        const byte_vector payload = random.bytes(size);
        const byte_vector packet = sealed(whole.out, sequence++, payload);
        const auto got = whole.receive(packet);
        BOOST_TEST_REQUIRE((got && *got));
        BOOST_TEST_REQUIRE(equal(**got, payload));
        // byte by byte
        for (std::size_t at = 0; at < packet.size(); ++at) {
            const auto some = slow.receive(byte_view{packet}.subspan(at, 1));
            BOOST_TEST_REQUIRE(some.has_value());
            BOOST_TEST_REQUIRE(some->has_value() == (at + 1 == packet.size()));
            if (*some) BOOST_TEST_REQUIRE(equal(**some, payload));
        }
    }
}

void no_byte_may_change(std::size_t cipher, std::size_t mac) {
    const byte_vector payload = fixed_random{42}.bytes(40);
    link first{cipher, mac};
    const byte_vector packet = sealed(first.out, 0, payload);
    const bool hides_length = first.in.facts().length_may_tell;
    const std::size_t shown = first.in.facts().shape.length_aligned ? first.in.facts().shape.block : 4;
    for (std::size_t at = 0; at < packet.size(); ++at) {
        link to{cipher, mac};
        byte_vector changed = packet;
        changed[at] ^= static_cast<std::byte>(1u << at % 8);
        // what a longer packet would wait for is there too, and the genuine packet after it does not help
        changed.resize(packet.size() + most + 128);
        std::ranges::copy(packet, changed.begin() + static_cast<std::ptrdiff_t>(packet.size()));
        const auto got = to.receive(changed);
        BOOST_TEST_REQUIRE(!got.has_value(), "byte " << at);
        const bool is_length = got.error() == protocol_error::packet_length;
        BOOST_TEST((is_length ? !hides_length && at < shown
                              : std::error_code{security_error::mac_mismatch} == got.error()),
                   "byte " << at << ": " << got.error().message());
        BOOST_TEST(to.in.sequence() == 0u);
    }
}

const for_each_algorithm<aead_ciphers> aead{
    "aead", __FILE__, __LINE__, {label("T10")}, []<class C>(std::type_identity<C>) {
        const std::size_t cipher = position_of<catalog::ciphers, C>();
        packets_come_back(cipher, 0);
        no_byte_may_change(cipher, 0);
    }};

const for_each_algorithm<paired_ciphers> with_every_mac{
    "with_every_mac", __FILE__, __LINE__, {label("T10")}, []<class C>(std::type_identity<C>) {
        const std::size_t cipher = position_of<catalog::ciphers, C>();
        std::size_t mac = 0;
        catalog::macs::for_each([&]<class M>(std::type_identity<M>) {
            BOOST_TEST_CONTEXT(M::name) {
                packets_come_back(cipher, mac);
                no_byte_may_change(cipher, mac);
            }
            ++mac;
        });
    }};

/// A cipher whose keys are soon worn out.
template <class Cipher>
struct short_lived : Cipher {
    static constexpr std::uint64_t bytes_per_key = 300;
};
using worn = type_list<short_lived<cipher::aes128_gcm>, short_lived<legacy::cipher::triple_des_cbc>>;

} // namespace

BOOST_AUTO_TEST_CASE(keys_last_no_longer_than_their_cipher_allows,
                     *boost::unit_test::label("AL-R-006") * boost::unit_test::label("T12")) {
    using methods = type_list<compression::none>;
    for (const std::size_t cipher : {0u, 1u}) {
        fixed_random random{43};
        wire::outbox sent;
        byte_buffer received;
        outgoing_half<worn, catalog::macs, methods> out{std::pmr::get_default_resource()};
        incoming_half<worn, catalog::macs, methods> in{std::pmr::get_default_resource()};
        BOOST_TEST_REQUIRE(out.start(sent, cipher, 0, 0, false, true, limits::rekey_bytes,
                                     limits::packets_per_key, letters, keys)
                               .has_value());
        BOOST_TEST_REQUIRE(
            in.start(cipher, 0, 0, false, true, limits::rekey_bytes, limits::packets_per_key, letters, keys)
                .has_value());
        std::size_t bytes = 0;
        while (bytes < 300) {
            BOOST_TEST((!out.budget_is_spent() && !in.budget_is_spent()), bytes);
            sent.send(wire::newkeys{});
            BOOST_TEST_REQUIRE(out.seal_all(sent, random).has_value());
            bytes += sent.sealed().size();
            BOOST_TEST_REQUIRE(received.append(sent.sealed()).has_value());
            sent.consume(sent.sealed().size());
            const auto got = in.next(received, most);
            BOOST_TEST_REQUIRE((got && *got));
            in.finish_packet(received);
        }
        BOOST_TEST((out.budget_is_spent() && in.budget_is_spent()), bytes);
    }
}

BOOST_AUTO_TEST_SUITE_END()
