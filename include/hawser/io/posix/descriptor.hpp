#pragma once
// An owned file descriptor, and the small things every system call here needs.

#include <hawser/core/result.hpp>

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

namespace hawser::inline HAWSER_ABI::io::posix {

/// Owns one file descriptor, or none; closes it when it ends.
class descriptor {
  public:
    descriptor() noexcept = default;
    explicit descriptor(int fd) noexcept : fd_{fd} {}
    descriptor(descriptor&& other) noexcept : fd_{other.release()} {}
    descriptor& operator=(descriptor&& other) noexcept {
        if (this != &other) {
            close();
            fd_ = other.release();
        }
        return *this;
    }
    ~descriptor() { close(); }

    int native_handle() const noexcept { return fd_; }
    bool is_open() const noexcept { return fd_ >= 0; }
    /// The caller owns it now.
    int release() noexcept { return std::exchange(fd_, -1); }
    /// Not repeated after EINTR: the number may be somebody else's by then. Keeps errno.
    void close() noexcept {
        if (fd_ < 0) return;
        const int kept = errno;
        ::close(release());
        errno = kept;
    }

  private:
    int fd_ = -1;
};

/// The error of the system call that just failed.
inline std::error_code last_error() noexcept { return {errno, std::system_category()}; }

/// Repeats a system call for as long as a signal interrupts it.
template <class Call>
auto repeat_interrupted(Call call) noexcept {
    for (;;) {
        const auto answer = call();
        if (answer != -1 || errno != EINTR) return answer;
    }
}

/// Non-blocking, and closed when another program is executed.
inline result<void> make_non_blocking(int fd) noexcept {
    const int status = ::fcntl(fd, F_GETFL);
    if (status < 0) return last_error();
    if ((status & O_NONBLOCK) == 0 && ::fcntl(fd, F_SETFL, status | O_NONBLOCK) < 0) return last_error();
    const int flags = ::fcntl(fd, F_GETFD);
    if (flags < 0) return last_error();
    if ((flags & FD_CLOEXEC) == 0 && ::fcntl(fd, F_SETFD, flags | FD_CLOEXEC) < 0) return last_error();
    return {};
}

} // namespace hawser::inline HAWSER_ABI::io::posix
