#pragma once
// Standard input and output, pipes and terminals as a byte stream.

#include <hawser/core/byte_stream.hpp>
#include <hawser/io/posix/descriptor.hpp>
#include <hawser/io/posix/wakeup.hpp>

#include <cstdint>

namespace hawser::inline HAWSER_ABI::io::posix {

/// A byte_stream over one descriptor to read and one to write; either may be absent. Threads as in socket.
///
/// The mode O_NONBLOCK belongs to the open file and so to every process that shares it: a shell whose
/// terminal was made non-blocking by a child breaks. Borrowed descriptors are therefore never switched. On
/// Linux pipes and terminals are opened a second time, non-blocking; else every read and write first asks
/// poll(2), and a write is kept small enough for a pipe that polls writable. Regular files are always ready.
class fd_stream {
  public:
    /// Closed.
    fd_stream() noexcept = default;
    /// Takes both over and makes them non-blocking; they may be one and the same file.
    static result<fd_stream> adopt(descriptor reading, descriptor writing);
    /// Uses descriptors of the caller, which stay open when the stream is closed; -1 for none.
    static result<fd_stream> borrow(int reading, int writing);

    /// Errors: std::errc::operation_would_block, bad_file_descriptor when there is none, those of read(2).
    result<std::size_t> read_some(byte_span room);
    /// Errors: std::errc::operation_would_block, bad_file_descriptor when there is none, those of write(2).
    /// No SIGPIPE.
    result<std::size_t> write_some(byte_view bytes);
    result<readiness> wait(readiness want, deadline until);
    static time_point now() noexcept { return std::chrono::steady_clock::now(); }
    void close() noexcept;
    bool is_open() const noexcept { return reading_.fd() >= 0 || writing_.fd() >= 0; }
    /// Makes the present or the next wait() return std::errc::operation_canceled, once.
    void interrupt() const noexcept { wakeup_.signal(); }

    /// Reads, writes and polls so far.
    std::uint64_t calls() const noexcept { return calls_; }

  private:
    struct direction_end {
        descriptor owned;
        int borrowed = -1;      ///< used when nothing is owned
        bool ask_first = false; ///< it may block: poll before each call

        int fd() const noexcept { return owned.is_open() ? owned.native_handle() : borrowed; }
    };

    static direction_end second_opening(int fd, int mode);
    bool is_ready(int fd, short events);

    direction_end reading_;
    direction_end writing_;
    wakeup wakeup_;
    std::uint64_t calls_ = 0;
};

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/fd_stream.ipp>
#endif
