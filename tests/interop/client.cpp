#include "interop/client.hpp"

#include <hawser/algorithm/cryptopp/sha2.hpp>

#include "support/pattern.hpp"

namespace hawser::inline HAWSER_ABI {
#if HAWSER_HEADER_ONLY
template class session<role::client, modern>;
#endif
template class basic_client<modern, io::posix::socket>;
template class sftp_client<basic_client<modern, io::posix::socket>>;
} // namespace hawser::inline HAWSER_ABI

namespace interop {

namespace {

/// With SHLVL bash does not read the caller's own .bashrc, which might take long or say something.
peer::settings as_caller(peer::settings more = {}) {
    more["PEER_USER"] = testing::own_name();
    more["PEER_CONFIG"] = "SetEnv SHLVL=2";
    return more;
}

} // namespace

const shared_peer openssh{"openssh", as_caller()};
const shared_peer openssh_accounts{"openssh"};
const shared_peer openssh_rekeying{"openssh", as_caller({{"PEER_REKEY", "64K"}})};

client_options options_of(const choices& how, const suite_table& table) {
    client_options out;
    out.timeout = how.timeout;
    out.session.transport.strict_kex = how.strict_kex;
    out.session.transport.rekey_bytes = how.rekey_bytes;
    preferences chosen{table};
    const auto choose = [&](algorithm_kind kind, const std::string& names) {
        if (!names.empty() && !chosen.set(kind, names)) throw std::runtime_error("cannot offer " + names);
    };
    choose(algorithm_kind::kex, how.kex);
    choose(algorithm_kind::host_key, how.host_key);
    choose(algorithm_kind::cipher, how.ciphers);
    choose(algorithm_kind::mac, how.macs);
    choose(algorithm_kind::compression, how.compression.empty() ? "none" : how.compression);
    out.session.transport.algorithms = chosen;
    return out;
}

std::unique_ptr<client> connect_to(const peer& server, const choices& how) {
    return std::unique_ptr<client>{new client(hawser::connect<modern>(
        "127.0.0.1", server.port(), accept_known{*known_hosts_file(server["known_hosts"], nullptr)},
        options_of(how)))};
}

auth::public_key key_of(const peer& server, const std::string& file) { return key_file(server.path(file)); }

std::unique_ptr<client> log_in(const peer& server, const choices& how) {
    auto to = connect_to(server, how);
    to->authenticate(server["user"], key_of(server));
    return to;
}

std::string told(client& to, std::string_view command, const exec_options& how) {
    const exec_result got = exec(to, command, how);
    return got.output + "|" + got.error_output + "|" + std::to_string(got.exit_status());
}

namespace {

std::string text_of(cryptopp::sha256& hash) {
    std::array<std::byte, cryptopp::sha256::size> out{};
    if (!hash.final(out)) throw std::runtime_error("no digest");
    return to_hex(out);
}

} // namespace

std::string pattern_digest(std::uint64_t seed, std::uint64_t size) {
    const testing::pattern content{seed};
    cryptopp::sha256 hash;
    for (std::uint64_t at = 0; at < size;) {
        const byte_view piece = content.piece(at, size - at);
        if (!hash.update(piece)) throw std::runtime_error("no digest");
        at += piece.size();
    }
    return text_of(hash);
}

std::string file_digest(const std::string& path) {
    return testing::run_program({"sha256sum", path}).output.substr(0, 64);
}

std::string files_both_ways(client& to, const std::string& path, const std::string& local, std::uint64_t seed,
                            std::uint64_t size) {
    const testing::pattern content{seed};
    const std::string expected = pattern_digest(seed, size);
    sftp_client files{to};
    if (failure refused = files.open()) return "no SFTP: " + refused.text();

    sftp::upload_options up;
    up.length = size;
    const auto source = [&](std::uint64_t offset, byte_span room) -> result<std::size_t> {
        const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), size - offset));
        content.fill(offset, room.first(take));
        return take;
    };
    const transfer_result put = files.put(source, path, up);
    if (put.problem) return "put: " + put.problem.text();
    if (put.confirmed != size) return "put: " + std::to_string(put.confirmed) + " bytes confirmed";
    if (!local.empty() && file_digest(local) != expected) return "put: another content";

    cryptopp::sha256 hash;
    sftp::download_options down;
    down.in_order = true;
    const auto sink = [&](std::uint64_t, byte_view bytes) -> result<void> {
        if (!hash.update(bytes)) return security_error::backend_failed;
        return {};
    };
    const transfer_result get = files.get(path, sink, down);
    if (get.problem) return "get: " + get.problem.text();
    if (get.confirmed != size) return "get: " + std::to_string(get.confirmed) + " bytes confirmed";
    if (text_of(hash) != expected) return "get: another content";
    return {};
}

} // namespace interop
