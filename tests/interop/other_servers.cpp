#include "interop/client.hpp"

#include <boost/test/unit_test.hpp>

// Servers other than this system's OpenSSH: each is logged in to, runs a command, and stores a file and gives it back.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;

const shared_peer dropbear{"dropbear"}, tinysshd{"tinysshd"}, libssh{"libssh"}, asyncssh{"asyncssh"},
    paramiko{"paramiko"}, go_ssh{"go"}, ssh2_js{"ssh2"}, erlang{"erlang"},
    newer_openssh{testing::newer_openssh()};

/// What is different about a server; peers.md of the test peers tells why.
struct traits {
    bool has_passwords = true;
    bool has_questions = false;
    bool takes_rekey = true;
    bool has_rsa = true;
    /// Its commands read nothing and have one output.
    bool has_streams = true;
    bool has_many_channels = true;
    choices how = {};
};

/// The answers of the servers that ask two questions.
auth::keyboard_interactive two_answers(std::string first) {
    return auth::keyboard_interactive{[first = std::move(first)](const wire::userauth_info_request& round) {
        std::vector<secret_bytes> out;
        round.for_each([&](const wire::prompt&) {
            out.emplace_back(as_bytes(out.empty() ? first : std::string{"blue"}));
        });
        return std::optional{std::move(out)};
    }};
}

failure login_failure(const peer& server, const choices& how, auth::any_method method) {
    const auto to = connect_to(server, how);
    std::vector<auth::any_method> methods;
    methods.push_back(std::move(method));
    failure out;
    to->authenticate(server["user"], std::move(methods), out);
    if (!out && told(*to, "echo in") != "in\n||0") out = {std::make_error_code(std::errc::io_error), {}};
    return out;
}

void check_server(const peer& server, const traits& what) {
    const auto works = [&](auth::any_method method) {
        return login_failure(server, what.how, std::move(method)).text();
    };
    BOOST_TEST(works(key_of(server)) == "");
    // without server-sig-algs too, an RSA key gets in
    if (what.has_rsa) BOOST_TEST(works(key_of(server, "user_rsa")) == "");
    BOOST_TEST((login_failure(server, what.how, auth::any_method{key_of(server, "stranger")}).code ==
                remote_error::authentication_failed));
    if (what.has_passwords) {
        BOOST_TEST(works(auth::password{server["password"]}) == "");
        BOOST_TEST((login_failure(server, what.how, auth::password{std::string_view{"wrong"}}).code ==
                    remote_error::authentication_failed));
    }
    if (what.has_questions) {
        BOOST_TEST(works(two_answers(server["password"])) == "");
        BOOST_TEST((login_failure(server, what.how, two_answers("wrong")).code ==
                    remote_error::authentication_failed));
    }

    auto to = log_in(server, what.how);
    if (what.has_streams) {
        exec_options input;
        input.input = "some input\n";
        const exec_result got = exec(*to, "cat; echo err >&2; exit 3", input);
        BOOST_TEST(got.output == "some input\n");
        BOOST_TEST(got.error_output == "err\n");
        BOOST_TEST(got.exit_status() == 3);
    }
    if (what.takes_rekey) {
        to->session().rekey();
        BOOST_TEST(told(*to, "echo with new keys") == "with new keys\n||0");
        BOOST_REQUIRE(!to->drive(to->reply_deadline(), [&] { return to->session().key_exchanges() == 2; }));
    }
    if (!what.has_many_channels) to = log_in(server, what.how);
    const std::string path = "interop-" + std::to_string(server.port());
    const std::uint64_t size = 3 * 1024 * 1024 + 17;
    BOOST_TEST(files_both_ways(*to, path, {}, server.port(), size) == "");
    if (!what.has_many_channels) to = log_in(server, what.how);
    sftp_client files{*to};
    BOOST_TEST((files.stat(path).size == size));
    failure missing;
    files.stat(path + "-none", missing);
    BOOST_TEST((missing.code == std::errc::no_such_file_or_directory), missing.text());
    files.rename(path, path + "-renamed");
    files.remove(path + "-renamed");
}

/// As above, after a key that the server does not know was made.
void check_server(const shared_peer& kind, const traits& what) {
    const peer& server = kind.get();
    testing::run_program({"ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", server.path("stranger")});
    check_server(server, what);
}

/// Keys are changed in the middle of transfers.
void check_rekeying(const shared_peer& kind, choices how = {}) {
    how.rekey_bytes = 256 * 1024;
    const auto to = log_in(kind.get(), how);
    const std::string problem = files_both_ways(*to, "interop-rekeyed", {}, 5, 4 * 1024 * 1024);
    BOOST_TEST(problem == "", problem << "; " << to->session_failure().text());
    BOOST_TEST(to->session().key_exchanges() > 10U);
    sftp_client{*log_in(kind.get(), how)}.remove("interop-rekeyed");
}

} // namespace

BOOST_AUTO_TEST_CASE(newer_openssh_server, *precondition(needs_peer{newer_openssh})) {
    traits what;
    what.has_passwords = false;
    check_server(newer_openssh, what);
    check_rekeying(newer_openssh);
}

BOOST_AUTO_TEST_CASE(dropbear_server, *precondition(needs_peer{dropbear})) {
    // Its sftp now and then ends at once when another has just been closed on the same connection.
    traits what;
    what.has_many_channels = false;
    check_server(dropbear, what);
    check_rekeying(dropbear);
}

BOOST_AUTO_TEST_CASE(tinysshd_server, *precondition(needs_peer{tinysshd})) {
    traits what;
    what.has_passwords = what.has_rsa = what.takes_rekey = what.has_many_channels = false;
    what.how.strict_kex = transport::strict_kex_level::offer;
    check_server(tinysshd, what);
}

BOOST_AUTO_TEST_CASE(a_server_open_to_prefix_truncation,
                     *label("CM-C-031") * label("K01") * precondition(needs_peer{tinysshd})) {
    // TinySSH has chacha20-poly1305 and nothing else, and no strict key exchange
    using level = transport::strict_kex_level;
    const auto refusal = [](level one) -> std::error_code {
        choices how;
        how.strict_kex = one;
        try {
            const auto to = connect_to(tinysshd.get(), how);
            return to->session().negotiated().strict_kex ? std::make_error_code(std::errc::protocol_error)
                                                         : std::error_code{};
        } catch (const hawser::error& failed) {
            return failed.code();
        }
    };
    BOOST_TEST((refusal(level::safe) == security_error::prefix_attack_possible));
    BOOST_TEST((refusal(level::require) == security_error::strict_kex_required));
    BOOST_TEST(!refusal(level::offer));
    BOOST_TEST(!refusal(level::off));
}

BOOST_AUTO_TEST_CASE(libssh_server, *precondition(needs_peer{libssh})) {
    // Its example server knows one channel for each connection, and drops what a command says right before its end.
    const peer& server = libssh.get();
    for (int i = 0; i < 10; ++i)
        BOOST_TEST(told(*log_in(server), "echo in; echo err >&2; sleep 0.2; exit 3") == "in\n|err\n|3");
    const std::string file = server.path("file");
    BOOST_TEST(files_both_ways(*log_in(server), file, file, 3, 3000017) == "");
    choices how;
    how.rekey_bytes = 256 * 1024;
    BOOST_TEST(files_both_ways(*log_in(server, how), file, file, 4, 3000017) == "");
    failure out;
    std::vector<auth::any_method> methods;
    methods.push_back(auth::password{std::string_view{"wrong"}});
    connect_to(server)->authenticate(server["user"], std::move(methods), out);
    BOOST_TEST((out.code == remote_error::authentication_failed), out.text());
    connect_to(server)->authenticate(server["user"], auth::password{server["password"]});
}

BOOST_AUTO_TEST_CASE(asyncssh_server,
                     *label("K16") * label("IS-E-007") * precondition(needs_peer{asyncssh})) {
    traits what;
    what.has_questions = true;
    check_server(asyncssh, what);
    // Version 2.10 goes on sending data between its KEXINIT and its NEWKEYS, which nobody may (RFC 4253, section 7.1).
    choices how;
    how.rekey_bytes = 256 * 1024;
    const auto to = log_in(asyncssh.get(), how);
    // and the transfer that it ended tells the session's reason, not its own
    const std::string problem = files_both_ways(*to, "interop-rekeyed", {}, 5, 4 * 1024 * 1024);
    BOOST_TEST(problem.find(to->session_failure().text()) != problem.npos, problem);
    BOOST_TEST((to->session().error() == protocol_error::unexpected_message), to->session_failure().text());
}

BOOST_AUTO_TEST_CASE(paramiko_server, *precondition(needs_peer{paramiko})) {
    traits what;
    what.has_questions = true;
    check_server(paramiko, what);
    check_rekeying(paramiko);
}

BOOST_AUTO_TEST_CASE(go_server, *precondition(needs_peer{go_ssh})) {
    traits what;
    what.has_questions = true;
    check_server(go_ssh, what);
    check_rekeying(go_ssh);
}

BOOST_AUTO_TEST_CASE(ssh2_js_server, *precondition(needs_peer{ssh2_js})) {
    traits what;
    what.has_questions = true;
    check_server(ssh2_js, what);
    check_rekeying(ssh2_js);
    // a server that changes keys when told to
    const auto to = log_in(ssh2_js.get());
    BOOST_TEST(told(*to, "rekey") == "rekeyed\n||0");
    BOOST_TEST(to->session().key_exchanges() == 2U);
}

BOOST_AUTO_TEST_CASE(erlang_server, *precondition(needs_peer{erlang})) {
    traits what;
    what.has_streams = false;
    check_server(erlang, what);
    check_rekeying(erlang);
}

} // namespace interop
