#pragma once

#include <hawser/core/error.hpp>
#include <hawser/io/posix/fd_stream.hpp>
#include <hawser/io/posix/impl/file_calls.hpp>
#include <hawser/io/posix/impl/socket_calls.hpp>
#include <hawser/io/posix/poll.hpp>

#include <algorithm>
#include <array>
#include <climits>
#include <csignal>
#include <pthread.h>
#include <string>

namespace hawser::inline HAWSER_ABI::io::posix {

namespace detail {

/// write(2) without SIGPIPE. A pipe has no MSG_NOSIGNAL, and ignoring the signal would change the whole
/// program: so it is held back in this thread, and taken away if this call raised it.
HAWSER_DECL ssize_t write_without_sigpipe(int fd, const void* bytes, std::size_t size) noexcept {
    sigset_t pipe_only, before, pending;
    ::sigemptyset(&pipe_only);
    ::sigaddset(&pipe_only, SIGPIPE);
    ::sigemptyset(&pending);
    (void)::sigpending(&pending);
    const bool was_pending = ::sigismember(&pending, SIGPIPE) == 1;
    ::pthread_sigmask(SIG_BLOCK, &pipe_only, &before);
    const ssize_t wrote = repeat_interrupted([&] { return ::write(fd, bytes, size); });
    const int error = errno;
    if (wrote < 0 && error == EPIPE && !was_pending) {
        ::sigemptyset(&pending);
        (void)::sigpending(&pending);
        int taken = 0;
        if (::sigismember(&pending, SIGPIPE) == 1) (void)::sigwait(&pipe_only, &taken);
    }
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    errno = error;
    return wrote;
}

} // namespace detail

HAWSER_DECL fd_stream::direction_end fd_stream::second_opening(int fd, int mode) {
    direction_end out;
    out.borrowed = fd;
    detail::file_facts facts{};
    if (fd < 0 || detail::stat_open(fd, facts) != 0) return out;
    if (S_ISREG(facts.st_mode) || S_ISDIR(facts.st_mode)) return out;
    // What is not open for this direction is not to become so; using it will fail.
    const int access = ::fcntl(fd, F_GETFL) & O_ACCMODE;
    if (access != O_RDWR && access != mode) return out;
    out.ask_first = true;
#if defined(__linux__)
    if (S_ISFIFO(facts.st_mode) || S_ISCHR(facts.st_mode)) {
        const std::string path = "/proc/self/fd/" + std::to_string(fd);
        descriptor again{::open(path.c_str(), mode | detail::open_flags | O_NONBLOCK)};
        if (again.is_open()) {
            out.owned = std::move(again);
            out.ask_first = false;
        }
    }
#else
    (void)mode;
#endif
    return out;
}

HAWSER_DECL result<fd_stream> fd_stream::adopt(descriptor reading, descriptor writing) {
    auto woken = wakeup::make();
    if (!woken) return woken.error();
    for (const descriptor* fd : {&reading, &writing})
        if (fd->is_open())
            if (auto done = make_non_blocking(fd->native_handle()); !done) return done.error();
    fd_stream made;
    made.reading_.owned = std::move(reading);
    made.writing_.owned = std::move(writing);
    made.wakeup_ = *std::move(woken);
    return made;
}

HAWSER_DECL result<fd_stream> fd_stream::borrow(int reading, int writing) {
    for (const int fd : {reading, writing})
        if (fd >= 0 && ::fcntl(fd, F_GETFL) < 0) return last_error();
    auto woken = wakeup::make();
    if (!woken) return woken.error();
    fd_stream made;
    made.reading_ = second_opening(reading, O_RDONLY);
    made.writing_ = second_opening(writing, O_WRONLY);
    made.wakeup_ = *std::move(woken);
    return made;
}

HAWSER_DECL bool fd_stream::is_ready(int fd, short events) {
    std::array<pollfd, 1> entry{pollfd{fd, events, 0}};
    auto ready = poll_until(entry, now(), &calls_);
    return ready && *ready == 1;
}

HAWSER_DECL result<std::size_t> fd_stream::read_some(byte_span room) {
    if (room.empty()) return usage_error::invalid_argument;
    const int fd = reading_.fd();
    if (reading_.ask_first && !is_ready(fd, POLLIN)) return std::errc::operation_would_block;
    const auto got = repeat_interrupted([&] {
        ++calls_;
        return ::read(fd, room.data(), room.size());
    });
    if (got < 0) return detail::transfer_error();
    return static_cast<std::size_t>(got);
}

HAWSER_DECL result<std::size_t> fd_stream::write_some(byte_view bytes) {
    if (bytes.empty()) return std::size_t{0};
    const int fd = writing_.fd();
    if (writing_.ask_first) {
        if (!is_ready(fd, POLLOUT)) return std::errc::operation_would_block;
        bytes = bytes.first(std::min<std::size_t>(bytes.size(), PIPE_BUF));
    }
    ++calls_;
    const auto wrote = detail::write_without_sigpipe(fd, bytes.data(), bytes.size());
    if (wrote < 0) return detail::transfer_error();
    return static_cast<std::size_t>(wrote);
}

HAWSER_DECL result<readiness> fd_stream::wait(readiness want, deadline until) {
    const int reading = want.readable ? reading_.fd() : -1;
    const int writing = want.writable ? writing_.fd() : -1;
    if ((want.readable && reading < 0) || (want.writable && writing < 0))
        return std::errc::bad_file_descriptor;
    std::array<pollfd, 3> entries{pollfd{reading, POLLIN, 0}, pollfd{writing, POLLOUT, 0},
                                  pollfd{wakeup_.native_handle(), POLLIN, 0}};
    auto ready = poll_until(entries, until, &calls_);
    if (!ready) return ready.error();
    if (entries[2].revents != 0 && wakeup_.drain()) return std::errc::operation_canceled;
    if (((entries[0].revents | entries[1].revents) & POLLNVAL) != 0) return std::errc::bad_file_descriptor;
    return readiness{entries[0].revents != 0, entries[1].revents != 0};
}

HAWSER_DECL void fd_stream::close() noexcept {
    reading_ = {};
    writing_ = {};
}

} // namespace hawser::inline HAWSER_ABI::io::posix
