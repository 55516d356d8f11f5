#include "interop/client.hpp"
#include "support/json.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <fstream>

// The hawser tool as a user meets it: what it prints and returns, above all when something is wrong.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;
using testing::shell_word;
using testing::text_of;

std::string tool_path() { return std::string{HAWSER_BUILD_DIR} + "/bin/hawser"; }

/// The tool is built with the examples.
struct needs_tool {
    boost::test_tools::assertion_result operator()(boost::unit_test::test_unit_id) const {
        return std::filesystem::exists(tool_path()) || testing::are_peers_required();
    }
};

struct outcome {
    int status = -1;
    std::string output, errors;
};

/// Runs the tool by a shell, which reads `command` behind the tool's name; `before` stands before it.
outcome run(const std::string& command, const std::string& before = {}) {
    const auto out = testing::peers_folder() / "tool.out";
    const auto err = testing::peers_folder() / "tool.err";
    const testing::program_result ran =
        testing::run_shell(before + " timeout 60 " + shell_word(tool_path()) + " " + command + " >" +
                           shell_word(out.string()) + " 2>" + shell_word(err.string()));
    return {ran.status, text_of(out), text_of(err)};
}

/// The options to log in with.
std::string as_user(const peer& server) {
    return "-p " + std::to_string(server.port()) + " --known-hosts " + shell_word(server["known_hosts"]) +
           " -i " + shell_word(server["key"]) + " ";
}
std::string at(const peer& server) { return server["user"] + "@127.0.0.1"; }

/// One clear line that says this, and this exit status.
void check_problem(const outcome& got, int status, const std::vector<std::string>& said) {
    BOOST_TEST(got.status == status, "exit status " << got.status << ": " << got.errors);
    BOOST_TEST(got.output == "");
    BOOST_TEST(std::count(got.errors.begin(), got.errors.end(), '\n') == 1, got.errors);
    BOOST_TEST(got.errors.substr(0, 8) == "hawser: ", got.errors);
    for (const std::string& part : said)
        BOOST_TEST(got.errors.find(part) != got.errors.npos, got.errors << " does not say " << part);
}

const precondition on_openssh{needs_peer{openssh}};
const precondition with_tool{needs_tool{}};

} // namespace

BOOST_AUTO_TEST_CASE(tool_exec_passes_streams_and_status, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const std::string begin = "exec " + as_user(server) + at(server) + " ";
    const outcome got = run(begin + "'cat; echo err >&2; exit 42'", "echo input |");
    BOOST_TEST(got.status == 42);
    BOOST_TEST(got.output == "input\n");
    BOOST_TEST(got.errors == "err\n");
    BOOST_TEST(run(begin + "true").status == 0);
    BOOST_TEST(run(begin + "'exit 255'").status == 255);
    BOOST_TEST(run(begin + "'kill -KILL $$'").status == 137);
    BOOST_TEST(run(begin + "'kill -TERM $$'").status == 143);
    // words are joined as ssh joins them
    BOOST_TEST(run(begin + "echo two words").output == "two words\n");
    BOOST_TEST(run(begin + "-- echo x", "").status != 0);
}

BOOST_AUTO_TEST_CASE(tool_files_both_ways, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const std::string local = server.path("tool-local"), remote = server.path("tool-remote"),
                      back = server.path("tool-back");
    testing::run_shell("head -c 1000003 /dev/urandom >" + shell_word(local));
    BOOST_TEST(
        run("put -q " + as_user(server) + shell_word(local) + " " + at(server) + ":" + remote).status == 0);
    BOOST_TEST(file_digest(remote) == file_digest(local));
    BOOST_TEST(run("get -q " + as_user(server) + at(server) + ":" + remote + " " + shell_word(back)).status ==
               0);
    BOOST_TEST(file_digest(back) == file_digest(local));
    BOOST_TEST((run("get " + as_user(server) + at(server) + ":" + remote + " -").output == text_of(local)));
    BOOST_TEST(run("put -q " + as_user(server) + "- " + at(server) + ":" + remote, "printf abc |").status ==
               0);
    BOOST_TEST(text_of(remote) == "abc");
    const outcome listed = run("ls " + as_user(server) + at(server) + ":" + server.folder().string());
    BOOST_TEST(listed.status == 0);
    BOOST_TEST(listed.output.find("tool-remote") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(tool_prints_nothing_that_commands_a_terminal, *label("T05") * on_openssh * with_tool) {
    const peer& server = openssh.get();
    const std::string folder = server.path("evil"), name = "\x1b]0;owned\x07\xff",
                      escaped = "\\x1b]0;owned\\x07";
    std::filesystem::create_directories(folder);
    std::ofstream{folder + "/" + name} << "x";
    const auto is_clean = [](const std::string& text) {
        return std::ranges::all_of(text, [](char c) { return c == '\n' || (c >= ' ' && c <= '~'); });
    };
    const outcome listed = run("ls " + as_user(server) + at(server) + ":" + folder);
    BOOST_TEST(listed.status == 0);
    BOOST_TEST(listed.output.find(escaped) != std::string::npos, listed.output);
    BOOST_TEST(is_clean(listed.output));
    const std::string missing = shell_word(at(server) + ":" + folder + "/none" + name);
    const outcome refused = run("get " + as_user(server) + missing + " -");
    check_problem(refused, 1, {escaped});
    BOOST_TEST(is_clean(refused.errors));
    std::filesystem::remove_all(folder);

    const std::string banner = (testing::peers_folder() / "banner").string();
    std::ofstream{banner} << name << "\nsecond line\n";
    const shared_peer greeting{
        "openssh", {{"PEER_USER", testing::own_name()}, {"PEER_CONFIG", "SetEnv SHLVL=2\nBanner " + banner}}};
    const outcome greeted = run("exec " + as_user(greeting.get()) + at(greeting.get()) + " true");
    BOOST_TEST(greeted.status == 0);
    BOOST_TEST(greeted.errors.find(escaped) != std::string::npos, greeted.errors);
    BOOST_TEST(greeted.errors.find("\nsecond line\n") != std::string::npos, greeted.errors);
    BOOST_TEST(is_clean(greeted.errors));
}

BOOST_AUTO_TEST_CASE(tool_info_is_json, *label("CM-C-002") * on_openssh * with_tool) {
    const peer& server = openssh.get();
    const outcome got = run("info --kex curve25519-sha256 --ciphers aes256-ctr --macs hmac-sha2-512 " +
                            as_user(server) + at(server));
    BOOST_REQUIRE(got.status == 0);
    const testing::json told = testing::json::parse(got.output);
    BOOST_TEST(told["server_version"].text().substr(0, 16) == "SSH-2.0-OpenSSH_");
    BOOST_TEST(told["kex"].text() == "curve25519-sha256");
    BOOST_TEST(told["host_key_algorithm"].text() == "ssh-ed25519");
    BOOST_TEST(told["cipher_c2s"].text() == "aes256-ctr");
    BOOST_TEST(told["cipher_s2c"].text() == "aes256-ctr");
    BOOST_TEST(told["mac_c2s"].text() == "hmac-sha2-512");
    BOOST_TEST(told["compression_s2c"].text() == "none");
    BOOST_TEST(told["strict_kex"].boolean());
    BOOST_TEST(told["session_id_hex"].bytes().size() == 32U);
    BOOST_TEST(told["server_sig_algs"].size() > 3U);
    BOOST_TEST(told["auth_methods_tried"][0].text() == "publickey");
    BOOST_TEST(told["host_key_fingerprint"].text().substr(0, 7) == "SHA256:");
    const outcome aead = run("info " + as_user(server) + at(server));
    BOOST_TEST(testing::json::parse(aead.output)["mac_c2s"].is_null());
    // the fingerprint it tells is one that it takes
    BOOST_TEST(run("info -p " + std::to_string(server.port()) + " -i " + shell_word(server["key"]) +
                   " --host-key " + told["host_key_fingerprint"].text() + " " + at(server))
                   .status == 0);
}

BOOST_AUTO_TEST_CASE(tool_names_what_answers_instead_of_ssh, *with_tool) {
    const auto asked = [](const char* kind) {
        const peer server{"notssh", {{"PEER_KIND", kind}}};
        return run("exec --timeout 2 -p " + std::to_string(server.port()) +
                   " --host-key SHA256:x --password-env HOME u@127.0.0.1 id");
    };
    check_problem(asked("http"), 255, {"HTTP"});
    check_problem(asked("ftp"), 255, {"FTP"});
    check_problem(asked("smtp"), 255, {"SMTP"});
    check_problem(asked("imap"), 255, {"IMAP"});
    check_problem(asked("pop3"), 255, {"POP3"});
    check_problem(asked("tls"), 255, {"SSH", "port"});
    check_problem(asked("silent"), 255, {"timed out", "SSH", "port"});
    check_problem(asked("close"), 255, {});
    check_problem(asked("reset"), 255, {"SSH", "port"});
    check_problem(asked("ssh1"), 255, {"1.5"});
    check_problem(asked("garbage"), 255, {});
    check_problem(asked("huge"), 255, {});
    check_problem(asked("endless"), 255, {});
    check_problem(asked("longline"), 255, {});
    check_problem(asked("kexthenclose"), 255, {});
}

BOOST_AUTO_TEST_CASE(tool_connection_problems, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    check_problem(run("exec -p 1 --host-key SHA256:x -i " + shell_word(server["key"]) + " 127.0.0.1 id"), 255,
                  {"refused", "port"});
    check_problem(
        run("exec --host-key SHA256:x -i " + shell_word(server["key"]) + " no-such-host.invalid id"), 255,
        {"no-such-host.invalid"});
}

BOOST_AUTO_TEST_CASE(tool_trust_problems, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const std::string begin =
        "exec -p " + std::to_string(server.port()) + " -i " + shell_word(server["key"]) + " ";
    const std::string end = " " + at(server) + " id";
    const auto known = [&](const std::string& text) {
        const std::string path = server.path("known");
        std::ofstream{path} << text;
        return "--known-hosts " + shell_word(path);
    };
    const auto public_part = [&](const std::string& name) {
        const std::string line = text_of(server.path(name + ".pub"));
        return line.substr(0, line.find(' ', line.find(' ') + 1)) + "\n";
    };
    const std::string name = "[127.0.0.1]:" + std::to_string(server.port()) + " ";
    check_problem(run(begin + known("") + end), 255, {"SHA256:", "known"});
    check_problem(run(begin + known(name + public_part("user_ed25519")) + end), 255,
                  {"SHA256:", "known one"});
    check_problem(run(begin + known("@revoked " + name + public_part("host_ed25519")) +
                      " --host-key-algorithms ssh-ed25519" + end),
                  255, {"revoked"});
    check_problem(run(begin + "--host-key SHA256:AAAA" + end), 255, {"host key"});
    check_problem(run(begin + "--known-hosts /nowhere/at/all" + end), 255, {"/nowhere/at/all"});
    const shared_peer picky{"openssh",
                            {{"PEER_USER", testing::own_name()}, {"PEER_CONFIG", "Ciphers aes128-cbc"}}};
    check_problem(run("exec " + as_user(picky.get()) + at(picky.get()) + " id"), 255,
                  {"cipher", "aes128-cbc", "aes128-gcm"});
}

BOOST_AUTO_TEST_CASE(tool_login_problems, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const std::string trust = "exec -p " + std::to_string(server.port()) + " --known-hosts " +
                              shell_word(server["known_hosts"]) + " ";
    const std::string end = " " + at(server) + " id";
    const auto with_key = [&](const std::string& path) {
        return run(trust + "-i " + shell_word(path) + end);
    };
    check_problem(with_key(server.path("cert_ed25519")), 255, {"publickey"});
    check_problem(with_key(server.path("no-such-key")), 255, {"no-such-key"});
    check_problem(with_key(server.path("user_ed25519_enc")), 255, {"user_ed25519_enc", "passphrase"});
    check_problem(
        run(trust + "--passphrase-env PHRASE -i " + shell_word(server.path("user_ed25519_enc")) + end,
            "PHRASE=wrong"),
        255, {"passphrase"});
    BOOST_TEST(run(trust + "--passphrase-env PHRASE -i " + shell_word(server.path("user_ed25519_enc")) + end,
                   "PHRASE=$(cat " + shell_word(server.path("passphrase")) + ")")
                   .status == 0);
    const std::string open_key = server.path("open_key");
    std::filesystem::copy_file(server["key"], open_key, std::filesystem::copy_options::overwrite_existing);
    std::filesystem::permissions(open_key, std::filesystem::perms{0644});
    check_problem(with_key(open_key), 255, {"open_key", "access"});
    check_problem(with_key(server.path("known_hosts")), 255, {"known_hosts"});
    check_problem(run(trust + "--password-env NOT_SET_AT_ALL" + end), 2, {"NOT_SET_AT_ALL"});
    check_problem(run(trust + "--password-env WRONG" + end, "WRONG=wrong"), 255, {"password"});
}

BOOST_AUTO_TEST_CASE(tool_passwords_and_steps, *precondition(needs_peer{openssh_accounts}) * with_tool) {
    const peer& server = openssh_accounts.get();
    ::setenv("INTEROP_PASSWORD", server["password"].c_str(), 1);
    const std::string trust = "exec -p " + std::to_string(server.port()) + " --known-hosts " +
                              shell_word(server["known_hosts"]) + " ";
    const std::string host = "@127.0.0.1 'id -un'";
    BOOST_TEST(run(trust + "--password-env INTEROP_PASSWORD " + server["user"] + host).output ==
               server["user"] + "\n");
    check_problem(run(trust + "--password-env WRONG " + server["user"] + host, "WRONG=wrong"), 255,
                  {"password"});
    const std::string both = "--password-env INTEROP_PASSWORD -i " + shell_word(server["key"]) + " ";
    BOOST_TEST(run(trust + both + server["mfa_password_user"] + host).output ==
               server["mfa_password_user"] + "\n");
    BOOST_TEST(run(trust + both + server["mfa_kbdint_user"] + host).output ==
               server["mfa_kbdint_user"] + "\n");
    check_problem(run(trust + "-i " + shell_word(server["key"]) + " " + server["mfa_password_user"] + host),
                  255, {"password"});
    ::unsetenv("INTEROP_PASSWORD");
}

BOOST_AUTO_TEST_CASE(tool_file_problems, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const std::string get = "get -q " + as_user(server) + at(server) + ":";
    check_problem(run(get + "/nowhere/at/all " + shell_word(server.path("target"))), 1,
                  {"/nowhere/at/all", "no such file"});
    BOOST_TEST(!std::filesystem::exists(server.path("target")));
    std::ofstream{server.path("some")} << std::string(3000000, 's');
    check_problem(run(get + server.path("some") + " /dev/full"), 1, {"No space left"});
    check_problem(run(get + server.path("some") + " /nowhere/target"), 1, {"No such file"});
    const std::string put = "put -q " + as_user(server);
    check_problem(run(put + "/nowhere/source " + at(server) + ":x"), 1, {"/nowhere/source"});
    check_problem(run(put + shell_word(server.path("some")) + " " + at(server) + ":/nowhere/x"), 1,
                  {"/nowhere/x"});
    check_problem(run(put + shell_word(server.path("some")) + " " + at(server) + ":/dev/full"), 1,
                  {"/dev/full"});
    check_problem(run("ls " + as_user(server) + at(server) + ":/nowhere"), 1, {"/nowhere"});
    // SFTP 3 has no word for it
    check_problem(run(get + "/tmp " + shell_word(server.path("target"))), 1, {"/tmp", "s a directory"});
    check_problem(run(put + shell_word(server.path("some")) + " " + at(server) + ":/tmp"), 1,
                  {"/tmp", "s a directory"});
    check_problem(run("exec " + as_user(server) + at(server) + " 'echo out'", "sh -c 'exec \"$@\" >&-' sh"),
                  255, {"writing the command's output", "Bad file descriptor"});
}

BOOST_AUTO_TEST_CASE(tool_directories, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const auto local = server.folder() / "inside", remote = server.folder() / "outside";
    std::filesystem::create_directory(local);
    std::filesystem::create_directory(remote);
    std::ofstream{server.path("named")} << "text";
    const std::string file = at(server) + ":" + server.path("named");
    BOOST_TEST(run("get -q " + as_user(server) + file + " " + shell_word(local.string())).status == 0);
    BOOST_TEST(text_of(local / "named") == "text");
    BOOST_TEST(run("put -q " + as_user(server) + shell_word(server.path("named")) + " " + at(server) + ":" +
                   remote.string() + "/")
                   .status == 0);
    BOOST_TEST(text_of(remote / "named") == "text");
    const outcome listed = run("ls " + as_user(server) + file);
    BOOST_TEST(listed.status == 0, listed.errors);
    BOOST_TEST(listed.output.find(" 4 ") != listed.output.npos, listed.output);
    BOOST_TEST(listed.output.find(server.path("named")) != listed.output.npos, listed.output);
}

BOOST_AUTO_TEST_CASE(tool_files_that_say_little_of_themselves, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const std::string put = "put -q " + as_user(server);
    const auto to = [&](const char* name) { return " " + at(server) + ":" + server.path(name); };
    // a file of /proc says that it is empty
    BOOST_TEST(run(put + "/proc/version" + to("version")).status == 0);
    BOOST_TEST(text_of(server.path("version")) == text_of("/proc/version"));
    BOOST_TEST(run(put + "-" + to("nothing") + " </dev/null").status == 0);
    BOOST_TEST(std::filesystem::is_empty(server.path("nothing")));
    // a standard stream that is closed is not the connection's own socket
    check_problem(run(put + "-" + to("closed") + " <&-"), 1, {"Bad file descriptor"});
    const outcome got = run("exec " + as_user(server) + at(server) + " 'cat; echo out' <&-");
    BOOST_TEST(got.status == 0, got.errors);
    BOOST_TEST(got.output == "out\n");
}

BOOST_AUTO_TEST_CASE(tool_connection_cut_in_a_transfer, *on_openssh* with_tool) {
    // a server of its own, whose process for the connection is killed when the transfer has begun
    const shared_peer own{"openssh",
                          {{"PEER_USER", testing::own_name()}, {"PEER_CONFIG", "SetEnv SHLVL=2 CUT=1"}}};
    const peer& server = own.get();
    const std::string source = server.path("source"), target = server.path("target");
    testing::run_shell("truncate -s 40G " + shell_word(source));
    // the children of the server that we started, by its process id
    const std::string kill =
        "(while [ ! -s " + shell_word(target) + " ]; do sleep 0.05; done; for child in $(pgrep -P $(cat " +
        shell_word(server.path("pid")) +
        ")); do for one in $(pgrep -P $child) $child; do kill -KILL $one; done; done) & ";
    const outcome got =
        run("get " + as_user(server) + at(server) + ":" + source + " " + shell_word(target), kill);
    BOOST_TEST(got.status == 1, got.errors);
    BOOST_TEST(got.errors.find("incomplete") != std::string::npos, got.errors);
    BOOST_TEST(got.errors.find("bytes are there") != std::string::npos, got.errors);
    BOOST_TEST(got.errors.find("100%") == std::string::npos, got.errors);
    std::filesystem::remove(target);
}

BOOST_AUTO_TEST_CASE(tool_command_line_problems, *with_tool) {
    const std::string host = " u@127.0.0.1 id";
    check_problem(run("exec -- -oProxyCommand=x id"), 2, {"-oProxyCommand=x"});
    check_problem(run("exec u@-host id"), 2, {"-host"});
    check_problem(run("exec --no-such-option" + host), 2, {"--no-such-option"});
    check_problem(run("exec -p 0" + host), 2, {"-p"});
    check_problem(run("exec -p 65536" + host), 2, {"-p"});
    check_problem(run("exec -p 22x" + host), 2, {"-p"});
    check_problem(run("exec --strict-kex maybe" + host), 2, {"--strict-kex"});
    check_problem(run("exec"), 2, {});
    check_problem(run("exec host"), 2, {"command"});
    check_problem(run("frobnicate"), 2, {"frobnicate"});
    check_problem(run("get host"), 2, {"host:path"});
    check_problem(run("info host more"), 2, {"more"});
    // brackets and at signs mean something before the path only; nobody listens at this port
    for (const char* target :
         {"'u@127.0.0.1:/tmp/a[1]:b@c.txt'", "'u@x@127.0.0.1:a[1]'", "'[127.0.0.1]:a'", "'[::1]:a[1'"})
        check_problem(run("get -i /dev/null/none -p 1 " + std::string{target} + " x"), 255,
                      {"/dev/null/none"});
    check_problem(run("get '[::1' x"), 2, {"host:path"});
    check_problem(run("get ::1:a x"), 2, {"in brackets"});
    check_problem(run("get '[::1]' x"), 2, {"host:path"});
    for (const char* option : {"--kex", "--host-key-algorithms", "--ciphers", "--macs", "--compression"}) {
        check_problem(run("exec " + std::string{option} + " no-such-name" + host), 2,
                      {option, "no-such-name"});
        check_problem(run("exec " + std::string{option} + " ''" + host), 2, {option});
    }
    check_problem(run("exec --kex curve448-sha512" + host), 2, {"curve448-sha512"});
    check_problem(run("exec --suite old" + host), 2, {"no such suite: old", "museum"});
    BOOST_TEST(run("--help").status == 0);
    BOOST_TEST(run("--help").output.find("hawser exec") == 0U);
    const outcome algorithms = run("algorithms");
    BOOST_TEST(algorithms.status == 0);
    BOOST_TEST(algorithms.output.find("curve25519-sha256") != std::string::npos);
    BOOST_TEST(algorithms.output.find("3des-cbc") == std::string::npos);
    BOOST_TEST(run("algorithms --suite museum").output.find("  arcfour  broken\n") != std::string::npos);
    BOOST_TEST(run("algorithms --suite fips").output.find("25519") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(tool_suites_decide_what_is_offered, *on_openssh* with_tool) {
    const peer& server = openssh.get();
    const auto told = [&](const std::string& options) {
        const outcome got = run("info " + options + " " + as_user(server) + at(server));
        BOOST_TEST_REQUIRE(got.status == 0, got.errors);
        return testing::json::parse(got.output);
    };
    BOOST_TEST(told("--suite modern")["kex"].text().find("x25519") != std::string::npos);
    // our key to log in with is not one that the suite would use: it is named
    const auto approved = told("--suite fips --host-key-algorithms ecdsa-sha2-nistp256,ssh-ed25519");
    BOOST_TEST(approved["kex"].text() == "ecdh-sha2-nistp256");
    BOOST_TEST(approved["host_key_algorithm"].text() == "ecdsa-sha2-nistp256");
    // a list reaches beyond the suite; this server has no CBC
    BOOST_TEST(told("--ciphers aes128-cbc,aes128-ctr")["cipher_c2s"].text() == "aes128-ctr");
}

BOOST_AUTO_TEST_CASE(tool_demo, *on_openssh* with_tool) {
    const testing::program_result ran = testing::run_program(
        {std::string{HAWSER_SOURCE_DIR} + "/examples/hawser/demo.sh", tool_path(), "--size", "1048576"});
    BOOST_TEST(ran.status == 0, ran.output);
    BOOST_TEST(ran.output.find("received: the same") != std::string::npos, ran.output);
}

} // namespace interop
