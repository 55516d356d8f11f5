#pragma once
// The connection's socket and the tool's own standard streams, waited for together.

#include <hawser/io/posix/poll.hpp>
#include <hawser/io/posix/socket.hpp>

#include <array>
#include <utility>

namespace tool {

/// A byte_stream whose wait also ends when a watched descriptor is ready.
class stream {
  public:
    explicit stream(hawser::io::posix::socket socket) noexcept : socket_{std::move(socket)} {}

    hawser::result<std::size_t> read_some(hawser::byte_span room) { return socket_.read_some(room); }
    hawser::result<std::size_t> write_some(hawser::byte_view bytes) { return socket_.write_some(bytes); }
    hawser::result<hawser::readiness> wait(hawser::readiness want, hawser::deadline until) {
        if (input_ < 0 && output_ < 0) return socket_.wait(want, until);
        std::array<pollfd, 3> entries{{
            {socket_.native_handle(),
             static_cast<short>((want.readable ? POLLIN : 0) | (want.writable ? POLLOUT : 0)), 0},
            {input_, POLLIN, 0},
            {output_, POLLOUT, 0},
        }};
        auto ready = hawser::io::posix::poll_until(entries, until);
        if (!ready) return ready.error();
        const bool lost = (entries[0].revents & (POLLERR | POLLHUP)) != 0;
        return hawser::readiness{want.readable && (lost || (entries[0].revents & POLLIN) != 0),
                                 want.writable && (lost || (entries[0].revents & POLLOUT) != 0)};
    }
    static hawser::time_point now() noexcept { return hawser::io::posix::socket::now(); }
    void close() noexcept { socket_.close(); }

    void quick_acknowledgements(bool is) { socket_.quick_acknowledgements(is); }
    hawser::result<void> receive_low_water(std::size_t bytes) { return socket_.receive_low_water(bytes); }

    /// Wakes when this descriptor can be read, or written; -1 for none.
    void watch_input(int fd) noexcept { input_ = fd; }
    void watch_output(int fd) noexcept { output_ = fd; }

    const hawser::io::posix::socket& socket() const noexcept { return socket_; }

  private:
    hawser::io::posix::socket socket_;
    int input_ = -1;
    int output_ = -1;
};

} // namespace tool
