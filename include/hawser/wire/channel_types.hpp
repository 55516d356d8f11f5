#pragma once
// The bodies of CHANNEL_OPEN, one for each channel type (RFC 4254, sections 6.1, 6.3.2 and 7.2; OpenSSH
// PROTOCOL, section 2.4 and PROTOCOL.agent).

#include <hawser/wire/message_body.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// RFC 4254, section 6.1.
struct session_channel {
    static constexpr std::string_view name = "session";

    void encode(writer&) const {}
    static session_channel decode(reader&) { return {}; }
};

/// RFC 4254, section 7.2: connect to a host from where the receiver is.
struct direct_tcpip_channel {
    static constexpr std::string_view name = "direct-tcpip";

    std::string_view host;
    std::uint32_t port = 0;
    std::string_view originator;
    std::uint32_t originator_port = 0;

    void encode(writer& w) const { w.string(host).u32(port).string(originator).u32(originator_port); }
    static direct_tcpip_channel decode(reader& r) { return {r.text(), r.u32(), r.text(), r.u32()}; }
};

/// RFC 4254, section 7.2: a connection came in at an address that was forwarded.
struct forwarded_tcpip_channel {
    static constexpr std::string_view name = "forwarded-tcpip";

    std::string_view address;
    std::uint32_t port = 0;
    std::string_view originator;
    std::uint32_t originator_port = 0;

    void encode(writer& w) const { w.string(address).u32(port).string(originator).u32(originator_port); }
    static forwarded_tcpip_channel decode(reader& r) { return {r.text(), r.u32(), r.text(), r.u32()}; }
};

/// RFC 4254, section 6.3.2.
struct x11_channel {
    static constexpr std::string_view name = "x11";

    std::string_view originator;
    std::uint32_t originator_port = 0;

    void encode(writer& w) const { w.string(originator).u32(originator_port); }
    static x11_channel decode(reader& r) { return {r.text(), r.u32()}; }
};

/// OpenSSH PROTOCOL.agent: the server wants to talk to the client's agent.
struct agent_channel {
    static constexpr std::string_view name = "auth-agent@openssh.com";

    void encode(writer&) const {}
    static agent_channel decode(reader&) { return {}; }
};

/// OpenSSH PROTOCOL, section 2.4: connect to a Unix socket; the two reserved fields are empty and 0.
struct direct_streamlocal_channel {
    static constexpr std::string_view name = "direct-streamlocal@openssh.com";

    std::string_view path;

    void encode(writer& w) const { w.string(path).string(std::string_view{}).u32(0); }
    static direct_streamlocal_channel decode(reader& r) {
        direct_streamlocal_channel b{r.text()};
        r.string();
        r.u32();
        return b;
    }
};

/// OpenSSH PROTOCOL, section 2.4: a connection came in at a Unix socket that was forwarded; the reserved
/// field is empty.
struct forwarded_streamlocal_channel {
    static constexpr std::string_view name = "forwarded-streamlocal@openssh.com";

    std::string_view path;

    void encode(writer& w) const { w.string(path).string(std::string_view{}); }
    static forwarded_streamlocal_channel decode(reader& r) {
        forwarded_streamlocal_channel b{r.text()};
        r.string();
        return b;
    }
};

} // namespace hawser::inline HAWSER_ABI::wire
