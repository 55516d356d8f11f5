#pragma once
// Global requests, their bodies and their answers (RFC 4254, sections 4 and 7.1; OpenSSH PROTOCOL,
// sections 2.2 to 2.5).

#include <hawser/wire/message.hpp>
#include <hawser/wire/message_body.hpp>
#include <hawser/wire/repeated.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// RFC 4254, section 4. `rest` is the body of the request.
struct global_request {
    static constexpr message_number number = message_number::global_request;
    static constexpr std::string_view title = "SSH_MSG_GLOBAL_REQUEST";

    std::string_view name;
    bool want_reply = false;
    byte_view rest;

    void encode(writer& w) const { w.string(name).boolean(want_reply).raw(rest); }
    static global_request decode(reader& r) { return {r.text(), r.boolean(), r.rest()}; }
};

/// Appends a whole GLOBAL_REQUEST payload.
template <message_body Body>
void encode_global_request(writer& w, bool want_reply, const Body& body) {
    encode(w, global_request{Body::name, want_reply, {}});
    body.encode(w);
}

/// RFC 4254, section 4. `rest` depends on the request that is answered.
struct request_success {
    static constexpr message_number number = message_number::request_success;
    static constexpr std::string_view title = "SSH_MSG_REQUEST_SUCCESS";

    byte_view rest;

    void encode(writer& w) const { w.raw(rest); }
    static request_success decode(reader& r) { return {r.rest()}; }
};

/// RFC 4254, section 4.
struct request_failure {
    static constexpr message_number number = message_number::request_failure;
    static constexpr std::string_view title = "SSH_MSG_REQUEST_FAILURE";

    void encode(writer&) const {}
    static request_failure decode(reader&) { return {}; }
};

/// RFC 4254, section 7.1: listen for TCP connections. Port 0 lets the server choose; the answer then tells
/// the port.
struct tcpip_forward_request {
    static constexpr std::string_view name = "tcpip-forward";

    std::string_view address;
    std::uint32_t port = 0;

    void encode(writer& w) const { w.string(address).u32(port); }
    static tcpip_forward_request decode(reader& r) { return {r.text(), r.u32()}; }
};

/// The `rest` of the success that answers tcpip-forward with port 0 (RFC 4254, section 7.1).
struct tcpip_forward_reply {
    static constexpr std::string_view name = "tcpip-forward reply";

    std::uint32_t port = 0;

    void encode(writer& w) const { w.u32(port); }
    static tcpip_forward_reply decode(reader& r) { return {r.u32()}; }
};

/// RFC 4254, section 7.1.
struct cancel_tcpip_forward_request {
    static constexpr std::string_view name = "cancel-tcpip-forward";

    std::string_view address;
    std::uint32_t port = 0;

    void encode(writer& w) const { w.string(address).u32(port); }
    static cancel_tcpip_forward_request decode(reader& r) { return {r.text(), r.u32()}; }
};

/// OpenSSH PROTOCOL, section 2.4: listen at a Unix socket.
struct streamlocal_forward_request {
    static constexpr std::string_view name = "streamlocal-forward@openssh.com";

    std::string_view path;

    void encode(writer& w) const { w.string(path); }
    static streamlocal_forward_request decode(reader& r) { return {r.text()}; }
};

/// OpenSSH PROTOCOL, section 2.4.
struct cancel_streamlocal_forward_request {
    static constexpr std::string_view name = "cancel-streamlocal-forward@openssh.com";

    std::string_view path;

    void encode(writer& w) const { w.string(path); }
    static cancel_streamlocal_forward_request decode(reader& r) { return {r.text()}; }
};

/// Asked only to be answered, with success or failure alike.
struct keepalive_request {
    static constexpr std::string_view name = "keepalive@openssh.com";

    void encode(writer&) const {}
    static keepalive_request decode(reader&) { return {}; }
};

/// OpenSSH PROTOCOL, section 2.2: the client will open no further session channel.
struct no_more_sessions_request {
    static constexpr std::string_view name = "no-more-sessions@openssh.com";

    void encode(writer&) const {}
    static no_more_sessions_request decode(reader&) { return {}; }
};

/// OpenSSH PROTOCOL, section 2.5: all host keys of the server, blob after blob.
struct hostkeys_request {
    static constexpr std::string_view name = "hostkeys-00@openssh.com";

    /// The blobs as they stand on the wire, each with its length; see for_each_string.
    byte_view keys;

    void encode(writer& w) const { w.raw(keys); }
    static hostkeys_request decode(reader& r) { return {read_strings_to_end(r)}; }
};

/// OpenSSH PROTOCOL, section 2.5: the client asks the server to prove that it holds these keys.
struct hostkeys_prove_request {
    static constexpr std::string_view name = "hostkeys-prove-00@openssh.com";

    byte_view keys;

    void encode(writer& w) const { w.raw(keys); }
    static hostkeys_prove_request decode(reader& r) { return {read_strings_to_end(r)}; }
};

} // namespace hawser::inline HAWSER_ABI::wire
