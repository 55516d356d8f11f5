#pragma once
// Keys, agent and known hosts of the user who runs the program, as OpenSSH keeps them.

#include <hawser/auth/public_key.hpp>
#include <hawser/client/failure.hpp>
#include <hawser/core/time.hpp>
#include <hawser/keys/known_hosts.hpp>

#include <functional>
#include <string>
#include <vector>

namespace hawser::inline HAWSER_ABI {

/// Asked for a passphrase when a key file needs one; an empty answer gives up.
using passphrase_source = std::function<secret_bytes(const std::string& path)>;

// Each comes in two forms: one returns its error, and tells more in `details` unless that is null; one throws
// `hawser::error`.

/// The key in a file, ready to log in with. `~` at the beginning of the path is the home folder. A file that
/// others may read is refused, as OpenSSH does: std::errc::permission_denied. Other errors: those of reading
/// and of keys::parse_private_key.
result<auth::public_key> key_file(const std::string& path, const passphrase_source& passphrase,
                                  diagnostic* details);
auth::public_key key_file(const std::string& path, const passphrase_source& passphrase = {});

/// The keys of the agent that SSH_AUTH_SOCK names, in its order, each signing there. Without an agent: an
/// error of the environment. The connection stays open as long as one of them lives.
result<std::vector<auth::public_key>> agent_keys(duration timeout, diagnostic* details);
std::vector<auth::public_key> agent_keys(duration timeout = std::chrono::seconds{60});

/// The entries of ~/.ssh/known_hosts and /etc/ssh/ssh_known_hosts; a file that is not there counts as empty.
result<keys::known_hosts> user_known_hosts(diagnostic* details);
keys::known_hosts user_known_hosts();
/// The entries of one file, which must be there.
result<keys::known_hosts> known_hosts_file(const std::string& path, diagnostic* details);
keys::known_hosts known_hosts_file(const std::string& path);

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/client/impl/key_files.ipp>
#endif
