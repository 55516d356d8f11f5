#pragma once
// Our client as the interop tests use it, instantiated once for the whole program.

#include <hawser/client.hpp>
#include <hawser/suite/modern.hpp>

#include "support/peer.hpp"

#include <memory>

namespace hawser::inline HAWSER_ABI {
#if HAWSER_HEADER_ONLY
extern template class session<role::client, modern>;
#endif
extern template class basic_client<modern, io::posix::socket>;
extern template class sftp_client<basic_client<modern, io::posix::socket>>;
} // namespace hawser::inline HAWSER_ABI

namespace interop {

using namespace hawser;
using testing::needs_peer;
using testing::peer;
using testing::shared_peer;

using client = hawser::client<modern>;
using sftp_client = hawser::sftp_client<client>;

/// OpenSSH's server: as the caller, with accounts, and changing keys every 64 KiB.
extern const shared_peer openssh, openssh_accounts, openssh_rekeying;

/// What a test chooses; `algorithms` is offered in place of the suite's own order.
struct choices {
    std::string kex, host_key, ciphers, macs, compression;
    transport::strict_kex_level strict_kex = transport::strict_kex_level::safe;
    std::uint64_t rekey_bytes = limits::rekey_bytes;
    duration timeout = std::chrono::seconds{30};
};

client_options options_of(const choices& how = {}, const suite_table& table = client::session_type::table());
/// Connected, the host key checked against what the peer told.
std::unique_ptr<client> connect_to(const peer& server, const choices& how = {});
/// Connected and logged in as the peer's user with its key.
std::unique_ptr<client> log_in(const peer& server, const choices& how = {});
/// The key in a file of the peer's folder.
auth::public_key key_of(const peer& server, const std::string& file = "user_ed25519");

/// The command's output and status, as "output|error output|exit status".
std::string told(client& to, std::string_view command, const exec_options& how = {});

/// SHA-256 of `size` bytes of pattern `seed`; of a file here.
std::string pattern_digest(std::uint64_t seed, std::uint64_t size);
std::string file_digest(const std::string& path);

/// Puts `size` bytes of pattern `seed` into `path` and gets them back in order; empty when the file here, and
/// what came back, have the SHA-256 of what was sent, else what is wrong. `local`: where the server's file is
/// found here, if it is.
std::string files_both_ways(client& to, const std::string& path, const std::string& local, std::uint64_t seed,
                            std::uint64_t size);

} // namespace interop
