#pragma once
// What every Diffie-Hellman method in a fixed group must do, run over one of them, with Crypto++ as the other side.

#include <hawser/algorithm/kex/modp_group.hpp>

#include "exchange.hpp"

#include <boost/test/unit_test.hpp>
#include <cryptopp/integer.h>
#include <cryptopp/modarith.h>

namespace hawser::testing {

using CryptoPP::Integer;

inline Integer integer(byte_view b) {
    return Integer{reinterpret_cast<const CryptoPP::byte*>(b.data()), b.size()};
}
/// Without leading zeros.
inline byte_vector magnitude(const Integer& value) {
    byte_vector out(value.IsZero() ? 0 : value.MinEncodedSize());
    if (!out.empty()) value.Encode(reinterpret_cast<CryptoPP::byte*>(out.data()), out.size());
    return out;
}

inline byte_vector dh_init_payload(byte_view value) { return payload_of(wire::dh_init{value}); }
inline byte_vector dh_reply_payload(byte_view value) {
    return payload_of(wire::dh_reply{as_bytes("k"), value, as_bytes("s")});
}

/// Values and secret are those that another library computes.
template <class Method, class Group>
void check_dh_answers() {
    const Integer prime = integer(Group::prime);
    const byte_vector exponent = fixed_random{3}.bytes(64);
    repeating_random random{exponent};
    started_initiator<Method> client{random};
    const Integer x = integer(exponent);
    BOOST_TEST(to_hex(client.sent.view()) == to_hex(dh_init_payload(magnitude(a_exp_b_mod_c(2, x, prime)))));
    const Integer peer = a_exp_b_mod_c(2, 123456789, prime);
    BOOST_REQUIRE(client.on(dh_reply_payload(magnitude(peer)), random));
    byte_buffer out, expected;
    wire::writer w{out}, e{expected};
    client.machine.hash_secret(w);
    e.mpint(magnitude(a_exp_b_mod_c(peer, x, prime)));
    BOOST_TEST(to_hex(out.view()) == to_hex(expected.view()));
}

/// K24: values of 0, 1, p - 1, p and beyond end the exchange in both roles; the neighbours of the bounds do not.
template <class Method, class Group>
void check_dh_range() {
    const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
    const Integer p = integer(Group::prime);
    for (const Integer& value : {Integer::Zero(), Integer::One(), p - 1, p, p + 1}) {
        BOOST_TEST(responder_says<Method>(dh_init_payload(magnitude(value))) == out_of_range);
        BOOST_TEST(initiator_says<Method>(dh_reply_payload(magnitude(value))) == out_of_range);
    }
    // what does not fit into 8192 bits is no value at all
    for (const Integer& value : {p * 2, Integer::Power2(8 * Group::prime.size())}) {
        const std::error_code expected = magnitude(value).size() < limits::kex_mpint
                                             ? out_of_range
                                             : make_error_code(protocol_error::malformed_message);
        BOOST_TEST(responder_says<Method>(dh_init_payload(magnitude(value))) == expected);
        BOOST_TEST(initiator_says<Method>(dh_reply_payload(magnitude(value))) == expected);
    }
    for (const Integer& value : {Integer::Two(), p - 2}) {
        BOOST_TEST(!responder_says<Method>(dh_init_payload(magnitude(value))));
        BOOST_TEST(!initiator_says<Method>(dh_reply_payload(magnitude(value))));
    }
}

} // namespace hawser::testing
