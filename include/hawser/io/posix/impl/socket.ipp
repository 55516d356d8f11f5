#pragma once

#include <hawser/core/error.hpp>
#include <hawser/io/posix/impl/socket_calls.hpp>
#include <hawser/io/posix/poll.hpp>
#include <hawser/io/posix/socket.hpp>

#include <algorithm>
#include <array>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

namespace hawser::inline HAWSER_ABI::io::posix {

HAWSER_DECL result<socket> socket::adopt(descriptor fd) {
    if (auto done = make_non_blocking(fd.native_handle()); !done) return done.error();
    auto woken = wakeup::make();
    if (!woken) return woken.error();
    socket made;
    made.fd_ = std::move(fd);
    made.wakeup_ = *std::move(woken);
    const int family = detail::endpoint_of(made.native_handle(), ::getsockname).family();
    made.is_tcp_ = family == AF_INET || family == AF_INET6;
    const int on = 1;
    if (made.is_tcp_)
        if (auto done = made.set_option(IPPROTO_TCP, TCP_NODELAY, &on, sizeof on); !done) return done.error();
#if defined(SO_NOSIGPIPE)
    if (auto done = made.set_option(SOL_SOCKET, SO_NOSIGPIPE, &on, sizeof on); !done) return done.error();
#endif
    return made;
}

HAWSER_DECL result<std::size_t> socket::read_some(byte_span room) {
    if (room.empty()) return usage_error::invalid_argument;
    const auto got = repeat_interrupted([&] {
        ++calls_;
        return ::recv(native_handle(), room.data(), room.size(), 0);
    });
    if (got < 0) return detail::transfer_error();
    owes_acknowledgement_ = got > 0;
    return static_cast<std::size_t>(got);
}

HAWSER_DECL result<std::size_t> socket::write_some(byte_view bytes) {
    if (bytes.empty()) return std::size_t{0};
#if defined(MSG_NOSIGNAL)
    constexpr int flags = MSG_NOSIGNAL;
#else
    constexpr int flags = 0;
#endif
    const auto sent = repeat_interrupted([&] {
        ++calls_;
        return ::send(native_handle(), bytes.data(), bytes.size(), flags);
    });
    if (sent < 0) return detail::transfer_error();
    owes_acknowledgement_ = false;
    return static_cast<std::size_t>(sent);
}

HAWSER_DECL result<readiness> socket::wait(readiness want, deadline until) {
    if (!is_open()) return std::errc::bad_file_descriptor;
    if (quick_acknowledgements_ && owes_acknowledgement_) acknowledge_at_once();
    short events = 0;
    if (want.readable) events |= POLLIN;
    if (want.writable) events |= POLLOUT;
    // poll reports a hang-up even when nothing is asked for, which would turn a mere wait into a busy loop.
    std::array<pollfd, 2> entries{pollfd{events != 0 ? native_handle() : -1, events, 0},
                                  pollfd{wakeup_.native_handle(), POLLIN, 0}};
    auto ready = poll_until(entries, until, &calls_);
    if (!ready) return ready.error();
    if (entries[1].revents != 0 && wakeup_.drain()) return std::errc::operation_canceled;
    const short found = entries[0].revents;
    if ((found & POLLNVAL) != 0) return std::errc::bad_file_descriptor;
    const bool lost = (found & (POLLERR | POLLHUP)) != 0;
    return readiness{want.readable && (lost || (found & POLLIN) != 0),
                     want.writable && (lost || (found & POLLOUT) != 0)};
}

HAWSER_DECL result<void> socket::shutdown_write() {
    ++calls_;
    if (::shutdown(native_handle(), SHUT_WR) != 0) return last_error();
    return {};
}

HAWSER_DECL void socket::quick_acknowledgements(bool is) { quick_acknowledgements_ = is; }

HAWSER_DECL void socket::acknowledge_at_once() noexcept {
#if defined(TCP_QUICKACK)
    // Not permanent: the system goes back to delayed acknowledgements by itself. Data of ours carries the acknowledgement
    // along, so this is asked only before a wait with nothing sent since the last read.
    owes_acknowledgement_ = false;
    const int on = 1;
    if (is_tcp_) (void)set_option(IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
#endif
}

HAWSER_DECL result<void> socket::receive_low_water(std::size_t bytes) {
    bytes = std::max<std::size_t>(1, bytes);
    if (bytes == low_water_) return {};
    const int value = detail::clamp_to_int(bytes);
    auto done = set_option(SOL_SOCKET, SO_RCVLOWAT, &value, sizeof value);
    if (done) low_water_ = bytes;
    return done;
}

HAWSER_DECL result<void> socket::keep_alive(bool on, std::optional<std::chrono::seconds> idle,
                                            std::optional<std::chrono::seconds> interval) {
    const int value = on ? 1 : 0;
    if (auto done = set_option(SOL_SOCKET, SO_KEEPALIVE, &value, sizeof value); !done || !on || !is_tcp_)
        return done;
    const auto seconds = [](std::chrono::seconds s) {
        return static_cast<int>(
            std::clamp<std::chrono::seconds::rep>(s.count(), 1, 32767)); // the most Linux takes
    };
#if defined(TCP_KEEPIDLE)
    if (idle) {
        const int time = seconds(*idle);
        if (auto done = set_option(IPPROTO_TCP, TCP_KEEPIDLE, &time, sizeof time); !done) return done;
    }
#else
    if (idle) return usage_error::unsupported_on_platform;
#endif
#if defined(TCP_KEEPINTVL)
    if (interval) {
        const int time = seconds(*interval);
        if (auto done = set_option(IPPROTO_TCP, TCP_KEEPINTVL, &time, sizeof time); !done) return done;
    }
#else
    if (interval) return usage_error::unsupported_on_platform;
#endif
    (void)seconds;
    return {};
}

HAWSER_DECL result<void> socket::linger(std::optional<std::chrono::seconds> time) {
    ::linger value{};
    value.l_onoff = time ? 1 : 0;
    value.l_linger =
        time ? static_cast<int>(std::clamp<std::chrono::seconds::rep>(time->count(), 0, 32767)) : 0;
    return set_option(SOL_SOCKET, SO_LINGER, &value, sizeof value);
}

HAWSER_DECL result<std::size_t> socket::receive_buffer(std::size_t bytes) {
    return buffer_size(SO_RCVBUF, bytes);
}
HAWSER_DECL result<std::size_t> socket::send_buffer(std::size_t bytes) {
    return buffer_size(SO_SNDBUF, bytes);
}

HAWSER_DECL result<std::size_t> socket::buffer_size(int name, std::size_t bytes) {
    const int asked = detail::clamp_to_int(bytes);
    if (auto done = set_option(SOL_SOCKET, name, &asked, sizeof asked); !done) return done.error();
    int granted = 0;
    socklen_t size = sizeof granted;
    ++calls_;
    if (::getsockopt(native_handle(), SOL_SOCKET, name, &granted, &size) != 0) return last_error();
    return static_cast<std::size_t>(granted);
}

HAWSER_DECL result<void> socket::set_option(int level, int name, const void* value, std::size_t size) {
    ++calls_;
    if (::setsockopt(native_handle(), level, name, value, static_cast<socklen_t>(size)) != 0)
        return last_error();
    return {};
}

HAWSER_DECL std::string socket::local_address() const {
    return detail::endpoint_of(native_handle(), ::getsockname).text();
}

HAWSER_DECL std::string socket::peer_address() const {
    return detail::endpoint_of(native_handle(), ::getpeername).text();
}

HAWSER_DECL std::uint16_t socket::local_port() const noexcept {
    return detail::endpoint_of(native_handle(), ::getsockname).port();
}

} // namespace hawser::inline HAWSER_ABI::io::posix
