#pragma once
// Typed details carried beside an error code, and one function that renders them in a line. What the peer sent is
// bounded when it is stored and escaped when it is printed.

#include <hawser/core/bytes.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/held.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// The two sides share no name of a category such as "cipher client to server" (RFC 4253, section 7.1).
struct no_common_algorithm {
    std::string category;
    std::string ours;
    std::string theirs;
};
/// A message arrived that the state does not allow; `phase` names the state.
struct unexpected_message {
    std::string_view phase;
    std::uint8_t number = 0;
};
/// A field could not be read: the message's name, what was wrong with it, and at which byte.
struct malformed {
    std::string_view message;
    std::string_view problem;
    std::size_t offset = 0;
};
/// The peer's DISCONNECT (RFC 4253, section 11.1).
struct peer_disconnect {
    std::uint32_t reason = 0;
    std::string text;
};
/// What answered instead of an SSH server, and its first line.
struct not_an_ssh_peer {
    std::string_view protocol;
    std::string first_line;
};
/// The key a host showed; `known` is the fingerprint that was expected, when there is one.
struct host_key_problem {
    std::string host;
    std::string algorithm;
    std::string fingerprint;
    std::string known;
};
/// The strict key exchange level, the endangered cipher and MAC.
struct prefix_attack {
    std::string_view level;
    std::string cipher;
    std::string mac;
};
/// A key of ours that no request could be made with, by its fingerprint, and why.
struct unusable_key {
    std::string fingerprint;
    std::error_code why;
};
/// No login method was accepted: those tried, those the server still offers, and the keys that could not be tried.
struct auth_exhausted {
    std::vector<std::string> tried;
    std::vector<std::string> methods_left;
    std::vector<unusable_key> unusable_keys = {};
};
/// CHANNEL_OPEN_FAILURE (RFC 4254, section 5.1).
struct channel_refused {
    std::uint32_t reason = 0;
    std::string text;
};
/// An SFTP status (draft-ietf-secsh-filexfer-02, section 7).
struct sftp_status {
    std::uint32_t code = 0;
    std::string text;
    std::string path;
};
/// A name that a preference list must not hold, and those it may.
struct unknown_name {
    std::string name;
    std::string known;
};
/// Something of ours, such as a file or a host, and what was being done with it.
struct subject {
    std::string what;
    std::string name;
};

/// One of the details above, or none.
class diagnostic : public held<no_common_algorithm, unexpected_message, malformed, peer_disconnect,
                               not_an_ssh_peer, host_key_problem, prefix_attack, auth_exhausted,
                               channel_refused, sftp_status, unknown_name, subject> {
  public:
    diagnostic() noexcept {}
    template <class T>
        requires(can_be<T>)
    diagnostic(T one) { hold(std::move(one)); }

    // Every operation has room for these; they have many kinds, so how they are copied is compiled once.
    diagnostic(const diagnostic&);
    diagnostic(diagnostic&&) noexcept;
    diagnostic& operator=(const diagnostic&);
    diagnostic& operator=(diagnostic&&) noexcept;
    ~diagnostic();

  private:
    void take(diagnostic& other) noexcept;
    void destroy() noexcept;
};

/// Peer text made printable: control characters, invalid UTF-8 and backslashes become \xNN, and it is cut with "..." after
/// `limit` bytes.
std::string escape_text(std::string_view text, std::size_t limit = 256);

/// One line for people: the error's sentence and the details. Holds no control character.
std::string describe(std::error_code error, const diagnostic& details);

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/core/impl/diagnostic.ipp>
#endif
