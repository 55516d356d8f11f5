#pragma once
// Socket addresses: made from host names and paths, shown as text.

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <sys/socket.h>
#include <vector>

namespace hawser::inline HAWSER_ABI::io::posix {

/// An address to connect to or to listen on.
struct endpoint {
    sockaddr_storage storage{};
    socklen_t size = 0;

    const sockaddr* address() const noexcept { return reinterpret_cast<const sockaddr*>(&storage); }
    sockaddr* address() noexcept { return reinterpret_cast<sockaddr*>(&storage); }
    int family() const noexcept { return storage.ss_family; }
    /// The TCP port, or 0.
    std::uint16_t port() const noexcept;
    /// "192.0.2.1", "2001:db8::1", the path of a Unix socket, or "unknown"; peer-chosen paths are escaped.
    std::string host_text() const;
    /// host_text(), and " port N" for TCP.
    std::string text() const;
};

enum class address_family : unsigned char { any, ipv4, ipv6 };

/// Why a name has no address; a category of its own, blamed on the environment.
enum class resolve_error { host_not_found = 1, temporary_failure, failed, no_address };
const std::error_category& resolve_category() noexcept;
inline std::error_code make_error_code(resolve_error e) noexcept {
    return {static_cast<int>(e), resolve_category()};
}
/// The meaning of an EAI_ code of getaddrinfo(3).
std::error_code resolve_error_of(int eai) noexcept;

/// A host name as it may be looked up: brackets around an IPv6 address taken off. Refuses, with
/// usage_error::invalid_argument, an empty name, one that begins with '-' (programs would take it for an
/// option), one longer than 253 bytes, and one with spaces or control characters.
result<std::string> checked_host(std::string_view host);

/// The addresses of a host, at most limits::addresses_of_host of them, in the system's order (RFC 6724) but
/// with the two families taking turns (RFC 8305, section 4). An empty host means every local address, for
/// listening. Blocks for as long as the system's resolver takes: getaddrinfo(3) knows no deadline, and this
/// library starts no threads. Numeric addresses never block. Errors: resolve_error,
/// usage_error::invalid_argument.
result<std::vector<endpoint>> resolve(std::string_view host, std::uint16_t port,
                                      address_family family = address_family::any);

/// The address of a Unix socket. Refuses an empty path, one with a NUL, and one that does not fit
/// (std::errc::filename_too_long).
result<endpoint> unix_endpoint(std::string_view path);

} // namespace hawser::inline HAWSER_ABI::io::posix

template <>
struct std::is_error_code_enum<hawser::io::posix::resolve_error> : std::true_type {};

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/endpoint.ipp>
#endif
