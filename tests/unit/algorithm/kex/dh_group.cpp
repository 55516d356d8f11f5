#include <hawser/algorithm/kex/dh_group.hpp>

#include "support/exchange.hpp"

#include <boost/test/unit_test.hpp>
#include <cryptopp/integer.h>
#include <cryptopp/modarith.h>
#include <cryptopp/nbtheory.h>

#include <new>

using namespace hawser;
using method = kex::diffie_hellman_group14_sha256;
using CryptoPP::Integer;
namespace utf = boost::unit_test;

namespace {

byte_vector init(byte_view value) { return testing::payload_of(wire::dh_init{value}); }
byte_vector reply(byte_view value) {
    return testing::payload_of(wire::dh_reply{as_bytes("k"), value, as_bytes("s")});
}

Integer integer(byte_view b) { return Integer{reinterpret_cast<const CryptoPP::byte*>(b.data()), b.size()}; }
byte_vector magnitude(const Integer& value) {
    byte_vector out(value.MinEncodedSize());
    value.Encode(reinterpret_cast<CryptoPP::byte*>(out.data()), out.size());
    return out;
}
Integer prime() { return integer(kex::modp_2048::prime); }

struct failing_modexp {
    static void power(byte_span, byte_view, byte_view, byte_view) { throw std::bad_alloc{}; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(kex_dh_group)

BOOST_AUTO_TEST_CASE(the_modulus_is_the_safe_prime_of_the_rfc) {
    static_assert(kex_algorithm<method>);
    BOOST_TEST(method::name == "diffie-hellman-group14-sha256");
    const Integer p = prime();
    BOOST_TEST(p.BitCount() == 2048u);
    BOOST_TEST(CryptoPP::IsPrime(p));
    BOOST_TEST(CryptoPP::IsPrime((p - 1) / 2));
    // RFC 3526, section 3: 2^2048 - 2^1984 - 1 + 2^64 * { [2^1918 pi] + 124476 }; the middle is pi's, the ends are ones
    BOOST_TEST((p % Integer::Power2(64) == Integer::Power2(64) - 1));
    BOOST_TEST((p / Integer::Power2(1984) == Integer::Power2(64) - 1));
    const Integer pi =
        (p / Integer::Power2(64)) % Integer::Power2(1920) - 124476; // 2^1918 * pi less its top bits
    BOOST_TEST((pi / Integer::Power2(1920 - 64) == Integer{"c90fdaa22168c234h"}));
    BOOST_TEST((a_exp_b_mod_c(2, (p - 1) / 2, p) == Integer::One())); // 2 is in the large subgroup
}

BOOST_AUTO_TEST_CASE(values_and_secret_agree_with_another_library, *utf::label("AL-K-005")) {
    const byte_vector exponent = testing::fixed_random{3}.bytes(64);
    testing::repeating_random random{exponent};
    testing::started_initiator<method> client{random};
    const Integer x = integer(exponent);
    BOOST_TEST(to_hex(client.sent.view()) == to_hex(init(magnitude(a_exp_b_mod_c(2, x, prime())))));
    const Integer peer = a_exp_b_mod_c(2, 123456789, prime());
    BOOST_REQUIRE(client.on(reply(magnitude(peer)), random));
    byte_buffer out, expected;
    wire::writer w{out}, e{expected};
    client.machine.hash_secret(w);
    e.mpint(magnitude(a_exp_b_mod_c(peer, x, prime())));
    BOOST_TEST(to_hex(out.view()) == to_hex(expected.view()));
}

BOOST_AUTO_TEST_CASE(values_out_of_range, *utf::label("K24")) {
    const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
    const Integer p = prime();
    for (const Integer& value :
         {Integer::Zero(), Integer::One(), p - 1, p, p + 1, p * 2, Integer::Power2(2048)}) {
        byte_vector bytes = value.IsZero() ? byte_vector{} : magnitude(value);
        BOOST_TEST(testing::responder_says<method>(init(bytes)) == out_of_range);
        BOOST_TEST(testing::initiator_says<method>(reply(bytes)) == out_of_range);
    }
    for (const Integer& value : {Integer::Two(), p - 2, Integer::Power2(2047)}) {
        BOOST_TEST(!testing::responder_says<method>(init(magnitude(value))));
        BOOST_TEST(!testing::initiator_says<method>(reply(magnitude(value))));
    }
}

BOOST_AUTO_TEST_CASE(mpints_negative_padded_and_huge, *utf::label("K24") * utf::label("C07")) {
    const auto raw = [](byte_view value) {
        byte_buffer out;
        wire::writer w{out};
        w.u8(30).string(value);
        return to_vector(out.view());
    };
    const std::error_code malformed = protocol_error::malformed_message;
    BOOST_TEST(testing::responder_says<method>(raw(*from_hex("8000"))) == malformed);
    BOOST_TEST(testing::responder_says<method>(raw(*from_hex("0002"))) == malformed);
    BOOST_TEST(testing::responder_says<method>(raw(*from_hex("00"))) == malformed);
    BOOST_TEST(testing::responder_says<method>(raw(byte_vector(64 * 1024, std::byte{1}))) == malformed);
}

BOOST_AUTO_TEST_CASE(a_source_of_zeros_is_noticed, *utf::label("C16")) {
    testing::repeating_random zeros;
    byte_buffer out;
    method::initiator initiator;
    BOOST_TEST(initiator.start(zeros, {}, out).error() == make_error_code(security_error::random_failed));
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_CASE(what_the_arithmetic_throws_becomes_an_error, *utf::label("C13")) {
    using failing = kex::basic_diffie_hellman_group14_sha256<failing_modexp, cryptopp::sha256>;
    testing::fixed_random random;
    byte_buffer out;
    failing::initiator initiator;
    BOOST_TEST(initiator.start(random, {}, out).error() ==
               std::make_error_code(std::errc::not_enough_memory));
    BOOST_TEST(out.empty());
}

BOOST_AUTO_TEST_SUITE_END()
