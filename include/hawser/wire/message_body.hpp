#pragma once
// The named part of messages whose meaning is told by a name inside them: login requests (RFC 4252, section
// 5), channel types and requests (RFC 4254, sections 5.1 and 5.4), global requests (section 4).

#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI::wire {

/// `B::name` is the name on the wire; `encode` writes and `decode` reads the fields that follow the message's
/// common ones. Text and byte fields of a decoded body are views into the payload.
template <class B>
concept message_body = requires(const B& b, writer& w, reader& r) {
    { B::name } -> std::convertible_to<std::string_view>;
    b.encode(w);
    { B::decode(r) } -> std::same_as<B>;
};

/// The body in the `rest` of a message. Errors: malformed_message, trailing_bytes, both with `details` filled
/// when given.
template <message_body B>
result<B> decode_body(byte_view rest, diagnostic* details = nullptr) {
    reader r{rest};
    B b = B::decode(r);
    if (auto done = r.finish(B::name, details); !done) return done.error();
    return b;
}

} // namespace hawser::inline HAWSER_ABI::wire
