#pragma once
// A connected, non-blocking TCP or Unix stream socket.

#include <hawser/core/byte_stream.hpp>
#include <hawser/io/posix/descriptor.hpp>
#include <hawser/io/posix/wakeup.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace hawser::inline HAWSER_ABI::io::posix {

/// A byte_stream. It belongs to one thread; only `interrupt()` may be called from another thread or a signal
/// handler, while the socket is neither moved nor destroyed.
class socket {
  public:
    /// Closed.
    socket() noexcept = default;
    /// Takes over a connected stream socket: makes it non-blocking and closed on exec, and turns TCP_NODELAY
    /// on.
    static result<socket> adopt(descriptor fd);

    /// `room` must not be empty. Errors: std::errc::operation_would_block, those of recv(2), never EINTR.
    result<std::size_t> read_some(byte_span room);
    /// Errors: std::errc::operation_would_block, those of send(2), never EINTR; no SIGPIPE.
    result<std::size_t> write_some(byte_view bytes);
    /// See byte_stream. A lost connection counts as ready: reading or writing then tells how it was lost.
    /// With nothing wanted, waits for the deadline or for interrupt().
    result<readiness> wait(readiness want, deadline until);
    static time_point now() noexcept { return std::chrono::steady_clock::now(); }
    void close() noexcept { fd_.close(); }
    bool is_open() const noexcept { return fd_.is_open(); }
    /// Sends the end of our stream; reading goes on.
    result<void> shutdown_write();

    /// Makes the present or the next wait() return std::errc::operation_canceled, once.
    void interrupt() const noexcept { wakeup_.signal(); }

    /// While set, what was received is acknowledged before a wait even when nothing was sent since: a delayed
    /// acknowledgement makes a peer with Nagle's algorithm hold its next small message back for 40 ms. Linux only;
    /// elsewhere it does nothing.
    void quick_acknowledgements(bool is);
    /// wait() reports readable once this many bytes are there, or at the end of the stream (TCP only): fewer
    /// wakes when much is outstanding. The caller sees to it that so much will come. Setting the same value
    /// again costs nothing.
    result<void> receive_low_water(std::size_t bytes);

    /// TCP keep-alive probes: `idle` before the first, `interval` between two; the system's values where
    /// nothing is told.
    result<void> keep_alive(bool on, std::optional<std::chrono::seconds> idle = {},
                            std::optional<std::chrono::seconds> interval = {});
    /// How long close() keeps delivering what is unsent: nothing told, the system's way; zero, a reset.
    result<void> linger(std::optional<std::chrono::seconds> time);
    /// Kernel buffers; the answer is what was really granted.
    result<std::size_t> receive_buffer(std::size_t bytes);
    result<std::size_t> send_buffer(std::size_t bytes);

    /// "192.0.2.1 port 22", "2001:db8::1 port 22", the path of a Unix socket, or "unknown".
    std::string local_address() const;
    std::string peer_address() const;
    /// The local TCP port, or 0.
    std::uint16_t local_port() const noexcept;

    /// -1 when closed. For other event loops to watch; do not read, write or close it.
    int native_handle() const noexcept { return fd_.native_handle(); }
    /// System calls made for reading, writing, waiting and their tuning.
    std::uint64_t calls() const noexcept { return calls_; }

  private:
    void acknowledge_at_once() noexcept;
    result<void> set_option(int level, int name, const void* value, std::size_t size);
    result<std::size_t> buffer_size(int name, std::size_t bytes);

    descriptor fd_;
    wakeup wakeup_;
    std::uint64_t calls_ = 0;
    std::size_t low_water_ = 1;
    bool is_tcp_ = false;
    bool quick_acknowledgements_ = false;
    bool owes_acknowledgement_ = false;
};

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/socket.ipp>
#endif
