#pragma once
// The messages of the transport layer other than key exchange (RFC 4253, sections 7.3, 10 and 11; RFC 8308;
// OpenSSH PROTOCOL, section 1.9).

#include <hawser/core/limits.hpp>
#include <hawser/wire/message.hpp>
#include <hawser/wire/repeated.hpp>

#include <span>

namespace hawser::inline HAWSER_ABI::wire {

/// RFC 4253, section 11.1; a peer may send other values.
enum class disconnect_reason : std::uint32_t {
    host_not_allowed_to_connect = 1,
    protocol_error = 2,
    key_exchange_failed = 3,
    reserved = 4,
    mac_error = 5,
    compression_error = 6,
    service_not_available = 7,
    protocol_version_not_supported = 8,
    host_key_not_verifiable = 9,
    connection_lost = 10,
    by_application = 11,
    too_many_connections = 12,
    auth_cancelled_by_user = 13,
    no_more_auth_methods_available = 14,
    illegal_user_name = 15,
};

/// The last message of a side (RFC 4253, section 11.1).
struct disconnect {
    static constexpr message_number number = message_number::disconnect;
    static constexpr std::string_view title = "SSH_MSG_DISCONNECT";

    disconnect_reason reason = disconnect_reason::by_application;
    std::string_view description;
    std::string_view language;

    void encode(writer& w) const {
        w.u32(static_cast<std::uint32_t>(reason)).string(description).string(language);
    }
    static disconnect decode(reader& r) {
        return {static_cast<disconnect_reason>(r.u32()), r.text(), r.text()};
    }
};

/// Data without meaning (RFC 4253, section 11.2).
struct ignore {
    static constexpr message_number number = message_number::ignore;
    static constexpr std::string_view title = "SSH_MSG_IGNORE";

    byte_view data;

    void encode(writer& w) const { w.string(data); }
    static ignore decode(reader& r) { return {r.string()}; }
};

/// The answer to a message of unknown number; `sequence` is that packet's sequence number (RFC 4253,
/// section 11.4).
struct unimplemented {
    static constexpr message_number number = message_number::unimplemented;
    static constexpr std::string_view title = "SSH_MSG_UNIMPLEMENTED";

    std::uint32_t sequence = 0;

    void encode(writer& w) const { w.u32(sequence); }
    static unimplemented decode(reader& r) { return {r.u32()}; }
};

/// Text for the other side's log (RFC 4253, section 11.3).
struct debug {
    static constexpr message_number number = message_number::debug;
    static constexpr std::string_view title = "SSH_MSG_DEBUG";

    bool always_display = false;
    std::string_view text;
    std::string_view language;

    void encode(writer& w) const { w.boolean(always_display).string(text).string(language); }
    static debug decode(reader& r) { return {r.boolean(), r.text(), r.text()}; }
};

/// RFC 4253, section 10.
struct service_request {
    static constexpr message_number number = message_number::service_request;
    static constexpr std::string_view title = "SSH_MSG_SERVICE_REQUEST";

    std::string_view service;

    void encode(writer& w) const { w.string(service); }
    static service_request decode(reader& r) { return {r.text()}; }
};

/// RFC 4253, section 10.
struct service_accept {
    static constexpr message_number number = message_number::service_accept;
    static constexpr std::string_view title = "SSH_MSG_SERVICE_ACCEPT";

    std::string_view service;

    void encode(writer& w) const { w.string(service); }
    static service_accept decode(reader& r) { return {r.text()}; }
};

/// The sender's next packet uses the new keys (RFC 4253, section 7.3).
struct newkeys {
    static constexpr message_number number = message_number::newkeys;
    static constexpr std::string_view title = "SSH_MSG_NEWKEYS";

    void encode(writer&) const {}
    static newkeys decode(reader&) { return {}; }
};

/// One entry of EXT_INFO.
struct extension {
    std::string_view name;
    byte_view value;
};

/// What the sender can do beyond the RFCs of 2006 (RFC 8308, section 2.3). At most limits::extensions
/// entries.
struct ext_info {
    static constexpr message_number number = message_number::ext_info;
    static constexpr std::string_view title = "SSH_MSG_EXT_INFO";

    std::uint32_t count = 0;
    /// The entries as they stand on the wire, `count` of them and nothing else.
    byte_view entries;

    void encode(writer& w) const { w.u32(count).raw(entries); }
    static ext_info decode(reader& r) {
        ext_info m;
        m.count = r.u32();
        m.entries = read_repeated(r, m.count, limits::extensions, [](reader& one) {
            one.string();
            one.string();
        });
        return m;
    }

    /// Calls `f(extension)` for each entry in order.
    template <class F>
    void for_each(F&& f) const {
        reader r{entries};
        while (r.left() != 0) {
            const std::string_view name = r.text();
            const byte_view value = r.string();
            if (r.ok()) f(extension{name, value});
        }
    }
};

/// Appends a whole EXT_INFO payload.
inline void encode_ext_info(writer& w, std::span<const extension> entries) {
    encode(w, ext_info{static_cast<std::uint32_t>(entries.size()), {}});
    for (const extension& e : entries) w.string(e.name).string(e.value);
}

/// OpenSSH PROTOCOL, section 1.9: answered by a PONG with the same data.
struct ping {
    static constexpr message_number number = message_number::ping;
    static constexpr std::string_view title = "SSH2_MSG_PING";

    byte_view data;

    void encode(writer& w) const { w.string(data); }
    static ping decode(reader& r) { return {r.string()}; }
};

struct pong {
    static constexpr message_number number = message_number::pong;
    static constexpr std::string_view title = "SSH2_MSG_PONG";

    byte_view data;

    void encode(writer& w) const { w.string(data); }
    static pong decode(reader& r) { return {r.string()}; }
};

} // namespace hawser::inline HAWSER_ABI::wire
