#pragma once
// Login machines without a transport: payloads made and taken by hand.

#include <hawser/auth/client_auth.hpp>
#include <hawser/auth/server_auth.hpp>
#include <hawser/wire/transport_messages.hpp>

#include <algorithm>
#include <vector>

namespace hawser::testing {

using payloads = std::vector<byte_vector>;

/// The payload of a whole message.
template <wire::message M>
byte_vector payload(const M& m) {
    byte_buffer out;
    wire::writer w{out};
    wire::encode(w, m);
    return to_vector(out.view());
}
template <wire::message_body Body>
byte_vector login_payload(const Body& body, std::string_view user = "alice",
                          std::string_view service = "ssh-connection") {
    byte_buffer out;
    wire::writer w{out};
    wire::encode_userauth_request(w, user, service, body);
    return to_vector(out.view());
}
inline byte_vector questions_payload(std::vector<wire::prompt> prompts, std::string_view name = {},
                                     std::string_view instruction = {}) {
    byte_buffer out;
    wire::writer w{out};
    wire::encode_info_request(w, name, instruction, prompts);
    return to_vector(out.view());
}
inline byte_vector responses_payload(std::vector<std::string> texts) {
    std::vector<byte_view> responses;
    for (const std::string& text : texts) responses.push_back(as_bytes(text));
    byte_buffer out;
    wire::writer w{out};
    wire::encode_info_response(w, responses);
    return to_vector(out.view());
}

/// An outbox that no key exchange bars, and what was laid out in it.
struct open_outbox {
    open_outbox() { box.bar(false); }

    /// The payloads laid out since the last call.
    payloads take() {
        byte_buffer all;
        payloads out;
        if (!box.take_unsealed(all)) return out;
        wire::reader r{all.view()};
        while (r.left() != 0) out.push_back(to_vector(r.string()));
        return out;
    }
    /// Their message numbers.
    std::vector<int> take_numbers() {
        std::vector<int> out;
        for (const byte_vector& one : take()) out.push_back(wire::number_of(one));
        return out;
    }

    wire::outbox box;
};

/// The event of type E, to be looked at; a default one when it is another.
template <class E, class Result>
E event_as(const Result& happened) {
    const E* e = happened ? happened->template as<E>() : nullptr;
    return e == nullptr ? E{} : *e;
}
template <class E, class Result>
bool holds(const Result& happened) {
    return happened && happened->template is<E>();
}
/// No error, and no event either.
template <class Result>
bool tells_nothing(const Result& happened) {
    return happened && !*happened;
}

/// A client whose server has accepted the service.
struct ready_client {
    explicit ready_client(const auth::client_options& options = {}) : login{out.box, options} {
        if (login.begin("alice")) (void)login.on_message(payload(wire::service_accept{"ssh-userauth"}));
        out.take();
    }
    /// Views in the event stay valid until the next call.
    result<auth::event> take(byte_view message) { return login.on_message(taken = to_vector(message)); }

    byte_vector taken;
    open_outbox out;
    auth::client_auth login;
};

/// A server that has accepted the service.
struct ready_server {
    explicit ready_server(const auth::server_options& options = {}) : login{out.box, options} {
        (void)take(payload(wire::service_request{"ssh-userauth"}));
        out.take();
    }
    /// Views in the event stay valid until the next call.
    result<auth::event> take(byte_view message) {
        return login.on_message(taken = to_vector(message), session_id);
    }

    byte_vector taken;
    byte_vector session_id = byte_vector(32, std::byte{7});
    open_outbox out;
    auth::server_auth login;
};

/// Whether a machine made by `make` refuses every beginning of a message that it takes whole, and one byte
/// too many. `take` gives the message to the machine.
template <class Make, class Take>
bool takes_only_whole(byte_view message, const Make& make, const Take& take) {
    for (std::size_t size = 1; size <= message.size() + 1; ++size) {
        byte_vector bytes = to_vector(message.first(std::min(size, message.size())));
        if (size > message.size()) bytes.push_back(std::byte{0});
        auto machine = make();
        const auto happened = take(*machine, byte_view{bytes});
        if (happened.has_value() != (size == message.size())) return false;
        if (!happened && blame_of(happened.error()) != blame::peer) return false;
    }
    return true;
}

} // namespace hawser::testing
