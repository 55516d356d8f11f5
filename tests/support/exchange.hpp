#pragma once
// Both machines of a key exchange method run against each other, and the payloads a test builds by hand.

#include <hawser/algorithm/kex.hpp>
#include <hawser/wire/kex_messages.hpp>

#include "support/fixed_random.hpp"

#include <stdexcept>
#include <string>

namespace hawser::testing {

/// What one machine contributes to the exchange hash, in hexadecimal.
template <class Machine>
std::string hashed_by(const Machine& machine) {
    byte_buffer out;
    wire::writer w{out};
    machine.hash_fields(w);
    machine.hash_secret(w);
    if (!w.finish()) throw std::runtime_error("what was agreed cannot be hashed");
    return to_hex(out.view());
}

/// The payload of a message.
template <class Message>
byte_vector payload_of(const Message& m) {
    byte_buffer out;
    wire::writer w{out};
    wire::encode(w, m);
    return to_vector(out.view());
}

/// An initiator that has sent its value, and that payload.
template <class Method>
struct started_initiator {
    typename Method::initiator machine;
    byte_buffer sent;

    explicit started_initiator(random_ref random) {
        if (!machine.start(random, {}, sent)) throw std::runtime_error("the initiator did not start");
    }
    result<kex_progress> on(byte_view payload, random_ref random) {
        return machine.on_message(payload, random, sent);
    }
};

/// What a fresh responder says to a payload.
template <class Method>
std::error_code responder_says(byte_view payload) {
    fixed_random random{7};
    byte_buffer out;
    typename Method::responder machine;
    if (auto started = machine.start(random, {}, out); !started) return started.error();
    return machine.on_message(payload, random, out).error();
}

/// What a fresh initiator says to a payload.
template <class Method>
std::error_code initiator_says(byte_view payload) {
    fixed_random random{8};
    started_initiator<Method> initiator{random};
    return initiator.on(payload, random).error();
}

} // namespace hawser::testing
