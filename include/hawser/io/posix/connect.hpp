#pragma once
// Connects to a host by name, racing its addresses (RFC 8305), or to a Unix socket.

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/time.hpp>
#include <hawser/io/posix/endpoint.hpp>
#include <hawser/io/posix/socket.hpp>

#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::io::posix {

struct connect_options {
    /// Nothing told: the system gives up by itself, after minutes.
    deadline until = {};
    address_family family = address_family::any;
    /// Time given to one address before the next is tried beside it (RFC 8305, section 8).
    duration attempt_delay = std::chrono::milliseconds{250};
    /// Bind to this numeric address or name, and to this port, before connecting; empty and 0 leave it to the
    /// system.
    std::string local_address = {};
    std::uint16_t local_port = 0;
    /// Cancels the connecting from another thread or a signal handler; must outlive the call.
    const wakeup* cancel = nullptr;
};

/// A socket connected to the first of the host's addresses that answers. Only looking up the name may outlast
/// the deadline (see resolve()). Errors, each with a `subject` that names the host and what was tried:
/// resolve_error, usage_error::invalid_argument for a host or port that cannot be, std::errc::timed_out,
/// operation_canceled, those of connect(2) such as connection_refused.
result<socket> connect(std::string_view host, std::uint16_t port, const connect_options& options,
                       diagnostic* details = nullptr);
result<socket> connect(std::string_view host, std::uint16_t port, deadline until = {},
                       diagnostic* details = nullptr);

/// The same race over addresses already known; `name` is for the details.
result<socket> connect(const std::vector<endpoint>& addresses, std::string_view name,
                       const connect_options& options, diagnostic* details = nullptr);

/// A socket connected to a Unix stream socket. A busy listener is waited for. Errors: as unix_endpoint(),
/// std::errc::timed_out, those of connect(2).
result<socket> connect_unix(std::string_view path, deadline until = {}, diagnostic* details = nullptr);

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/connect.ipp>
#endif
