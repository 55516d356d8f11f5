#pragma once
// Carries requests to an SSH agent and its answers back (draft-miller-ssh-agent, section 3).

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/time.hpp>
#include <hawser/io/posix/socket.hpp>

#include <string>

namespace hawser::inline HAWSER_ABI::io::posix {

/// A connection to an agent; one request at a time. What the messages mean is not known here.
class agent_socket {
  public:
    /// To the agent that SSH_AUTH_SOCK names. Errors: std::errc::no_such_file_or_directory when it names
    /// none, those of connect_unix().
    static result<agent_socket> connect(deadline until = {}, diagnostic* details = nullptr);
    static result<agent_socket> connect(const std::string& path, deadline until = {},
                                        diagnostic* details = nullptr);

    /// Sends one message, its length before it as keys/agent_messages.hpp writes it, and gives the payload of
    /// the answer, without a length. Errors: usage_error::invalid_argument when the request is not one whole
    /// message within limits::agent_message; protocol_error::agent_malformed for an answer that is empty or
    /// above that limit, found before any room is made for it; protocol_error::connection_cut when the agent
    /// leaves; std::errc::timed_out; operation_canceled. After any but the first the connection is closed,
    /// for it is out of step.
    result<byte_vector> exchange(byte_view request, deadline until = {});

    bool is_open() const noexcept { return stream_.is_open(); }
    void close() noexcept { stream_.close(); }
    /// Cancels a waiting exchange(), from another thread or a signal handler.
    void interrupt() const noexcept { stream_.interrupt(); }

  private:
    explicit agent_socket(socket stream) noexcept : stream_{std::move(stream)} {}
    result<byte_vector> send_and_receive(byte_view request, deadline until);
    result<void> write_all(byte_view bytes, deadline until);
    result<void> read_all(byte_span room, deadline until);
    result<void> wait(readiness want, deadline until);

    socket stream_;
};

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/agent_socket.ipp>
#endif
