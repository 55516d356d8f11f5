#pragma once
// Reads the peer's identification line, and says what answered when it is none (RFC 4253, section 4.2).

#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/role.hpp>

#include <string>

namespace hawser::inline HAWSER_ABI::transport {

/// Takes lines from the front of the received bytes until the identification is there. A server may send
/// other lines first, at most limits::banner_lines of limits::banner_line bytes; a client may not.
class identification_exchange {
  public:
    explicit identification_exchange(role self) noexcept : self_{self} {}

    /// True once the line is complete; consumes what it has read and nothing after it. Errors:
    /// identification_too_long, identification_invalid, version_unsupported, not_ssh; the last three with
    /// not_an_ssh_peer in `details`.
    result<bool> take(byte_buffer& received, diagnostic& details);
    /// The stream ended: identification_missing after nothing at all, connection_cut inside the line, else
    /// not_ssh.
    std::error_code on_eof(const byte_buffer& received, diagnostic& details) const;

    /// The peer's line without CR LF.
    const std::string& line() const noexcept { return line_; }

  private:
    role self_;
    std::size_t lines_ = 0;
    std::string first_line_;
    std::string line_;
};

} // namespace hawser::inline HAWSER_ABI::transport

#if HAWSER_HEADER_ONLY
#include <hawser/transport/impl/identification_exchange.ipp>
#endif
