// hawser demo: the main job end to end on one connection, cleaned up afterwards.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/keys/fingerprint.hpp>

#include "commands.hpp"
#include "connection.hpp"
#include "progress.hpp"

#include <array>
#include <iostream>

namespace tool {

namespace {

constexpr std::uint64_t default_size = std::uint64_t{8} * 1024 * 1024;

/// Bytes that are cheap to make, depend on their place, and do not compress to nothing.
void make_content(std::uint64_t offset, hawser::byte_span room) {
    for (std::byte& b : room) {
        std::uint64_t x = offset++ * 0x9e3779b97f4a7c15;
        b = static_cast<std::byte>(x >> 56 ^ x >> 29);
    }
}

std::string digest_text(hawser::cryptopp::sha256& hash) {
    std::array<std::byte, hawser::cryptopp::sha256::size> out;
    return hash.final(out) ? hawser::to_hex(out) : "(failed)";
}

void show_command(const options& given, client& to) {
    const std::string command = "echo hello from $(uname -s); echo this is stderr >&2; exit 7";
    hawser::failure lost;
    const hawser::exec_result ran = hawser::exec(to, command, {}, lost);
    check("running a command", std::move(lost));
    const auto shown = [](std::string text) {
        while (!text.empty() && text.back() == '\n') text.pop_back();
        return hawser::escape_text(text);
    };
    std::cout << "command   " << command << "\n  stdout  " << shown(ran.output) << "\n  stderr  "
              << shown(ran.error_output) << "\n  status  " << ran.exit_status() << '\n';
    if (ran.exit_status() != 7 && given.verbosity >= 0)
        throw problem{
            "running a command",
            {hawser::remote_error::request_refused, hawser::subject{"the exit status should have been", "7"}},
            1};
}

void show_agreement(const client& to) {
    const auto& session = to.session();
    const hawser::negotiated_names agreed = session.negotiated();
    const auto both = [](std::string_view up, std::string_view down) {
        return up == down ? std::string{up} : std::string{up} + " up, " + std::string{down} + " down";
    };
    const std::string mac = both(agreed.mac_client_to_server, agreed.mac_server_to_client);
    std::cout << "server               " << hawser::escape_text(session.peer_identification())
              << "\nkey exchange         " << agreed.kex << "\nhost key             "
              << agreed.host_key_algorithm << ' ' << hawser::keys::fingerprint_sha256(session.host_key())
              << "\ncipher               "
              << both(agreed.cipher_client_to_server, agreed.cipher_server_to_client)
              << "\nMAC                  " << (mac.empty() ? "part of the cipher" : mac)
              << "\ncompression          "
              << both(agreed.compression_client_to_server, agreed.compression_server_to_client)
              << "\nstrict key exchange  " << (agreed.strict_kex ? "yes" : "no") << "\nkey exchanges        "
              << session.key_exchanges() << '\n';
}

/// Removes the remote file however the demo ends.
template <class Files>
class remote_file {
  public:
    explicit remote_file(Files& files, std::string name) : files_{files}, name_{std::move(name)} {}
    ~remote_file() {
        if (!made_) return;
        try {
            hawser::failure ignored;
            files_.remove(name_, ignored);
        } catch (...) {
        }
    }
    const std::string& name() const noexcept { return name_; }
    void made() noexcept { made_ = true; }

  private:
    Files& files_;
    std::string name_;
    bool made_ = false;
};

void transfer_both_ways(const options& given, client& to, std::uint64_t size) {
    hawser::sftp_client files{to};
    if (hawser::failure refused = files.open()) {
        if (to.session().is_closed()) check("starting SFTP", std::move(refused));
        std::cout << "files     this server offers no SFTP (" << refused.text() << "); going on without\n";
        return;
    }
    std::array<std::byte, 8> random{};
    if (auto filled = hawser::system_random().fill(random); !filled)
        check("choosing a name", {filled.error(), {}});
    remote_file remote{files, "hawser-demo-" + hawser::to_hex(random)};

    hawser::cryptopp::sha256 sent, got;
    const auto source = [&](std::uint64_t offset, hawser::byte_span room) -> hawser::result<std::size_t> {
        const auto take = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), size - offset));
        make_content(offset, room.first(take));
        if (!sent.update(room.first(take))) return hawser::security_error::backend_failed;
        return take;
    };
    hawser::sftp::upload_options up;
    up.length = size;
    up.initial.permissions = 0600;
    remote.made();
    progress_meter put_meter{"put " + remote.name(), given.quiet};
    auto put = files.put(source, remote.name(), up, [&](const auto& p) { put_meter.show(p.done, p.total); });
    put_meter.finish(put.confirmed, !put.problem);
    check("putting " + remote.name(), std::move(put.problem), 1);

    const auto sink = [&](std::uint64_t, hawser::byte_view bytes) -> hawser::result<void> {
        if (!got.update(bytes)) return hawser::security_error::backend_failed;
        return {};
    };
    hawser::sftp::download_options down;
    down.in_order = true;
    progress_meter get_meter{"get " + remote.name(), given.quiet};
    auto get = files.get(remote.name(), sink, down, [&](const auto& p) { get_meter.show(p.done, p.total); });
    get_meter.finish(get.confirmed, !get.problem);
    check("getting " + remote.name(), std::move(get.problem), 1);

    const std::string before = digest_text(sent), after = digest_text(got);
    const bool same = before == after && get.confirmed == size;
    std::cout << "files     " << bytes_text(static_cast<double>(size)) << " put and got back\n  SHA-256 "
              << before << " sent\n  SHA-256 " << after << " received: " << (same ? "the same" : "DIFFERENT")
              << '\n';
    if (!same) throw problem{"comparing", {std::make_error_code(std::errc::io_error), {}}, 1};
}

} // namespace

int run_demo(const options& given) {
    const auto to = open(given);
    show_command(given, *to);
    std::cout.flush();
    transfer_both_ways(given, *to, given.size == 0 ? default_size : given.size);
    show_agreement(*to);
    return std::cout.flush() ? 0 : 1;
}

} // namespace tool
