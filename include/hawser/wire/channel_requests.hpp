#pragma once
// SSH_MSG_CHANNEL_REQUEST and its bodies (RFC 4254, sections 5.4 and 6; OpenSSH PROTOCOL, section 2.1).

#include <hawser/wire/message.hpp>
#include <hawser/wire/message_body.hpp>
#include <hawser/wire/terminal_modes.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// RFC 4254, section 5.4. `rest` is the body of the request type.
struct channel_request {
    static constexpr message_number number = message_number::channel_request;
    static constexpr std::string_view title = "SSH_MSG_CHANNEL_REQUEST";

    std::uint32_t recipient = 0;
    std::string_view type;
    bool want_reply = false;
    byte_view rest;

    void encode(writer& w) const { w.u32(recipient).string(type).boolean(want_reply).raw(rest); }
    static channel_request decode(reader& r) { return {r.u32(), r.text(), r.boolean(), r.rest()}; }
};

/// Appends a whole CHANNEL_REQUEST payload.
template <message_body Body>
void encode_channel_request(writer& w, std::uint32_t recipient, bool want_reply, const Body& body) {
    encode(w, channel_request{recipient, Body::name, want_reply, {}});
    body.encode(w);
}

/// RFC 4254, section 6.2. `modes` is an encoded list (terminal_modes.hpp), whose bytes are not looked at
/// here.
struct pty_request {
    static constexpr std::string_view name = "pty-req";

    std::string_view terminal;
    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
    std::uint32_t width_pixels = 0;
    std::uint32_t height_pixels = 0;
    byte_view modes;

    void encode(writer& w) const {
        w.string(terminal).u32(columns).u32(rows).u32(width_pixels).u32(height_pixels).string(modes);
    }
    static pty_request decode(reader& r) {
        return {r.text(), r.u32(), r.u32(), r.u32(), r.u32(), r.string()};
    }
};

/// RFC 4254, section 6.3.1.
struct x11_request {
    static constexpr std::string_view name = "x11-req";

    bool single_connection = false;
    std::string_view protocol;
    std::string_view cookie;
    std::uint32_t screen = 0;

    void encode(writer& w) const { w.boolean(single_connection).string(protocol).string(cookie).u32(screen); }
    static x11_request decode(reader& r) { return {r.boolean(), r.text(), r.text(), r.u32()}; }
};

/// RFC 4254, section 6.4.
struct env_request {
    static constexpr std::string_view name = "env";

    std::string_view variable;
    std::string_view value;

    void encode(writer& w) const { w.string(variable).string(value); }
    static env_request decode(reader& r) { return {r.text(), r.text()}; }
};

/// RFC 4254, section 6.5.
struct shell_request {
    static constexpr std::string_view name = "shell";

    void encode(writer&) const {}
    static shell_request decode(reader&) { return {}; }
};

/// RFC 4254, section 6.5.
struct exec_request {
    static constexpr std::string_view name = "exec";

    std::string_view command;

    void encode(writer& w) const { w.string(command); }
    static exec_request decode(reader& r) { return {r.text()}; }
};

/// RFC 4254, section 6.5.
struct subsystem_request {
    static constexpr std::string_view name = "subsystem";

    std::string_view subsystem;

    void encode(writer& w) const { w.string(subsystem); }
    static subsystem_request decode(reader& r) { return {r.text()}; }
};

/// RFC 4254, section 6.7.
struct window_change_request {
    static constexpr std::string_view name = "window-change";

    std::uint32_t columns = 0;
    std::uint32_t rows = 0;
    std::uint32_t width_pixels = 0;
    std::uint32_t height_pixels = 0;

    void encode(writer& w) const { w.u32(columns).u32(rows).u32(width_pixels).u32(height_pixels); }
    static window_change_request decode(reader& r) { return {r.u32(), r.u32(), r.u32(), r.u32()}; }
};

/// RFC 4254, section 6.8.
struct xon_xoff_request {
    static constexpr std::string_view name = "xon-xoff";

    bool client_can_do = false;

    void encode(writer& w) const { w.boolean(client_can_do); }
    static xon_xoff_request decode(reader& r) { return {r.boolean()}; }
};

/// RFC 4254, section 6.9. `signal` is a name without SIG, such as "TERM".
struct signal_request {
    static constexpr std::string_view name = "signal";

    std::string_view signal;

    void encode(writer& w) const { w.string(signal); }
    static signal_request decode(reader& r) { return {r.text()}; }
};

/// RFC 4335, section 3. `milliseconds` is how long to send a break; 0 means the receiver's own choice.
struct break_request {
    static constexpr std::string_view name = "break";

    std::uint32_t milliseconds = 0;

    void encode(writer& w) const { w.u32(milliseconds); }
    static break_request decode(reader& r) { return {r.u32()}; }
};

/// RFC 4254, section 6.10.
struct exit_status_request {
    static constexpr std::string_view name = "exit-status";

    std::uint32_t status = 0;

    void encode(writer& w) const { w.u32(status); }
    static exit_status_request decode(reader& r) { return {r.u32()}; }
};

/// RFC 4254, section 6.10.
struct exit_signal_request {
    static constexpr std::string_view name = "exit-signal";

    std::string_view signal;
    bool core_dumped = false;
    std::string_view message;
    std::string_view language;

    void encode(writer& w) const { w.string(signal).boolean(core_dumped).string(message).string(language); }
    static exit_signal_request decode(reader& r) { return {r.text(), r.boolean(), r.text(), r.text()}; }
};

/// OpenSSH PROTOCOL.agent: the server may open channels to the client's agent.
struct agent_forwarding_request {
    static constexpr std::string_view name = "auth-agent-req@openssh.com";

    void encode(writer&) const {}
    static agent_forwarding_request decode(reader&) { return {}; }
};

/// OpenSSH PROTOCOL, section 2.1: the sender will read no more of this channel.
struct end_of_write_request {
    static constexpr std::string_view name = "eow@openssh.com";

    void encode(writer&) const {}
    static end_of_write_request decode(reader&) { return {}; }
};

} // namespace hawser::inline HAWSER_ABI::wire
