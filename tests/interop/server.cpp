#include <hawser/client/system_random.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/io/posix/listener.hpp>
#include <hawser/io/pump.hpp>
#include <hawser/keys/parse_private_key.hpp>
#include <hawser/session/session.hpp>
#include <hawser/suite/modern.hpp>
#include <hawser/wire/channel_requests.hpp>

#include "support/peer.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>
#include <functional>
#include <thread>

// Our server role on a socket, used by other people's clients.

namespace interop {

namespace {

using namespace hawser;
using boost::unit_test::precondition;
using testing::needs_program;
using testing::run_shell;
using testing::shell_word;
using server_session = hawser::session<role::server, modern>;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream in{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

/// One connection: lets "tester" in with one key or one password, and knows four commands: "echo TEXT", "cat",
/// "exit N", and "flood N", which sends N bytes.
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
                std::visit([&](const auto& one) { on(one); }, happened);
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
    server_session session_;
    byte_view key_;
    std::string password_;
    connection::channel_id flooded_{};
    std::uint64_t flood_ = 0;
    bool ended_ = false;
};

/// Serves one connection after the other until it is destroyed.
class server {
  public:
    explicit server(std::uint64_t rekey_bytes = limits::rekey_bytes) {
        for (const auto& [name, how] : {std::pair{"host_ed25519", "ed25519"},
                                        {"host_ecdsa", "ecdsa -b 256"},
                                        {"host_rsa", "rsa -b 2048"},
                                        {"user", "ed25519"},
                                        {"stranger", "ed25519"}})
            run_shell("ssh-keygen -q -N '' -t " + std::string{how} + " -f " + shell_word(path(name)));
        for (const char* name : {"host_ed25519", "host_ecdsa", "host_rsa"}) hosts_.push_back(key(name));
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

    std::string path(const std::string& file) const { return (folder_ / file).string(); }
    std::string port() const { return std::to_string(listener_.port()); }
    const std::string& password() const { return password_; }
    std::string known_hosts() const {
        std::string out;
        for (const char* name : {"host_ed25519", "host_ecdsa", "host_rsa"})
            out += "[127.0.0.1]:" + port() + " " + text_of(path(name) + ".pub");
        return folder_.write("known_hosts", out).string();
    }
    /// OpenSSH's client with these options; the key "user" or "stranger", or a password.
    std::string ssh(const std::string& options) const {
        return "timeout 60 ssh -F /dev/null -o LogLevel=ERROR -o IdentitiesOnly=yes -o UserKnownHostsFile=" +
               shell_word(known_hosts()) +
               " -o GlobalKnownHostsFile=/dev/null -o StrictHostKeyChecking=yes -p " + port() + " " +
               options + " tester@127.0.0.1 ";
    }
    std::string with_key(const std::string& name = "user") const {
        return "-o BatchMode=yes -i " + shell_word(path(name)) + " ";
    }

  private:
    keys::private_key key(const std::string& name) const {
        auto parsed = keys::parse_private_key(text_of(path(name)));
        if (!parsed) throw std::runtime_error("no key " + name + ": " + parsed.error().message());
        return std::move(*parsed);
    }
    void serve() {
        while (auto stream = listener_.accept())
            served_connection{std::move(*stream), options_, user_.public_blob, password_}.run();
    }

    testing::temporary_folder folder_;
    std::vector<keys::private_key> hosts_;
    std::vector<transport::host_identity> identities_;
    keys::private_key user_;
    std::string password_;
    session_options options_;
    io::posix::listener listener_;
    std::thread thread_;
};

} // namespace

BOOST_AUTO_TEST_CASE(openssh_client, *precondition(needs_program{"ssh"})) {
    const server ours;
    const auto ssh = [&](const std::string& options, const std::string& command) {
        return run_shell(ours.ssh(options) + command);
    };
    BOOST_TEST(ssh(ours.with_key(), "echo hello from ours").output == "hello from ours\n");
    const testing::program_result ended = ssh(ours.with_key(), "exit 23");
    BOOST_TEST(ended.status == 23);
    BOOST_TEST(ended.output == "going\n");
    BOOST_TEST(run_shell("head -c 3000000 /dev/zero | " + ours.ssh(ours.with_key()) + "cat | wc -c").output ==
               "3000000\n");
    BOOST_TEST(run_shell(ours.ssh(ours.with_key()) + "flood 5000000 | wc -c").output == "5000000\n");
    BOOST_TEST(ssh(ours.with_key(), "unknown").status == 127);
    BOOST_TEST(ssh(ours.with_key("stranger"), "echo in").status == 255);

    const std::string script = ours.path("answer");
    const std::string asking = "-o PreferredAuthentications=password -o NumberOfPasswordPrompts=1 ";
    const auto with_password = [&](const std::string& file) {
        std::ofstream{script} << "#!/bin/sh\ncat " << file << '\n';
        std::filesystem::permissions(script, std::filesystem::perms{0700});
        return run_shell("SSH_ASKPASS=" + shell_word(script) + " SSH_ASKPASS_REQUIRE=force " +
                         ours.ssh(asking) + "echo in");
    };
    BOOST_TEST(with_password(ours.path("password")).output == "in\n");
    BOOST_TEST(with_password(ours.path("user.pub")).status == 255);
}

BOOST_AUTO_TEST_CASE(openssh_client_with_each_algorithm, *precondition(needs_program{"ssh"})) {
    const server ours;
    const auto works = [&](const std::string& option, std::string_view name) {
        const std::string said =
            run_shell(ours.ssh(ours.with_key() + "-o " + option + "=" + std::string{name}) + "echo in")
                .output;
        BOOST_TEST(said == "in\n", option << " " << name << ": " << said);
    };
    const suite_table& names = server_session::table();
    for (const std::string_view name : names.kexes.names) works("KexAlgorithms", name);
    for (const std::string_view name : names.host_keys.names) works("HostKeyAlgorithms", name);
    for (const std::string_view name : names.ciphers.names) works("Ciphers", name);
    for (const std::string_view name : names.macs.names) works("Ciphers=aes192-ctr -o MACs", name);
    works("Compression", "yes");
    // nothing in common
    BOOST_TEST(run_shell(ours.ssh(ours.with_key() + "-o Ciphers=aes128-cbc") + "echo in").status == 255);
}

BOOST_AUTO_TEST_CASE(openssh_client_while_keys_change, *precondition(needs_program{"ssh"})) {
    const server ours{64 * 1024};
    BOOST_TEST(run_shell(ours.ssh(ours.with_key()) + "flood 8000000 | wc -c").output == "8000000\n");
    BOOST_TEST(run_shell("head -c 4000000 /dev/zero | " + ours.ssh(ours.with_key() + "-o RekeyLimit=64K") +
                         "cat | wc -c")
                   .output == "4000000\n");
}

BOOST_AUTO_TEST_CASE(dropbear_client, *precondition(needs_program{"dbclient"})) {
    // it sends its first key exchange packet as a guess
    const server ours;
    const std::string dbclient =
        "HOME=" + shell_word(ours.path("")) + " timeout 60 dbclient -y -y -p " + ours.port() + " ";
    const std::string password = "DROPBEAR_PASSWORD=$(cat " + shell_word(ours.path("password")) + ") ";
    BOOST_TEST(run_shell(password + dbclient + "tester@127.0.0.1 echo in 2>/dev/null").output == "in\n");
    BOOST_TEST(run_shell(password + dbclient + "tester@127.0.0.1 exit 9").status == 9);
    const std::string refused =
        run_shell("DROPBEAR_PASSWORD=wrong " + dbclient + "tester@127.0.0.1 echo in 2>&1").output;
    BOOST_TEST(refused.find("exited: ") != refused.npos, refused);
    BOOST_TEST(refused.find("\nin\n") == refused.npos, refused);
    BOOST_TEST(run_shell("dropbearconvert openssh dropbear " + shell_word(ours.path("user")) + " " +
                         shell_word(ours.path("db_user")))
                   .status == 0);
    BOOST_TEST(run_shell(dbclient + "-i " + shell_word(ours.path("db_user")) +
                         " tester@127.0.0.1 echo in 2>/dev/null")
                   .output == "in\n");
}

BOOST_AUTO_TEST_CASE(plink_client, *precondition(needs_program{"plink"})) {
    const server ours;
    const std::string shown =
        run_shell("ssh-keygen -l -f " + shell_word(ours.path("host_ed25519.pub"))).output;
    const std::size_t at = shown.find("SHA256:");
    BOOST_REQUIRE(at != std::string::npos);
    const std::string fingerprint = shown.substr(at, shown.find(' ', at) - at);
    const auto plink = [&](const std::string& file, const std::string& command) {
        return run_shell("HOME=" + shell_word(ours.path("")) + " timeout 60 plink -batch -ssh -P " +
                         ours.port() + " -l tester -pwfile " + shell_word(ours.path(file)) + " -hostkey " +
                         fingerprint + " 127.0.0.1 " + command + " 2>/dev/null");
    };
    BOOST_TEST(plink("password", "echo in").output == "in\n");
    BOOST_TEST(plink("password", "exit 5").status == 5);
    BOOST_TEST(plink("user.pub", "echo in").status != 0);
}

} // namespace interop
