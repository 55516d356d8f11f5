#pragma once
// Waits for connections on a TCP port or a Unix socket.

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/time.hpp>
#include <hawser/io/posix/endpoint.hpp>
#include <hawser/io/posix/socket.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI::io::posix {

/// A listening, non-blocking socket. Threads as in socket: only `interrupt()` from elsewhere.
class listener {
  public:
    /// Closed.
    listener() noexcept = default;
    /// Takes over a listening stream socket; usage_error::invalid_argument for one that does not listen.
    static result<listener> adopt(descriptor fd);

    /// The next connection, ready for use. Errors: std::errc::timed_out at the deadline, operation_canceled
    /// after interrupt(), those of accept(2), such as too_many_files_open. Connections that were lost while
    /// they waited, and those whose own network failed, are passed over.
    result<socket> accept(deadline until = {});
    void close() noexcept { fd_.close(); }
    bool is_open() const noexcept { return fd_.is_open(); }
    /// Makes the present or the next accept() return std::errc::operation_canceled, once.
    void interrupt() const noexcept { wakeup_.signal(); }

    /// The port really listened on, or 0.
    std::uint16_t port() const noexcept;
    std::string address() const;
    /// For other event loops: readable when accept() would not wait.
    int native_handle() const noexcept { return fd_.native_handle(); }

  private:
    descriptor fd_;
    wakeup wakeup_;
};

/// Listens on the first address of `address` that works; empty means every local address, port 0 a free port.
/// Errors: as resolve(), and those of bind(2) such as std::errc::address_in_use.
result<listener> listen(std::string_view address, std::uint16_t port, diagnostic* details = nullptr);

/// Listens on a Unix socket; on Linux only this user may connect to it, elsewhere the umask decides. An
/// existing file is never replaced: std::errc::address_in_use. The file stays when the listener closes;
/// removing it is the caller's.
result<listener> listen_unix(std::string_view path, diagnostic* details = nullptr);

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/listener.ipp>
#endif
