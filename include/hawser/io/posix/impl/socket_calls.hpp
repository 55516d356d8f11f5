#pragma once
// What the bodies of the sockets share.

#include <hawser/io/posix/descriptor.hpp>
#include <hawser/io/posix/endpoint.hpp>

#include <algorithm>
#include <limits>
#include <sys/socket.h>

namespace hawser::inline HAWSER_ABI::io::posix::detail {

inline bool would_block(int error) noexcept {
#if EAGAIN != EWOULDBLOCK
    if (error == EWOULDBLOCK) return true;
#endif
    return error == EAGAIN;
}

/// The error of a failed read or write, with one name for "not now".
inline std::error_code transfer_error() noexcept {
    return would_block(errno) ? std::make_error_code(std::errc::operation_would_block) : last_error();
}

// Sockets are closed on exec from their first moment where the system can do that: another thread may execute a program at
// any time, which would hold the connection open.
#if defined(SOCK_NONBLOCK) && defined(SOCK_CLOEXEC)
inline result<descriptor> stream_socket(int family) noexcept {
    descriptor fd{::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0)};
    if (!fd.is_open()) return last_error();
    return fd;
}
inline int accept_stream(int listening) noexcept {
    return ::accept4(listening, nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC);
}
#else
inline result<descriptor> stream_socket(int family) noexcept {
    descriptor fd{::socket(family, SOCK_STREAM, 0)};
    if (!fd.is_open()) return last_error();
    if (auto done = make_non_blocking(fd.native_handle()); !done) return done.error();
    return fd;
}
inline int accept_stream(int listening) noexcept { return ::accept(listening, nullptr, nullptr); }
#endif

inline int clamp_to_int(std::size_t value) noexcept {
    return static_cast<int>(std::min<std::size_t>(value, (std::numeric_limits<int>::max)()));
}

/// What getsockname(2) or getpeername(2) says; nothing when it fails.
template <class Name>
endpoint endpoint_of(int fd, Name name) noexcept {
    endpoint e;
    e.size = sizeof e.storage;
    if (name(fd, e.address(), &e.size) != 0) e = {};
    return e;
}

} // namespace hawser::inline HAWSER_ABI::io::posix::detail
