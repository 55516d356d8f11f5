#pragma once
// The messages of channels (RFC 4254, section 5). Channel numbers, windows and sizes are as on the wire;
// `recipient` is the number that the receiver of the message gave the channel.

#include <hawser/wire/message.hpp>
#include <hawser/wire/message_body.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// RFC 4254, section 5.1. `rest` is the body of the channel type, one of those in channel_types.hpp.
struct channel_open {
    static constexpr message_number number = message_number::channel_open;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_OPEN";

    std::string_view type;
    std::uint32_t sender = 0;
    std::uint32_t window = 0;
    std::uint32_t maximum_packet = 0;
    byte_view rest;

    void encode(writer& w) const { w.string(type).u32(sender).u32(window).u32(maximum_packet).raw(rest); }
    static channel_open decode(reader& r) { return {r.text(), r.u32(), r.u32(), r.u32(), r.rest()}; }
};

/// Appends a whole CHANNEL_OPEN payload.
template <message_body Body>
void encode_channel_open(writer& w, std::uint32_t sender, std::uint32_t window, std::uint32_t maximum_packet,
                         const Body& body) {
    encode(w, channel_open{Body::name, sender, window, maximum_packet, {}});
    body.encode(w);
}

/// RFC 4254, section 5.1. No channel type of ours defines a `rest`; what a peer puts there is kept and not
/// judged.
struct channel_open_confirmation {
    static constexpr message_number number = message_number::channel_open_confirmation;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_OPEN_CONFIRMATION";

    std::uint32_t recipient = 0;
    std::uint32_t sender = 0;
    std::uint32_t window = 0;
    std::uint32_t maximum_packet = 0;
    byte_view rest;

    void encode(writer& w) const { w.u32(recipient).u32(sender).u32(window).u32(maximum_packet).raw(rest); }
    static channel_open_confirmation decode(reader& r) {
        return {r.u32(), r.u32(), r.u32(), r.u32(), r.rest()};
    }
};

/// RFC 4254, section 5.1; a peer may send other values.
enum class open_failure_reason : std::uint32_t {
    administratively_prohibited = 1,
    connect_failed = 2,
    unknown_channel_type = 3,
    resource_shortage = 4,
};

/// RFC 4254, section 5.1.
struct channel_open_failure {
    static constexpr message_number number = message_number::channel_open_failure;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_OPEN_FAILURE";

    std::uint32_t recipient = 0;
    open_failure_reason reason = open_failure_reason::administratively_prohibited;
    std::string_view description;
    std::string_view language;

    void encode(writer& w) const {
        w.u32(recipient).u32(static_cast<std::uint32_t>(reason)).string(description).string(language);
    }
    static channel_open_failure decode(reader& r) {
        return {r.u32(), static_cast<open_failure_reason>(r.u32()), r.text(), r.text()};
    }
};

/// RFC 4254, section 5.2.
struct channel_window_adjust {
    static constexpr message_number number = message_number::channel_window_adjust;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_WINDOW_ADJUST";

    std::uint32_t recipient = 0;
    std::uint32_t bytes = 0;

    void encode(writer& w) const { w.u32(recipient).u32(bytes); }
    static channel_window_adjust decode(reader& r) { return {r.u32(), r.u32()}; }
};

/// RFC 4254, section 5.2.
struct channel_data {
    static constexpr message_number number = message_number::channel_data;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_DATA";

    std::uint32_t recipient = 0;
    byte_view data;

    void encode(writer& w) const { w.u32(recipient).string(data); }
    static channel_data decode(reader& r) { return {r.u32(), r.string()}; }
};

/// The only data type code of RFC 4254, section 5.2.
inline constexpr std::uint32_t extended_data_stderr = 1;

/// RFC 4254, section 5.2.
struct channel_extended_data {
    static constexpr message_number number = message_number::channel_extended_data;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_EXTENDED_DATA";

    std::uint32_t recipient = 0;
    std::uint32_t type = extended_data_stderr;
    byte_view data;

    void encode(writer& w) const { w.u32(recipient).u32(type).string(data); }
    static channel_extended_data decode(reader& r) { return {r.u32(), r.u32(), r.string()}; }
};

/// The sender sends no more data (RFC 4254, section 5.3).
struct channel_eof {
    static constexpr message_number number = message_number::channel_eof;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_EOF";

    std::uint32_t recipient = 0;

    void encode(writer& w) const { w.u32(recipient); }
    static channel_eof decode(reader& r) { return {r.u32()}; }
};

/// The sender sends nothing more for this channel (RFC 4254, section 5.3).
struct channel_close {
    static constexpr message_number number = message_number::channel_close;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_CLOSE";

    std::uint32_t recipient = 0;

    void encode(writer& w) const { w.u32(recipient); }
    static channel_close decode(reader& r) { return {r.u32()}; }
};

/// RFC 4254, section 5.4.
struct channel_success {
    static constexpr message_number number = message_number::channel_success;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_SUCCESS";

    std::uint32_t recipient = 0;

    void encode(writer& w) const { w.u32(recipient); }
    static channel_success decode(reader& r) { return {r.u32()}; }
};

/// RFC 4254, section 5.4.
struct channel_failure {
    static constexpr message_number number = message_number::channel_failure;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_FAILURE";

    std::uint32_t recipient = 0;

    void encode(writer& w) const { w.u32(recipient); }
    static channel_failure decode(reader& r) { return {r.u32()}; }
};

} // namespace hawser::inline HAWSER_ABI::wire
