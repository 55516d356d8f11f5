#pragma once
// The messages of login (RFC 4252; RFC 4256; OpenSSH PROTOCOL, section 1.8). Every user name, method name and
// service is text as the peer sent it.

#include <hawser/core/limits.hpp>
#include <hawser/wire/message.hpp>
#include <hawser/wire/message_body.hpp>
#include <hawser/wire/name_list.hpp>
#include <hawser/wire/repeated.hpp>

#include <span>

namespace hawser::inline HAWSER_ABI::wire {

/// RFC 4252, section 5. `rest` is the body of the method, one of the structs named login_... below.
struct userauth_request {
    static constexpr message_number number = message_number::userauth_request;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_REQUEST";

    std::string_view user;
    std::string_view service;
    std::string_view method;
    byte_view rest;

    void encode(writer& w) const { w.string(user).string(service).string(method).raw(rest); }
    static userauth_request decode(reader& r) { return {r.text(), r.text(), r.text(), r.rest()}; }
};

/// Appends a whole USERAUTH_REQUEST payload.
template <message_body Body>
void encode_userauth_request(writer& w, std::string_view user, std::string_view service, const Body& body) {
    encode(w, userauth_request{user, service, Body::name, {}});
    body.encode(w);
}

/// RFC 4252, section 5.2.
struct login_none {
    static constexpr std::string_view name = "none";

    void encode(writer&) const {}
    static login_none decode(reader&) { return {}; }
};

/// RFC 4252, section 8. `new_password` counts only when `change` is set. Views of secrets: keep what they
/// point at in secret_bytes.
struct login_password {
    static constexpr std::string_view name = "password";

    byte_view password;
    bool change = false;
    byte_view new_password;

    void encode(writer& w) const {
        w.boolean(change).string(password);
        if (change) w.string(new_password);
    }
    static login_password decode(reader& r) {
        login_password b;
        b.change = r.boolean();
        b.password = r.string();
        if (b.change) b.new_password = r.string();
        return b;
    }
};

/// RFC 4252, section 7. Without a signature it asks whether the key would do.
struct login_public_key {
    static constexpr std::string_view name = "publickey";

    std::string_view algorithm;
    byte_view key;
    bool has_signature = false;
    byte_view signature;

    void encode(writer& w) const {
        w.boolean(has_signature).string(algorithm).string(key);
        if (has_signature) w.string(signature);
    }
    static login_public_key decode(reader& r) {
        login_public_key b;
        b.has_signature = r.boolean();
        b.algorithm = r.text();
        b.key = r.string();
        if (b.has_signature) b.signature = r.string();
        return b;
    }
};

/// OpenSSH PROTOCOL, section 1.8: as login_public_key, and bound to the server's host key.
struct login_public_key_hostbound {
    static constexpr std::string_view name = "publickey-hostbound-v00@openssh.com";

    std::string_view algorithm;
    byte_view key;
    byte_view host_key;
    bool has_signature = false;
    byte_view signature;

    void encode(writer& w) const {
        w.boolean(has_signature).string(algorithm).string(key).string(host_key);
        if (has_signature) w.string(signature);
    }
    static login_public_key_hostbound decode(reader& r) {
        login_public_key_hostbound b;
        b.has_signature = r.boolean();
        b.algorithm = r.text();
        b.key = r.string();
        b.host_key = r.string();
        if (b.has_signature) b.signature = r.string();
        return b;
    }
};

/// RFC 4256, section 3.1.
struct login_keyboard_interactive {
    static constexpr std::string_view name = "keyboard-interactive";

    std::string_view language;
    std::string_view submethods;

    void encode(writer& w) const { w.string(language).string(submethods); }
    static login_keyboard_interactive decode(reader& r) { return {r.text(), r.text()}; }
};

/// RFC 4252, section 5.1. `methods` is a name-list of what may go on; `partial_success` tells that the last
/// one was right.
struct userauth_failure {
    static constexpr message_number number = message_number::userauth_failure;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_FAILURE";

    std::string_view methods;
    bool partial_success = false;

    void encode(writer& w) const { w.string(methods).boolean(partial_success); }
    static userauth_failure decode(reader& r) { return {read_name_list(r), r.boolean()}; }
};

/// RFC 4252, section 5.1.
struct userauth_success {
    static constexpr message_number number = message_number::userauth_success;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_SUCCESS";

    void encode(writer&) const {}
    static userauth_success decode(reader&) { return {}; }
};

/// RFC 4252, section 5.4.
struct userauth_banner {
    static constexpr message_number number = message_number::userauth_banner;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_BANNER";

    std::string_view text;
    std::string_view language;

    void encode(writer& w) const { w.string(text).string(language); }
    static userauth_banner decode(reader& r) { return {r.text(), r.text()}; }
};

/// RFC 4252, section 7: the key would do.
struct userauth_pk_ok {
    static constexpr message_number number = message_number::userauth_pk_ok;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_PK_OK";

    std::string_view algorithm;
    byte_view key;

    void encode(writer& w) const { w.string(algorithm).string(key); }
    static userauth_pk_ok decode(reader& r) { return {r.text(), r.string()}; }
};

/// RFC 4252, section 8: the password has expired.
struct userauth_passwd_changereq {
    static constexpr message_number number = message_number::userauth_passwd_changereq;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_PASSWD_CHANGEREQ";

    std::string_view prompt;
    std::string_view language;

    void encode(writer& w) const { w.string(prompt).string(language); }
    static userauth_passwd_changereq decode(reader& r) { return {r.text(), r.text()}; }
};

/// One question of USERAUTH_INFO_REQUEST; `echo` tells whether the answer may be shown while it is typed.
struct prompt {
    std::string_view text;
    bool echo = false;
};

/// RFC 4256, section 3.2. At most limits::auth_prompts prompts of limits::auth_prompt bytes.
struct userauth_info_request {
    static constexpr message_number number = message_number::userauth_info_request;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_INFO_REQUEST";

    std::string_view name;
    std::string_view instruction;
    std::string_view language;
    std::uint32_t count = 0;
    /// The prompts as they stand on the wire, `count` of them and nothing else.
    byte_view prompts;

    void encode(writer& w) const {
        w.string(name).string(instruction).string(language).u32(count).raw(prompts);
    }
    static userauth_info_request decode(reader& r) {
        userauth_info_request m;
        m.name = r.text();
        m.instruction = r.text();
        m.language = r.text();
        m.count = r.u32();
        m.prompts = read_repeated(r, m.count, limits::auth_prompts, [](reader& one) {
            if (one.string().size() > limits::auth_prompt) one.fail("prompt is too long");
            one.boolean();
        });
        return m;
    }

    /// Calls `f(prompt)` for each prompt in order.
    template <class F>
    void for_each(F&& f) const {
        reader r{prompts};
        while (r.left() != 0) {
            const std::string_view text = r.text();
            const bool echo = r.boolean();
            if (r.ok()) f(prompt{text, echo});
        }
    }
};

/// Appends a whole USERAUTH_INFO_REQUEST payload.
inline void encode_info_request(writer& w, std::string_view name, std::string_view instruction,
                                std::span<const prompt> prompts) {
    encode(w, userauth_info_request{name, instruction, {}, static_cast<std::uint32_t>(prompts.size()), {}});
    for (const prompt& p : prompts) w.string(p.text).boolean(p.echo);
}

/// RFC 4256, section 3.4: as many responses as there were prompts. Views of secrets.
struct userauth_info_response {
    static constexpr message_number number = message_number::userauth_info_response;
    static constexpr std::string_view title = "SSH_MSG_USERAUTH_INFO_RESPONSE";

    std::uint32_t count = 0;
    /// The responses as they stand on the wire, `count` of them and nothing else.
    byte_view responses;

    void encode(writer& w) const { w.u32(count).raw(responses); }
    static userauth_info_response decode(reader& r) {
        userauth_info_response m;
        m.count = r.u32();
        m.responses = read_repeated(r, m.count, limits::auth_prompts, [](reader& one) { one.string(); });
        return m;
    }

    /// Calls `f(byte_view)` for each response in order.
    template <class F>
    void for_each(F&& f) const {
        reader r{responses};
        while (r.left() != 0) {
            const byte_view response = r.string();
            if (r.ok()) f(response);
        }
    }
};

/// Appends a whole USERAUTH_INFO_RESPONSE payload.
inline void encode_info_response(writer& w, std::span<const byte_view> responses) {
    encode(w, userauth_info_response{static_cast<std::uint32_t>(responses.size()), {}});
    for (byte_view response : responses) w.string(response);
}

} // namespace hawser::inline HAWSER_ABI::wire
