#pragma once
// The events of a session: those of its three machines as one.

#include <hawser/auth/event.hpp>
#include <hawser/connection/event.hpp>
#include <hawser/core/event_of.hpp>
#include <hawser/transport/event.hpp>

namespace hawser::inline HAWSER_ABI {

/// Views are valid until the next call of the session that is not const. Nothing: until more bytes
/// arrive.
/// - transport: host_key_offered, keys_changed, peer_debug, and closed, which is the last event of all.
/// - auth: what the login of this role tells; a server's key_signed is told only when the signature is right.
/// - connection: channels and global requests, once logged in.
using session_event =
    event_of<transport::host_key_offered, transport::keys_changed, transport::peer_debug, transport::closed,
             auth::service_accepted, auth::method_failed, auth::succeeded, auth::banner, auth::key_acceptable,
             auth::questions, auth::password_expired, auth::none_requested, auth::password_given,
             auth::key_queried, auth::key_signed, auth::interaction_requested, auth::responses_given,
             connection::channel_opened, connection::channel_open_failed, connection::channel_open_requested,
             connection::channel_data, connection::channel_eof, connection::channel_request,
             connection::channel_reply, connection::channel_writable, connection::channel_closed,
             connection::global_request, connection::global_reply>;

} // namespace hawser::inline HAWSER_ABI
