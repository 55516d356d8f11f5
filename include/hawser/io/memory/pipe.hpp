#pragma once
// Two connected byte streams in one process, on a virtual clock: bounded, delayed, split and broken as told.

#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/byte_stream.hpp>
#include <hawser/io/memory/clock.hpp>
#include <hawser/io/memory/fault_plan.hpp>

#include <functional>
#include <memory>

namespace hawser::inline HAWSER_ABI::io::memory {

/// How many bytes one call moves: `at_most` so many, and with a seed a random number from 1 to that.
struct chunking {
    std::size_t at_most = static_cast<std::size_t>(-1);
    std::uint64_t seed = 0;
};

struct pipe_options {
    /// Bytes that fit in each direction, written and not yet read.
    std::size_t capacity = 64 * 1024;
    /// From a write until the other end can read it.
    duration delay = duration::zero();
    chunking client_reads = {}, client_writes = {}, server_reads = {}, server_writes = {};
    fault_plan faults = {};
};

namespace detail {
struct pipe_link;
}

/// One end; a byte_stream. Both ends belong to one thread, but `interrupt()` may be called from any.
/// Destruction closes.
class pipe_end {
  public:
    pipe_end() noexcept = default;
    pipe_end(pipe_end&& other) noexcept = default;
    pipe_end& operator=(pipe_end&& other) noexcept;
    ~pipe_end() { close(); }

    /// `room` must not be empty. Errors: operation_would_block, connection_reset, bad_file_descriptor after
    /// close().
    result<std::size_t> read_some(byte_span room);
    /// Errors: operation_would_block, broken_pipe, connection_reset, bad_file_descriptor after close().
    result<std::size_t> write_some(byte_view bytes);
    /// Returns at once with what is ready. When nothing is, lets the other side run (see `on_idle`); when
    /// that does nothing, moves the clock to the next arrival or to the deadline. Never takes real time.
    /// Errors: operation_canceled after interrupt(); resource_deadlock_would_occur when nothing could ever
    /// happen.
    result<readiness> wait(readiness want, deadline until);
    time_point now() const noexcept;
    /// Both directions; what was written before still arrives.
    void close() noexcept;
    /// The end of our stream; reading goes on.
    void shutdown_write() noexcept;
    /// Both ends see connection_reset, and bytes not yet read are lost.
    void reset() noexcept;
    /// Makes the present or the next wait() return operation_canceled, once.
    void interrupt() noexcept;

    /// Runs the other side for a while and tells whether it did anything; called by wait() when nothing is
    /// ready, so that a blocking program and its peer can share a thread. It must not wait on this end
    /// itself.
    void on_idle(std::function<bool()> run_other_side);

    bool is_open() const noexcept;
    /// read_some() would give bytes, an end of stream or an error.
    bool readable() const noexcept;
    /// write_some() would take bytes or give an error.
    bool writable() const noexcept;
    /// The peer ended its stream or the connection is cut; bytes may still be there to read.
    bool peer_closed() const noexcept;
    /// When the next bytes, or the end, that are on their way will be readable; nothing when none are.
    deadline next_arrival() const noexcept;
    std::uint64_t bytes_sent() const noexcept;
    std::uint64_t bytes_received() const noexcept;
    /// Reads, writes and waits so far.
    std::uint64_t calls() const noexcept;

  private:
    friend struct pipe_pair;
    pipe_end(std::shared_ptr<detail::pipe_link> link, std::size_t side) noexcept
        : link_{std::move(link)},
          side_{side} {}

    std::shared_ptr<detail::pipe_link> link_;
    std::size_t side_ = 0;
};

/// Both ends of a new pipe. The clock must outlive them.
struct pipe_pair {
    explicit pipe_pair(virtual_clock& clock, pipe_options options = {});

    pipe_end client;
    pipe_end server;
};

} // namespace hawser::inline HAWSER_ABI::io::memory

#if HAWSER_HEADER_ONLY
#include <hawser/io/memory/impl/pipe.ipp>
#endif
