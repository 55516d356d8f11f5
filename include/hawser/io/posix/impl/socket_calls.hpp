#pragma once
// What the bodies of the sockets share.

#include <hawser/io/posix/descriptor.hpp>
#include <hawser/io/posix/endpoint.hpp>

#include <algorithm>
#include <limits>

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
