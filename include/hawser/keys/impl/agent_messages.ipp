#pragma once

#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/agent_messages.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

/// Takes the number of an answer; what is not the expected one is an error.
HAWSER_DECL result<void> expect_answer(wire::reader& r, agent_message expected) noexcept {
    const auto number = static_cast<agent_message>(r.u8());
    if (number == agent_message::failure && r.left() == 0) return remote_error::agent_refused;
    if (number != expected) return protocol_error::agent_malformed;
    return {};
}

/// Appends a message of known size, or nothing.
template <class Write>
result<void> append_agent_message(byte_buffer& out, std::size_t size, Write write) {
    if (size > limits::agent_message) return usage_error::invalid_argument;
    if (auto room = out.prepare(4 + size); !room) return room.error();
    wire::writer w{out};
    w.u32(static_cast<std::uint32_t>(size));
    write(w);
    return w.finish();
}

} // namespace detail

HAWSER_DECL result<void> encode_request_identities(byte_buffer& out) {
    return detail::append_agent_message(
        out, 1, [](wire::writer& w) { w.u8(static_cast<std::uint8_t>(agent_message::request_identities)); });
}

HAWSER_DECL result<void> encode_sign_request(byte_buffer& out, byte_view blob, byte_view data,
                                             agent_sign_flags flags) {
    // each part by itself first, so that the sum cannot wrap
    if (blob.size() > limits::agent_message || data.size() > limits::agent_message)
        return usage_error::invalid_argument;
    return detail::append_agent_message(out, 1 + 4 + blob.size() + 4 + data.size() + 4, [&](wire::writer& w) {
        w.u8(static_cast<std::uint8_t>(agent_message::sign_request));
        w.string(blob).string(data).u32(static_cast<std::uint32_t>(flags));
    });
}

HAWSER_DECL result<std::optional<agent_frame>> next_agent_frame(byte_view received) {
    using maybe_frame = std::optional<agent_frame>;
    if (received.size() < 4) return maybe_frame{};
    const std::size_t length = load_u32(received.data());
    if (length == 0 || length > limits::agent_message) return protocol_error::agent_malformed;
    if (received.size() - 4 < length) return maybe_frame{};
    return maybe_frame{agent_frame{received.subspan(4, length), 4 + length}};
}

HAWSER_DECL result<std::vector<agent_identity>> decode_identities(byte_view payload) {
    wire::reader r{payload};
    if (auto expected = detail::expect_answer(r, agent_message::identities_answer); !expected)
        return expected.error();
    const std::uint32_t count = r.u32();
    // an identity has two length fields: a larger count is a lie, found before anything is kept
    if (!r.ok() || count > r.left() / 8) return protocol_error::agent_malformed;
    std::vector<agent_identity> identities;
    identities.reserve(count);
    for (std::uint32_t i = 0; i < count && r.ok(); ++i) {
        const byte_view blob = r.string();
        const std::string_view comment = r.text();
        if (blob.empty()) r.fail("an empty key");
        identities.push_back({to_vector(blob), std::string{comment}});
    }
    if (!r.finish()) return protocol_error::agent_malformed;
    return identities;
}

HAWSER_DECL result<byte_vector> decode_signature(byte_view payload) {
    wire::reader r{payload};
    if (auto expected = detail::expect_answer(r, agent_message::sign_response); !expected)
        return expected.error();
    const byte_view signature = r.string();
    if (!r.finish() || signature.empty()) return protocol_error::agent_malformed;
    return to_vector(signature);
}

} // namespace hawser::inline HAWSER_ABI::keys
