#pragma once
// Our server role on a socket, over any suite, for other people's clients.

#include <hawser/client/system_random.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/io/posix/listener.hpp>
#include <hawser/io/pump.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/keys/parse_private_key.hpp>
#include <hawser/session/session.hpp>
#include <hawser/wire/channel_requests.hpp>

#include "support/peer.hpp"

#include <fstream>
#include <mutex>
#include <thread>

namespace interop {

using namespace hawser;
using testing::run_shell;
using testing::shell_word;
using testing::text_of;

/// One connection: lets "tester" in with one key or one password, and knows four commands: "echo TEXT", "cat",
/// "exit N", and "flood N", which sends N bytes.
template <class Suite>
class served_connection {
  public:
    served_connection(io::posix::socket stream, const session_options& options, byte_view key,
                      std::string_view password)
        : stream_{std::move(stream)},
          session_{options, environment{system_random(), std::pmr::get_default_resource(), {}}},
          key_{key},
          password_{password} {}

    void run() {
        session_.start(stream_.now());
        io::input_hint hint;
        (void)io::pump(
            session_, stream_, hint, stream_.now() + std::chrono::seconds{60},
            [&](session_event& happened) {
                happened.visit([&](const auto& one) { on(one); });
                return io::pump_step::go_on;
            },
            [&] {
                send_flood();
                return io::pump_step::go_on;
            });
    }

  private:
    template <class Other>
    void on(const Other&) {}
    void on(const auth::none_requested&) { session_.login().reject(); }
    void on(const auth::interaction_requested&) { session_.login().reject(); }
    void on(const auth::password_given& e) {
        decide(e.user == "tester" && constant_time_equal(e.password, as_bytes(password_)));
    }
    void on(const auth::key_queried& e) {
        if (std::ranges::equal(e.key, key_))
            session_.login().accept_key();
        else
            session_.login().reject();
    }
    void on(const auth::key_signed& e) { decide(e.user == "tester" && std::ranges::equal(e.key, key_)); }
    void decide(bool lets_in) {
        if (lets_in)
            session_.login().accept();
        else
            session_.login().reject();
    }
    void on(const connection::channel_open_requested& e) {
        if (e.type == "session") (void)session_.connection().accept(e.id);
    }
    void on(const connection::channel_request& e) {
        if (e.type != "exec") return;
        const auto asked = wire::decode_body<wire::exec_request>(e.data);
        if (!asked) return;
        (void)session_.connection().reply(e.id, true);
        const std::string command{asked->command};
        if (command.substr(0, 5) == "echo ") {
            say(e.id, command.substr(5) + "\n");
            finish(e.id, 0);
        } else if (command.substr(0, 5) == "exit ") {
            (void)session_.connection().send(e.id, connection::data_stream::error,
                                             as_bytes(std::string_view{"going\n"}));
            finish(e.id, static_cast<std::uint32_t>(std::stoul(command.substr(5))));
        } else if (command.substr(0, 6) == "flood ") {
            flooded_ = e.id;
            flood_ = std::stoull(command.substr(6));
        } else if (command != "cat") {
            finish(e.id, 127);
        }
    }
    void on(const connection::channel_data& e) {
        // Echoed as far as the client's window goes; the rest stays unread, which stops the client.
        const auto taken = session_.connection().send(e.id, connection::data_stream::standard, e.data);
        (void)session_.connection().consume(e.id, e.stream, taken ? *taken : 0);
    }
    void on(const connection::channel_writable& e) {
        const byte_view left = session_.connection().pending(e.id);
        if (left.empty()) return;
        const auto taken = session_.connection().send(e.id, connection::data_stream::standard, left);
        (void)session_.connection().consume(e.id, connection::data_stream::standard, taken ? *taken : 0);
        if (ended_ && session_.connection().pending(e.id).empty()) finish(e.id, 0);
    }
    void on(const connection::channel_eof& e) {
        ended_ = true;
        if (flood_ == 0 && session_.connection().pending(e.id).empty()) finish(e.id, 0);
    }

    void send_flood() {
        static const std::string block(32768, 'f');
        while (flood_ != 0) {
            const auto part =
                as_bytes(std::string_view{block}).first(std::min<std::size_t>(block.size(), flood_));
            const auto taken = session_.connection().send(flooded_, connection::data_stream::standard, part);
            if (!taken || *taken == 0) return;
            flood_ -= *taken;
            if (flood_ == 0) finish(flooded_, 0);
        }
    }
    void say(connection::channel_id id, std::string_view text) {
        (void)session_.connection().send(id, connection::data_stream::standard, as_bytes(text));
    }
    void finish(connection::channel_id id, std::uint32_t status) {
        (void)session_.connection().request(id, wire::exit_status_request{status}, false);
        (void)session_.connection().send_eof(id);
        (void)session_.connection().close(id);
    }

    io::posix::socket stream_;
    hawser::session<role::server, Suite> session_;
    byte_view key_;
    std::string password_;
    connection::channel_id flooded_{};
    std::uint64_t flood_ = 0;
    bool ended_ = false;
};

/// Serves one connection after the other until it is destroyed.
template <class Suite>
class server {
  public:
    explicit server(std::uint64_t rekey_bytes = limits::rekey_bytes) {
        for (const auto& [name, how] : {std::pair{"host_ed25519", "ed25519"},
                                        {"host_ecdsa", "ecdsa -b 256"},
                                        {"host_ecdsa384", "ecdsa -b 384"},
                                        {"host_ecdsa521", "ecdsa -b 521"},
                                        {"host_rsa", "rsa -b 2048"},
                                        {"host_dsa", "dsa"},
                                        {"user", "ed25519"},
                                        {"stranger", "ed25519"}})
            run_shell("ssh-keygen -q -N '' -t " + std::string{how} + " -f " + shell_word(path(name)));
        for (const char* name : host_keys) {
            // programs newer than these make no DSA keys
            if (std::filesystem::exists(path(name))) hosts_.push_back(key(name));
        }
        for (const keys::private_key& one : hosts_)
            identities_.push_back({one.format, one.public_blob, one.fields.view()});
        user_ = key("user");
        options_.transport.host_identities = identities_;
        options_.transport.rekey_bytes = rekey_bytes;
        std::array<std::byte, 12> random{};
        if (!system_random().fill(random)) throw std::runtime_error("no random bytes");
        password_ = to_hex(random);
        folder_.write("password", password_ + "\n");
        auto listening = io::posix::listen("127.0.0.1", 0);
        if (!listening) throw std::runtime_error("cannot listen");
        listener_ = std::move(*listening);
        thread_ = std::thread{[this] { serve(); }};
    }
    ~server() {
        listener_.interrupt();
        thread_.join();
    }

    /// What is offered to the connections that come from now on: the suite's names again, but these of one kind.
    void offer(algorithm_kind kind, std::string_view names) {
        preferences chosen{session<role::server, Suite>::table()};
        if (!chosen.set(kind, names)) throw std::runtime_error("cannot offer " + std::string{names});
        const std::lock_guard lock{mutex_};
        options_.transport.algorithms = chosen;
    }

    std::string path(const std::string& file) const { return (folder_ / file).string(); }
    std::string port() const { return std::to_string(listener_.port()); }
    const std::string& password() const { return password_; }
    std::string known_hosts() const {
        std::string out;
        for (const char* name : host_keys)
            out += "[127.0.0.1]:" + port() + " " + text_of(path(name) + ".pub");
        return folder_.write("known_hosts", out).string();
    }
    /// OpenSSH's client with these options; the key "user" or "stranger", or a password.
    std::string ssh(const std::string& options, const std::string& program = "ssh") const {
        return "timeout 60 " + shell_word(program) +
               " -F /dev/null -o LogLevel=ERROR -o IdentitiesOnly=yes -o UserKnownHostsFile=" +
               shell_word(known_hosts()) +
               " -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes -p " + port() + " " +
               options + " tester@127.0.0.1 ";
    }
    /// PuTTY's client with the password in a file.
    std::string plink(const std::string& password_file, const std::string& program = "plink") const {
        return "HOME=" + shell_word(path("")) + " timeout 60 " + shell_word(program) + " -v -batch -ssh -P " +
               port() + " -l tester -pwfile " + shell_word(path(password_file)) + " -hostkey " +
               keys::fingerprint_sha256(key("host_ed25519").public_blob) + " 127.0.0.1 ";
    }
    std::string with_key(const std::string& name = "user") const {
        return "-o BatchMode=yes -i " + shell_word(path(name)) + " ";
    }

  private:
    static constexpr const char* host_keys[] = {"host_ed25519",  "host_ecdsa", "host_ecdsa384",
                                                "host_ecdsa521", "host_rsa",   "host_dsa"};

    keys::private_key key(const std::string& name) const {
        auto parsed = keys::parse_private_key(text_of(path(name)));
        if (!parsed) throw std::runtime_error("no key " + name + ": " + parsed.error().message());
        return std::move(*parsed);
    }
    void serve() {
        while (auto stream = listener_.accept()) {
            const session_options options = [&] {
                const std::lock_guard lock{mutex_};
                return options_;
            }();
            served_connection<Suite>{std::move(*stream), options, user_.public_blob, password_}.run();
        }
    }

    testing::temporary_folder folder_;
    std::vector<keys::private_key> hosts_;
    std::vector<transport::host_identity> identities_;
    keys::private_key user_;
    std::string password_;
    std::mutex mutex_;
    session_options options_;
    io::posix::listener listener_;
    std::thread thread_;
};

} // namespace interop
