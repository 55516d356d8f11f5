#pragma once
// What a message is: a struct with a number and two functions (RFC 4250, section 4.1).

#include <hawser/wire/message_number.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI::wire {

/// `M::number` is its message number, `M::title` its name in the RFC; `encode` writes and `decode` reads the fields after
/// the number byte. Text and byte fields of a decoded message are views into the payload.
template <class M>
concept message = requires(const M& m, M& into, writer& w, reader& r) {
    { M::number } -> std::convertible_to<message_number>;
    { M::title } -> std::convertible_to<std::string_view>;
    m.encode(w);
    { M::decode(r) } -> std::same_as<M>;
};

/// Appends the whole payload, number first.
template <message M>
void encode(writer& w, const M& m) {
    w.u8(static_cast<std::uint8_t>(M::number));
    m.encode(w);
}

/// The message in a whole payload. Errors: malformed_message, trailing_bytes (both with `details` filled when given),
/// and unexpected_message when the number is another.
template <message M>
result<M> decode(byte_view payload, diagnostic* details = nullptr) {
    reader r{payload};
    if (r.u8() != static_cast<std::uint8_t>(M::number)) return protocol_error::unexpected_message;
    M m = M::decode(r);
    if (auto done = r.finish(M::title, details); !done) return done.error();
    return m;
}

} // namespace hawser::inline HAWSER_ABI::wire
