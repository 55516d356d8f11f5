#include <hawser/algorithm/kex/dh_group_exchange.hpp>

#include "support/dh_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using testing::integer;
using testing::Integer;
using testing::magnitude;
using method = kex::diffie_hellman_group_exchange_sha256;
namespace utf = boost::unit_test;

namespace {

const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
const std::error_code not_whole = protocol_error::malformed_message;
const std::error_code unexpected = protocol_error::unexpected_message;

byte_vector group(byte_view p, byte_view g) { return testing::payload_of(wire::dh_gex_group{p, g}); }
byte_vector group(const Integer& p, const Integer& g) { return group(magnitude(p), magnitude(g)); }
byte_vector init(byte_view e) { return testing::payload_of(wire::dh_gex_init{e}); }
byte_vector reply(byte_view f) {
    return testing::payload_of(wire::dh_gex_reply{as_bytes("key"), f, as_bytes("signature")});
}
byte_vector request(std::uint32_t minimum, std::uint32_t preferred, std::uint32_t maximum) {
    return testing::payload_of(wire::dh_gex_request{minimum, preferred, maximum});
}

bool is(const result<kex_progress>& said, kex_progress expected) { return said && *said == expected; }

/// A client that has asked, with the policy of its program.
struct asking {
    testing::fixed_random random{5};
    method::initiator machine;
    byte_buffer sent;

    explicit asking(const key_policy& policy = {}) { BOOST_REQUIRE(machine.start(random, policy, sent)); }
    result<kex_progress> on(byte_view payload) {
        sent.clear();
        return machine.on_message(payload, random, sent);
    }
};
struct answering {
    testing::fixed_random random{6};
    method::responder machine;
    byte_buffer sent;

    explicit answering(const key_policy& policy = {}) {
        BOOST_REQUIRE(machine.start(random, policy, sent));
        BOOST_TEST(sent.empty());
    }
    result<kex_progress> on(byte_view payload) {
        sent.clear();
        return machine.on_message(payload, random, sent);
    }
    /// The bits of the group answered, or zero.
    std::size_t bits_for(byte_view payload) {
        if (!on(payload)) return 0;
        const auto offered = wire::decode<wire::dh_gex_group>(sent.view());
        BOOST_REQUIRE(offered.has_value());
        BOOST_TEST(to_hex(offered->g) == "02");
        return 8 * offered->p.size();
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(kex_dh_group_exchange)

BOOST_AUTO_TEST_CASE(names) {
    static_assert(kex_algorithm<method>);
    BOOST_TEST(method::name == "diffie-hellman-group-exchange-sha256");
    BOOST_TEST(method::hash::size == 32u);
}

BOOST_AUTO_TEST_CASE(sizes_asked_for_are_the_programs, *utf::label("AL-K-008") * utf::label("CM-C-014")) {
    BOOST_TEST(to_hex(asking{}.sent.view()) == to_hex(request(2048, 3072, 8192)));
    BOOST_TEST(to_hex(asking{{2048, 4096, 6144}}.sent.view()) == to_hex(request(2048, 4096, 6144)));
    BOOST_TEST(to_hex(asking{{1024, 1024, 2048}}.sent.view()) == to_hex(request(1024, 1024, 2048)));
    // what makes no sense is brought between the bounds
    BOOST_TEST(to_hex(asking{{0, 0, 0}}.sent.view()) == to_hex(request(1024, 1024, 1024)));
    BOOST_TEST(to_hex(asking{{4096, 2048, 3072}}.sent.view()) == to_hex(request(4096, 4096, 4096)));
    BOOST_TEST(to_hex(asking{{2048, 16384, 16384}}.sent.view()) == to_hex(request(2048, 8192, 8192)));
    BOOST_TEST(to_hex(asking{{16384, 3072, 16384}}.sent.view()) == to_hex(request(8192, 8192, 8192)));
}

BOOST_AUTO_TEST_CASE(both_sides_agree_and_hash_the_same, *utf::label("AL-K-008")) {
    asking client;
    answering server;
    BOOST_REQUIRE(is(server.on(client.sent.view()), kex_progress::more));
    BOOST_REQUIRE(is(client.on(server.sent.view()), kex_progress::more));
    BOOST_REQUIRE(is(server.on(client.sent.view()), kex_progress::done));
    BOOST_TEST(server.sent.empty());
    const byte_vector e = to_vector(wire::decode<wire::dh_gex_init>(client.sent.view())->e);
    byte_buffer out;
    wire::writer w{out};
    server.machine.reply(w, as_bytes("host key"), as_bytes("signature"));
    BOOST_REQUIRE(is(client.on(out.view()), kex_progress::done));
    BOOST_TEST(as_text(client.machine.host_key()) == "host key");
    BOOST_TEST(as_text(client.machine.signature()) == "signature");
    BOOST_TEST(testing::hashed_by(client.machine) == testing::hashed_by(server.machine));
    // RFC 4419, section 3: min, n, max, p, g, e, f
    const byte_vector f = to_vector(wire::decode<wire::dh_gex_reply>(out.view())->f);
    byte_buffer fields, expected;
    wire::writer have{fields}, want{expected};
    client.machine.hash_fields(have);
    want.u32(2048).u32(3072).u32(8192).mpint(kex::modp_3072::prime).mpint(*from_hex("02")).mpint(e).mpint(f);
    BOOST_TEST(to_hex(fields.view()) == to_hex(expected.view()));
}

BOOST_AUTO_TEST_CASE(secret_agrees_with_another_library, *utf::label("AL-K-008")) {
    // with another generator than the RFC's
    const Integer p = integer(kex::modp_4096::prime);
    const byte_vector exponent = testing::fixed_random{3}.bytes(64);
    testing::repeating_random random{exponent};
    method::initiator client;
    byte_buffer sent;
    BOOST_REQUIRE(client.start(random, {}, sent));
    sent.clear();
    BOOST_REQUIRE(is(client.on_message(group(p, 5), random, sent), kex_progress::more));
    const Integer x = integer(exponent);
    BOOST_TEST(to_hex(sent.view()) == to_hex(init(magnitude(a_exp_b_mod_c(5, x, p)))));
    const Integer peer = a_exp_b_mod_c(5, 987654321, p);
    BOOST_REQUIRE(is(client.on_message(reply(magnitude(peer)), random, sent), kex_progress::done));
    byte_buffer out, expected;
    wire::writer w{out}, e{expected};
    client.hash_secret(w);
    e.mpint(magnitude(a_exp_b_mod_c(peer, x, p)));
    BOOST_TEST(to_hex(out.view()) == to_hex(expected.view()));
}

BOOST_AUTO_TEST_CASE(groups_that_are_refused, *utf::label("K23")) {
    const Integer p = integer(kex::modp_2048::prime);
    const auto says = [](const byte_vector& payload, const key_policy& policy = {}) {
        return asking{policy}.on(payload).error();
    };
    BOOST_TEST(!says(group(p, 2)));
    BOOST_TEST(!says(group(p, p - 2)));
    for (const Integer& g : {Integer::Zero(), Integer::One(), p - 1, p, p + 1, p * 2})
        BOOST_TEST(says(group(p, g)) == out_of_range);
    BOOST_TEST(says(group(p - 1, 2)) == out_of_range); // even
    BOOST_TEST(says(group(0, 2)) == out_of_range);
    BOOST_TEST(says(group(1, 2)) == out_of_range);
    BOOST_TEST(says(group(7, 2)) == out_of_range);
    // sizes: one bit under and over what was asked for
    const auto odd_of = [](unsigned bits) { return Integer::Power2(bits - 1) + 12345; };
    BOOST_TEST(says(group(odd_of(2047), 2)) == out_of_range);
    BOOST_TEST(says(group(odd_of(1024), 2)) == out_of_range);
    BOOST_TEST(says(group(odd_of(4097), 2), {2048, 3072, 4096}) == out_of_range);
    BOOST_TEST(says(group(integer(kex::modp_2048::prime), 2), {3072, 3072, 8192}) == out_of_range);
    BOOST_TEST(says(group(odd_of(8193), 2)) == not_whole); // longer than any mpint of a key exchange may be
    BOOST_TEST(says(group(byte_vector(64 * 1024, std::byte{1}), *from_hex("02"))) == not_whole);
    BOOST_TEST(!says(group(integer(kex::modp_1024::prime), 2), {1024, 1024, 8192}));
    BOOST_TEST(!says(group(integer(kex::modp_8192::prime), 2)));
    BOOST_TEST(says(group(odd_of(1023), 2), {512, 512, 8192}) == out_of_range); // 1024 is the least
}

BOOST_AUTO_TEST_CASE(negative_padded_and_cut_numbers, *utf::label("C07") * utf::label("T20")) {
    const auto raw = [](byte_view p, byte_view g) {
        byte_buffer out;
        wire::writer w{out};
        w.u8(31).string(p).string(g);
        return to_vector(out.view());
    };
    byte_vector p{std::byte{0}};
    p.insert(p.end(), kex::modp_2048::prime.begin(), kex::modp_2048::prime.end());
    const byte_vector two = *from_hex("02");
    BOOST_TEST(asking{}.on(raw(p, two)).has_value());
    BOOST_TEST(asking{}.on(raw(byte_view{p}.subspan(1), two)).error() == not_whole); // negative
    BOOST_TEST(asking{}.on(raw(p, *from_hex("82"))).error() == not_whole);
    BOOST_TEST(asking{}.on(raw(p, *from_hex("0002"))).error() == not_whole);
    byte_vector padded = p;
    padded.insert(padded.begin(), std::byte{0});
    BOOST_TEST(asking{}.on(raw(padded, two)).error() == not_whole);
    const byte_vector good = group(kex::modp_2048::prime, two);
    for (std::size_t size = 1; size < good.size(); ++size)
        BOOST_TEST(asking{}.on(byte_view{good}.first(size)).error() == not_whole);
    byte_vector longer = good;
    longer.push_back(std::byte{0});
    BOOST_TEST(asking{}.on(longer).error() == make_error_code(protocol_error::trailing_bytes));
}

BOOST_AUTO_TEST_CASE(values_out_of_range, *utf::label("K24")) {
    const Integer p = integer(kex::modp_2048::prime);
    for (const Integer& value : {Integer::Zero(), Integer::One(), p - 1, p, p + 1}) {
        asking client;
        BOOST_REQUIRE(client.on(group(p, 2)));
        BOOST_TEST(client.on(reply(magnitude(value))).error() == out_of_range);
        answering server;
        BOOST_TEST(server.bits_for(request(2048, 2048, 2048)) == 2048u);
        BOOST_TEST(server.on(init(magnitude(value))).error() == out_of_range);
    }
    for (const Integer& value : {Integer::Two(), p - 2}) {
        asking client;
        BOOST_REQUIRE(client.on(group(p, 2)));
        BOOST_TEST(client.on(reply(magnitude(value))).has_value());
        answering server;
        BOOST_TEST(server.bits_for(request(2048, 2048, 2048)) == 2048u);
        BOOST_TEST(server.on(init(magnitude(value))).has_value());
    }
}

BOOST_AUTO_TEST_CASE(the_responder_has_a_group_for_every_sensible_request, *utf::label("AL-K-008")) {
    const auto bits = [](std::uint32_t minimum, std::uint32_t preferred, std::uint32_t maximum,
                         const key_policy& policy = {}) {
        return answering{policy}.bits_for(request(minimum, preferred, maximum));
    };
    BOOST_TEST(bits(2048, 3072, 8192) == 3072u);
    BOOST_TEST(bits(1024, 1024, 8192) == 2048u); // the smallest that is large enough
    BOOST_TEST(bits(2048, 2049, 8192) == 3072u);
    BOOST_TEST(bits(2048, 7680, 8192) == 8192u);
    BOOST_TEST(bits(2048, 7680, 7680) == 6144u); // else the largest there is
    BOOST_TEST(bits(2048, 8192, 0xffffffff) == 8192u);
    BOOST_TEST(bits(2048, 8192, 8192, {2048, 3072, 4096}) == 4096u);
    BOOST_TEST(bits(0, 0, 0xffffffff) == 2048u);
    // no group, or no sense
    BOOST_TEST(answering{}.on(request(1024, 1024, 1024)).error() == out_of_range);
    BOOST_TEST(answering{}.on(request(512, 768, 1024)).error() == out_of_range);
    BOOST_TEST(answering{}.on(request(8193, 9000, 16384)).error() == out_of_range);
    BOOST_TEST(answering{}.on(request(3073, 3074, 4095)).error() == out_of_range);
    BOOST_TEST(answering{}.on(request(4096, 2048, 8192)).error() == out_of_range);
    BOOST_TEST(answering{}.on(request(2048, 8192, 4096)).error() == out_of_range);
    BOOST_TEST(answering{}.on(request(4096, 3072, 2048)).error() == out_of_range);
    BOOST_TEST((answering{{4096, 4096, 8192}}.on(request(2048, 2048, 3072)).error() == out_of_range));
}

BOOST_AUTO_TEST_CASE(requests_of_before_the_rfc_are_answered, *utf::label("AL-K-008")) {
    const auto old = [](std::uint32_t bits) { return testing::payload_of(wire::dh_gex_request_old{bits}); };
    BOOST_TEST(answering{}.bits_for(old(1024)) == 2048u);
    BOOST_TEST(answering{}.bits_for(old(4096)) == 4096u);
    BOOST_TEST(answering{}.bits_for(old(100000)) == 8192u);
    answering server;
    BOOST_TEST(server.bits_for(old(2048)) == 2048u);
    const byte_vector e = *from_hex("0400");
    BOOST_REQUIRE(is(server.on(init(e)), kex_progress::done));
    byte_buffer fields, out, expected;
    wire::writer have{fields}, w{out}, want{expected};
    server.machine.hash_fields(have);
    server.machine.reply(w, as_bytes("k"), as_bytes("s"));
    const byte_vector f = to_vector(wire::decode<wire::dh_gex_reply>(out.view())->f);
    want.u32(2048).mpint(kex::modp_2048::prime).mpint(*from_hex("02")).mpint(e).mpint(f); // n alone is hashed
    BOOST_TEST(to_hex(fields.view()) == to_hex(expected.view()));
}

BOOST_AUTO_TEST_CASE(every_message_has_one_time) {
    const Integer p = integer(kex::modp_2048::prime);
    const byte_vector good_group = group(p, 2), good_init = init(*from_hex("0400")),
                      good_reply = reply(*from_hex("0400")), good_request = request(2048, 2048, 2048);
    // the client: group, then reply
    for (const byte_vector& first : {good_init, good_reply, good_request})
        BOOST_TEST(!asking{}.on(first).has_value());
    {
        asking client;
        BOOST_REQUIRE(client.on(good_group));
        BOOST_TEST(!client.on(good_group).has_value());          // twice
        BOOST_TEST(client.on(good_reply).error() == unexpected); // an error is final
    }
    {
        asking client;
        BOOST_REQUIRE(client.on(good_group));
        BOOST_REQUIRE(client.on(good_reply));
        BOOST_TEST(client.on(good_reply).error() == unexpected);
    }
    // the server: request, then init
    for (const byte_vector& first : {good_init, good_reply, good_group})
        BOOST_TEST(!answering{}.on(first).has_value());
    {
        answering server;
        BOOST_REQUIRE(server.on(good_request));
        BOOST_TEST(!server.on(good_request).has_value());
        BOOST_TEST(server.on(good_init).error() == unexpected);
    }
    {
        answering server;
        BOOST_REQUIRE(server.on(good_request));
        BOOST_REQUIRE(server.on(good_init));
        BOOST_TEST(server.on(good_init).error() == unexpected);
    }
    asking client;
    BOOST_TEST(client.machine.start(client.random, {}, client.sent).error() ==
               make_error_code(usage_error::wrong_phase));
}

BOOST_AUTO_TEST_CASE(a_random_source_that_fails_or_gives_zeros, *utf::label("C16")) {
    for (const bool zeros : {false, true}) {
        asking client;
        testing::failing_random failing;
        testing::repeating_random repeating;
        byte_buffer out;
        const byte_vector payload = group(integer(kex::modp_2048::prime), 2);
        const auto said = zeros ? client.machine.on_message(payload, repeating, out)
                                : client.machine.on_message(payload, failing, out);
        BOOST_TEST(said.error() == make_error_code(security_error::random_failed));
        BOOST_TEST(out.empty());
    }
}

BOOST_AUTO_TEST_SUITE_END()
