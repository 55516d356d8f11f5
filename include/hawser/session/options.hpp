#pragma once
// What the owner of a session chooses.

#include <hawser/auth/client_auth.hpp>
#include <hawser/auth/server_auth.hpp>
#include <hawser/connection/multiplexer.hpp>
#include <hawser/transport/options.hpp>

namespace hawser::inline HAWSER_ABI {

/// Copied into the session at construction. The part of the other role is not looked at.
struct session_options {
    transport::options transport;
    connection::options connection;
    auth::client_options client_login;
    auth::server_options server_login;
    /// How long a server waits for a login after the first key exchange.
    duration server_login_timeout = std::chrono::seconds{120};
};

} // namespace hawser::inline HAWSER_ABI
