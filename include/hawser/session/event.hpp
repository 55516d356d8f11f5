#pragma once
// The events of a session: those of its three machines in one variant.

#include <hawser/auth/event.hpp>
#include <hawser/connection/event.hpp>
#include <hawser/core/visit.hpp>
#include <hawser/transport/event.hpp>

#include <variant>

namespace hawser::inline HAWSER_ABI {

/// Views are valid until the next call of the session that is not const. monostate: nothing until more bytes
/// arrive.
/// - transport: host_key_offered, keys_changed, peer_debug, and closed, which is the last event of all.
/// - auth: what the login of this role tells; a server's key_signed is told only when the signature is right.
/// - connection: channels and global requests, once logged in.
using session_event =
    std::variant<std::monostate, transport::host_key_offered, transport::keys_changed, transport::peer_debug,
                 transport::closed, auth::service_accepted, auth::method_failed, auth::succeeded,
                 auth::banner, auth::key_acceptable, auth::questions, auth::password_expired,
                 auth::none_requested, auth::password_given, auth::key_queried, auth::key_signed,
                 auth::interaction_requested, auth::responses_given, connection::channel_opened,
                 connection::channel_open_failed, connection::channel_open_requested,
                 connection::channel_data, connection::channel_eof, connection::channel_request,
                 connection::channel_reply, connection::channel_writable, connection::channel_closed,
                 connection::global_request, connection::global_reply>;

namespace detail {

/// An event of one machine as an event of the session.
template <class Event>
session_event to_session_event(const Event& e) {
    session_event out;
    visit_held(e, [&]<class T>(const T& one) { out.emplace<T>(one); });
    return out;
}

} // namespace detail

} // namespace hawser::inline HAWSER_ABI
