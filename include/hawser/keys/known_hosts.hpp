#pragma once
// known_hosts files: which keys which hosts are known by (sshd(8), section SSH_KNOWN_HOSTS FILE FORMAT).

#include <hawser/core/bytes.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/result.hpp>
#include <hawser/keys/public_key.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hawser::inline HAWSER_ABI::keys {

/// What a line says about its key: that hosts have it, that it signs the certificates of hosts, or that
/// nobody must accept it any more.
enum class known_host_marker : unsigned char { none, cert_authority, revoked };

/// A line that was understood.
struct known_host_entry {
    known_host_marker marker = known_host_marker::none;
    /// A comma-separated list of patterns, or one hashed name "|1|salt|hash".
    std::string hosts;
    public_key key;
    /// Where it stands: the name given to read(), and the number of the line, from 1.
    std::string source;
    std::size_t line = 0;
};

/// A line that was refused. It counts for nothing, and the lines around it count as if it were not there.
struct refused_line {
    std::string source;
    std::size_t line = 0;
    /// A literal.
    std::string_view reason;
};

/// known: the host is known by this key. unknown: no key of it is known. changed: it is known, and not by
/// this key. revoked: a @revoked line names this key for this host, whatever else is said.
enum class host_key_status : unsigned char { known, unknown, changed, revoked };

/// The answer to a check and the entry behind it: the one that holds the key, or when it changed the first of
/// the host's others, of the same format if there is one. Null when the host is unknown. Valid until the next
/// read().
struct host_key_check {
    host_key_status status = host_key_status::unknown;
    const known_host_entry* entry = nullptr;
};

/// The hosts known from any number of files. Host names are compared without regard to case and are otherwise
/// taken as the user gave them; names are never resolved. A port other than 22 is part of the name,
/// "[host]:port".
class known_hosts {
  public:
    /// Adds the lines of a file's whole text. `source` is for messages. A bad line is refused by itself: a
    /// line longer than limits::known_hosts_line, with a NUL, with an unknown marker or two of them, with a
    /// damaged key or one of another format than declared, with damaged hashing. Errors: file_too_large past
    /// limits::known_hosts_file, or with more entries in all than limits::known_hosts_entries; then nothing was added.
    result<void> read(std::string_view text, std::string_view source = {});

    const std::vector<known_host_entry>& entries() const noexcept { return entries_; }
    /// The first limits::known_hosts_refused of the lines refused; refused_count() is of all.
    const std::vector<refused_line>& refused() const noexcept { return refused_; }
    std::size_t refused_count() const noexcept { return refused_count_; }

    /// Whether the host has this key, given as a blob that is not a certificate. As OpenSSH does: a host that
    /// is known by keys of other formats only has changed; a host unknown under "[host]:port" is known if the
    /// plain name has exactly this key. Stricter than OpenSSH: a key revoked for the plain name is revoked
    /// for all its ports.
    host_key_check check(std::string_view host, std::uint16_t port, byte_view blob) const;

    /// The formats of the keys that the host is known by, each once, in the order of the files. A client that
    /// prefers host key algorithms of these formats is not shown a key that it cannot compare.
    std::vector<std::string> known_formats(std::string_view host, std::uint16_t port) const;

    /// The @cert-authority entries for the host.
    std::vector<const known_host_entry*> authorities(std::string_view host, std::uint16_t port) const;

  private:
    std::vector<known_host_entry> entries_;
    std::vector<refused_line> refused_;
    std::size_t refused_count_ = 0;
};

/// The name a host is known by: lower case, and "[host]:port" unless the port is 22 or 0. Brackets around the whole of
/// the host, as IPv6 addresses are given with, are no part of it.
std::string known_host_name(std::string_view host, std::uint16_t port);

/// Whether a name, as known_host_name makes it, matches the first field of a line: a comma-separated list of
/// patterns with
/// `*` and `?`, of which one that begins with `!` excludes, or one hashed name. The time grows with the
/// pattern's length and at worst with the square of the name's; names over 1025 bytes match nothing.
bool matches_host(std::string_view hosts, std::string_view name);

/// A line, without its end, that makes the key known for the host. Errors: invalid_argument for a host that
/// is empty, too long, or holds characters that mean something in the file (white space, control characters
/// and , * ? ! | # @), and for a key whose format is not its blob's.
result<std::string> format_known_host(std::string_view host, std::uint16_t port, const public_key& key);
/// The same with the host's name hashed by a fresh salt. Errors: also security_error::random_failed,
/// backend_failed.
result<std::string> format_hashed_known_host(std::string_view host, std::uint16_t port, const public_key& key,
                                             random_ref random);

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/known_hosts.ipp>
#endif
