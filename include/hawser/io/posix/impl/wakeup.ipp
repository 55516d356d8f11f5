#pragma once

#include <hawser/io/posix/wakeup.hpp>

#include <cstdint>

#if defined(__linux__)
#include <sys/eventfd.h>
#endif

namespace hawser::inline HAWSER_ABI::io::posix {

HAWSER_DECL result<wakeup> wakeup::make() {
    wakeup made;
#if defined(__linux__)
    made.reading_ = descriptor{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)};
    if (!made.reading_.is_open()) return last_error();
#else
    int ends[2];
    if (::pipe(ends) != 0) return last_error();
    made.reading_ = descriptor{ends[0]};
    made.writing_ = descriptor{ends[1]};
    for (const int fd : ends)
        if (auto done = make_non_blocking(fd); !done) return done.error();
#endif
    return made;
}

HAWSER_DECL void wakeup::signal() const noexcept {
    const int kept = errno;
    const int fd = writing_.is_open() ? writing_.native_handle() : reading_.native_handle();
    const std::uint64_t one = 1;
    // A full pipe or counter is signalled already.
    if (fd >= 0) (void)repeat_interrupted([&] { return ::write(fd, &one, sizeof one); });
    errno = kept;
}

HAWSER_DECL bool wakeup::drain() const noexcept {
    bool any = false;
    std::uint64_t waste[8];
    while (reading_.is_open() &&
           repeat_interrupted([&] { return ::read(reading_.native_handle(), waste, sizeof waste); }) > 0) {
        any = true;
        if (!writing_.is_open()) break; // one read empties an eventfd
    }
    return any;
}

} // namespace hawser::inline HAWSER_ABI::io::posix
