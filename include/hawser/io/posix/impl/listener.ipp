#pragma once

#include <hawser/core/error.hpp>
#include <hawser/io/posix/impl/socket_calls.hpp>
#include <hawser/io/posix/listener.hpp>
#include <hawser/io/posix/poll.hpp>

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <sys/stat.h>

namespace hawser::inline HAWSER_ABI::io::posix {

namespace detail {

/// Connections that may wait for accept().
inline constexpr int backlog = 128;

HAWSER_DECL result<listener> listen_on(const endpoint& where) {
    auto made = stream_socket(where.family());
    if (!made) return made.error();
    descriptor fd = *std::move(made);
    const int on = 1;
    if (where.family() != AF_UNIX &&
        ::setsockopt(fd.native_handle(), SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0)
        return last_error();
    if (where.family() == AF_INET6) {
        // The wildcard serves both families; a system without that simply refuses the option.
        const int only = 0;
        (void)::setsockopt(fd.native_handle(), IPPROTO_IPV6, IPV6_V6ONLY, &only, sizeof only);
    }
    // The file of a Unix socket gets its mode from the unbound socket on Linux, from the umask elsewhere.
    if (where.family() == AF_UNIX) (void)::fchmod(fd.native_handle(), S_IRUSR | S_IWUSR);
    if (::bind(fd.native_handle(), where.address(), where.size) != 0) return last_error();
    if (::listen(fd.native_handle(), backlog) != 0) return last_error();
    return listener::adopt(std::move(fd));
}

} // namespace detail

HAWSER_DECL result<listener> listener::adopt(descriptor fd) {
    // Another kind of socket answers as if each of its connections had failed.
    int listens = 0;
    socklen_t size = sizeof listens;
    if (::getsockopt(fd.native_handle(), SOL_SOCKET, SO_ACCEPTCONN, &listens, &size) == 0 && listens == 0)
        return usage_error::invalid_argument;
    if (auto done = make_non_blocking(fd.native_handle()); !done) return done.error();
    auto woken = wakeup::make();
    if (!woken) return woken.error();
    listener made;
    made.fd_ = std::move(fd);
    made.wakeup_ = *std::move(woken);
    return made;
}

namespace detail {

/// Whether accept(2) told the error of the one connection that it took from the queue: Linux passes on what the network
/// said of it.
inline bool is_of_one_connection(int error) noexcept {
    switch (error) {
    case ECONNABORTED:
    case EPROTO:
    case ENOPROTOOPT:
    case EOPNOTSUPP:
    case ENETDOWN:
    case ENETUNREACH:
    case EHOSTUNREACH:
#if defined(EHOSTDOWN)
    case EHOSTDOWN:
#endif
#if defined(ENONET)
    case ENONET:
#endif
        return true;
    default: return false;
    }
}

} // namespace detail

HAWSER_DECL result<socket> listener::accept(deadline until) {
    if (!is_open()) return std::errc::bad_file_descriptor;
    for (;;) {
        std::array<pollfd, 2> entries{pollfd{native_handle(), POLLIN, 0},
                                      pollfd{wakeup_.native_handle(), POLLIN, 0}};
        auto ready = poll_until(entries, until);
        if (!ready) return ready.error();
        if (entries[1].revents != 0 && wakeup_.drain()) return std::errc::operation_canceled;
        if (*ready == 0) return std::errc::timed_out;
        descriptor fd{repeat_interrupted([&] { return detail::accept_stream(native_handle()); })};
        if (fd.is_open()) {
            auto made = socket::adopt(std::move(fd));
            // A connection can be reset between accept and the first option; that is its own trouble.
            if (!made && made.error() == std::errc::invalid_argument) continue;
            return made;
        }
        if (!detail::would_block(errno) && !detail::is_of_one_connection(errno)) return last_error();
        // Also when there is always another one that fails.
        if (until && socket::now() >= *until) return std::errc::timed_out;
    }
}

HAWSER_DECL std::uint16_t listener::port() const noexcept {
    return detail::endpoint_of(native_handle(), ::getsockname).port();
}

HAWSER_DECL std::string listener::address() const {
    return detail::endpoint_of(native_handle(), ::getsockname).text();
}

HAWSER_DECL result<listener> listen(std::string_view address, std::uint16_t port, diagnostic* details) {
    auto made = [&]() -> result<listener> {
        auto found = resolve(address, port);
        if (!found) return found.error();
        // The IPv6 wildcard serves both families and goes first.
        if (address.empty())
            std::stable_sort(found->begin(), found->end(), [](const endpoint& a, const endpoint& b) {
                return a.family() == AF_INET6 && b.family() != AF_INET6;
            });
        std::error_code first;
        for (const endpoint& where : *found) {
            auto listening = detail::listen_on(where);
            if (listening) return listening;
            if (!first) first = listening.error();
        }
        return first;
    }();
    if (!made && details != nullptr)
        *details = subject{"listening on", std::string{address.empty() ? "every address" : address} +
                                               " port " + std::to_string(port)};
    return made;
}

HAWSER_DECL result<listener> listen_unix(std::string_view path, diagnostic* details) {
    auto made = [&]() -> result<listener> {
        auto where = unix_endpoint(path);
        if (!where) return where.error();
        return detail::listen_on(*where);
    }();
    if (!made && details != nullptr) *details = subject{"listening on", std::string{path.substr(0, 256)}};
    return made;
}

} // namespace hawser::inline HAWSER_ABI::io::posix
