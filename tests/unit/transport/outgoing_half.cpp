#include <hawser/algorithm/compression/none.hpp>
#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/transport/outgoing_half.hpp>
#include <hawser/wire/transport_messages.hpp>

#include "support/fixed_random.hpp"
#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::transport;

/// A backend that gives up after a number of packets.
struct weary_aead : testing::null_aead {
    static inline int packets_left = 0;
    struct sealer : null_aead::sealer {
        bool seal(std::uint32_t, byte_span, byte_span) noexcept { return packets_left-- > 0; }
    };
};

using ciphers = type_list<testing::null_aead, testing::null_cipher, weary_aead>;
using macs = type_list<testing::null_mac>;
using compressions = type_list<compression::none>;
using half = outgoing_half<ciphers, macs, compressions>;
const auto zero_keys = [](char, byte_span) -> result<void> { return {}; };
constexpr key_letters letters = letters_of(direction::client_to_server);
constexpr std::uint64_t plenty = 1 << 20;

struct sender {
    testing::fixed_random random{1};
    wire::outbox out;
    half h{std::pmr::get_default_resource()};

    result<void> send() {
        out.send(wire::newkeys{});
        return h.seal_all(out, random);
    }
};

BOOST_AUTO_TEST_SUITE(transport_outgoing_half)

BOOST_AUTO_TEST_CASE(what_is_sealed_opens_again) {
    sender s;
    incoming_half<ciphers, macs, compressions> in{std::pmr::get_default_resource()};
    byte_buffer received;
    for (std::size_t cipher : {0u, 1u}) {
        BOOST_REQUIRE(
            s.h.start(s.out, cipher, 0, 0, false, false, plenty, plenty, letters, zero_keys).has_value());
        BOOST_REQUIRE(in.start(cipher, 0, 0, false, false, plenty, plenty, letters, zero_keys).has_value());
        for (int i = 0; i < 3; ++i) {
            s.out.send(wire::service_request{"a service"});
            BOOST_REQUIRE(s.h.seal_all(s.out, s.random).has_value());
        }
        BOOST_REQUIRE(received.append(s.out.sealed()).has_value());
        s.out.consume(s.out.sealed().size());
        for (int i = 0; i < 3; ++i) {
            const auto payload = in.next(received, plenty);
            BOOST_REQUIRE((payload && *payload));
            BOOST_TEST(wire::decode<wire::service_request>(**payload)->service == "a service");
        }
        in.finish_packet(received);
        BOOST_TEST(received.empty());
    }
    BOOST_TEST(s.h.sequence() == 6u);
    BOOST_TEST(in.sequence() == 6u);
}

BOOST_AUTO_TEST_CASE(padding_is_random, *boost::unit_test::label("C16")) {
    sender s;
    BOOST_REQUIRE(s.send().has_value());
    const byte_vector first = to_vector(s.out.sealed());
    s.out.consume(first.size());
    BOOST_REQUIRE(s.send().has_value());
    BOOST_TEST(to_hex(first) != to_hex(s.out.sealed()));

    testing::failing_random none;
    sender without;
    without.out.send(wire::newkeys{});
    BOOST_TEST(without.h.seal_all(without.out, none).error() == security_error::random_failed);
    BOOST_TEST(without.out.sealed().empty());
}

BOOST_AUTO_TEST_CASE(a_failing_cipher_seals_nothing) {
    sender s;
    weary_aead::packets_left = 2;
    BOOST_REQUIRE(s.h.start(s.out, 2, 0, 0, false, false, plenty, plenty, letters, zero_keys).has_value());
    BOOST_TEST(s.send().has_value());
    BOOST_TEST(s.send().has_value());
    const std::size_t good = s.out.sealed().size();
    BOOST_TEST(s.send().error() == security_error::backend_failed);
    BOOST_TEST(s.out.sealed().size() == good);
}

BOOST_AUTO_TEST_CASE(a_strict_exchange_begins_to_count_anew_and_another_does_not) {
    for (bool strict : {true, false}) {
        sender s;
        BOOST_REQUIRE(s.send().has_value());
        BOOST_REQUIRE(
            s.h.start(s.out, 0, 0, 0, false, strict, plenty, plenty, letters, zero_keys).has_value());
        BOOST_TEST(s.h.sequence() == (strict ? 0u : 1u));
    }
}

BOOST_AUTO_TEST_CASE(counters_do_not_come_round, *boost::unit_test::label("T12")) {
    sender s;
    s.h.skip_to(0xffff'ffff, 0xffff'ffff);
    BOOST_TEST(s.send().has_value());
    BOOST_TEST(s.send().error() == security_error::sequence_number_exhausted);
}

BOOST_AUTO_TEST_CASE(the_budget_counts_packets_and_bytes) {
    sender s;
    BOOST_REQUIRE(s.h.start(s.out, 0, 0, 0, false, false, plenty, 2, letters, zero_keys).has_value());
    BOOST_REQUIRE(s.send().has_value());
    BOOST_TEST(!s.h.budget_is_spent());
    BOOST_REQUIRE(s.send().has_value());
    BOOST_TEST(s.h.budget_is_spent());
    BOOST_REQUIRE(s.h.start(s.out, 0, 0, 0, false, false, 20, plenty, letters, zero_keys).has_value());
    BOOST_TEST(!s.h.budget_is_spent());
    BOOST_REQUIRE(s.send().has_value());
    BOOST_TEST(!s.h.budget_is_spent());
    BOOST_REQUIRE(s.send().has_value());
    BOOST_TEST(s.h.budget_is_spent());
}

/// Both directions with every method of compression.
struct compressing_pair {
    using methods = type_list<compression::none, compression::zlib_openssh, legacy::compression::zlib>;
    testing::fixed_random random{1};
    wire::outbox out;
    outgoing_half<ciphers, macs, methods> there{std::pmr::get_default_resource()};
    incoming_half<ciphers, macs, methods> back{std::pmr::get_default_resource()};
    byte_buffer received;

    void change_keys(std::size_t method, bool authenticated) {
        BOOST_REQUIRE(there.start(out, 1, 0, method, authenticated, false, plenty, plenty, letters, zero_keys)
                          .has_value());
        BOOST_REQUIRE(
            back.start(1, 0, method, authenticated, false, plenty, plenty, letters, zero_keys).has_value());
    }
    /// Sends a payload; gives the bytes it took, and checks that it comes back.
    std::size_t send(byte_view payload) {
        out.begin().raw(payload);
        out.commit();
        BOOST_REQUIRE(there.seal_all(out, random).has_value());
        const std::size_t size = out.sealed().size();
        BOOST_REQUIRE(received.append(out.sealed()).has_value());
        out.consume(size);
        const auto got = back.next(received, 65536);
        BOOST_REQUIRE((got && *got));
        BOOST_TEST(equal(**got, payload));
        back.finish_packet(received);
        return size;
    }
};

BOOST_AUTO_TEST_CASE(compression_begins_with_the_keys_or_with_the_login_and_anew_with_each_keys,
                     *boost::unit_test::label("AL-Z-002") * boost::unit_test::label("AL-Z-003")) {
    const byte_vector even(1000, std::byte{7}), odd = testing::fixed_random{2}.bytes(1000);
    for (const std::size_t method : {0u, 1u, 2u}) {
        compressing_pair p;
        p.change_keys(method, false);
        // before the login only zlib compresses
        BOOST_TEST((p.send(even) < 200) == (method == 2));
        if (method == 1) {
            BOOST_REQUIRE(p.there.start_deflating(true).has_value());
            BOOST_REQUIRE(p.back.start_inflating(true).has_value());
        }
        // what was said once is short the second time, until the keys are changed
        (void)p.send(odd);
        BOOST_TEST((p.send(odd) < 200) == (method != 0));
        p.change_keys(method, method == 1);
        BOOST_TEST(p.send(odd) > 1000u);
        BOOST_TEST((p.send(odd) < 200) == (method != 0));
    }
}

BOOST_AUTO_TEST_CASE(a_stranger_inflates_no_more_than_a_packet, *boost::unit_test::label("T17")) {
    compressing_pair p;
    p.change_keys(2, false);
    p.out.begin().raw(byte_vector(200'000));
    p.out.commit();
    BOOST_REQUIRE(p.there.seal_all(p.out, p.random).has_value());
    BOOST_TEST(p.out.sealed().size() < 1000u);
    BOOST_REQUIRE(p.received.append(p.out.sealed()).has_value());
    BOOST_TEST(p.back.next(p.received, limits::packet_before_login).error() ==
               protocol_error::decompressed_too_large);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
