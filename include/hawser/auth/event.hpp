#pragma once
// What the login machines tell their owner.

#include <hawser/core/bytes.hpp>
#include <hawser/core/event_of.hpp>
#include <hawser/wire/userauth_messages.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI::auth {

// To a client.

/// The server takes login requests; passwords may be sent from now on.
struct service_accepted {};
/// The last request was not enough. `methods_left` is the server's name-list of what may go on; with
/// `partial_success` the credential itself was right, and more are wanted (RFC 4252, section 5.1).
struct method_failed {
    std::string_view method;
    std::string_view methods_left;
    bool partial_success = false;
};
/// Logged in, by this method. `without_credential`: the server never looked at anything of ours ("none", or
/// keyboard-interactive without a question), so that whoever answers here need not be who we think.
struct succeeded {
    std::string_view method;
    bool without_credential = false;
};
/// Text to show before the login goes on; as it came, cut at limits::peer_text: escape it before showing it.
struct banner {
    std::string_view text;
};
/// The key of ask_public_key() would do: sign and send it.
struct key_acceptable {
    std::string_view algorithm;
    byte_view key;
};
/// Questions to be answered by answer() (RFC 4256); with none, an empty answer is still owed. Another request
/// abandons them.
struct questions {
    wire::userauth_info_request request;
};
/// The password is right but expired: change_password(), or another request (RFC 4252, section 8).
struct password_expired {
    std::string_view prompt;
};

// To a server; each is answered by accept(), reject() or what it names. `user` is at most limits::auth_user
// bytes as the peer sent them, NULs and control characters included.

/// "none": asks what there is.
struct none_requested {
    std::string_view user;
};
/// With `change`, which only answers request_password_change(), `new_password` is to replace the old one.
/// Passwords are at most limits::auth_secret bytes. Also answered by request_password_change().
struct password_given {
    std::string_view user;
    byte_view password;
    bool change = false;
    byte_view new_password;
};
/// A key without a signature; answered by accept_key() or reject().
struct key_queried {
    std::string_view user;
    std::string_view algorithm;
    byte_view key;
};
/// A key that has signed: `signature` over `signed_data` is still to be verified. Rights come from this key
/// only, whatever was queried before.
struct key_signed {
    std::string_view user;
    std::string_view algorithm;
    byte_view key;
    byte_view signed_data;
    byte_view signature;
};
/// Answered by ask() too.
struct interaction_requested {
    std::string_view user;
    std::string_view submethods;
};
/// The responses to ask(), as many as there were prompts. Answered by ask() too.
struct responses_given {
    std::string_view user;
    wire::userauth_info_response responses;
};

/// Views are valid until the next message is taken. Nothing: there is nothing to tell.
using event =
    event_of<service_accepted, method_failed, succeeded, banner, key_acceptable, questions, password_expired,
             none_requested, password_given, key_queried, key_signed, interaction_requested, responses_given>;

} // namespace hawser::inline HAWSER_ABI::auth
