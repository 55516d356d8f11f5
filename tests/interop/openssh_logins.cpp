#include "interop/client.hpp"

#include <boost/test/unit_test.hpp>

// Logins to OpenSSH: keys of every kind, the agent, passwords, questions, several steps.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;

/// The failure of a login with these methods, or none.
failure login_failure(client& to, std::string_view user, std::vector<auth::any_method> methods) {
    failure out;
    to.authenticate(user, std::move(methods), out);
    return out;
}
template <class... Methods>
std::vector<auth::any_method> list(Methods... methods) {
    std::vector<auth::any_method> out;
    (out.emplace_back(std::move(methods)), ...);
    return out;
}

/// Answers every question without echo with the same text, and counts the rounds.
auth::keyboard_interactive answers(std::string text, int* rounds = nullptr) {
    return auth::keyboard_interactive{
        [text = std::move(text), rounds](const wire::userauth_info_request& round) {
            if (rounds != nullptr) ++*rounds;
            std::vector<secret_bytes> out;
            round.for_each([&](const wire::prompt&) { out.emplace_back(as_bytes(text)); });
            return std::optional{std::move(out)};
        }};
}

passphrase_source passphrase_in(const peer& server) {
    return [path = server.path("passphrase")](const std::string&) {
        const std::string text = testing::run_program({"cat", path}).output;
        return secret_bytes{as_bytes(text)};
    };
}

} // namespace

BOOST_AUTO_TEST_CASE(keys_of_every_kind,
                     *label("IS-A-002") * label("CM-A-004") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    for (const char* file : {"user_ed25519", "user_ecdsa256", "user_rsa", "user_rsa_pem"}) {
        const auto to = connect_to(server);
        BOOST_TEST(login_failure(*to, server["user"], list(key_of(server, file))).text() == "", file);
        BOOST_TEST(told(*to, "echo in") == "in\n||0", file);
    }
}

BOOST_AUTO_TEST_CASE(an_encrypted_key, *label("IS-A-002") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const std::string path = server.path("user_ed25519_enc");
    BOOST_TEST((key_file(path, {}, nullptr).error() == usage_error::key_encrypted));
    BOOST_TEST((key_file(
                    path, [](const std::string&) { return secret_bytes{as_bytes("wrong")}; }, nullptr)
                    .error() == usage_error::wrong_passphrase));
    const auto to = connect_to(server);
    to->authenticate(server["user"], key_file(path, passphrase_in(server)));
    BOOST_TEST(told(*to, "echo in") == "in\n||0");
}

BOOST_AUTO_TEST_CASE(a_key_that_the_server_does_not_know,
                     *label("IS-A-002") * label("CM-A-004") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = connect_to(server);
    const failure refused = login_failure(*to, server["user"], list(key_of(server, "cert_ed25519")));
    BOOST_TEST((refused.code == remote_error::authentication_failed));
    const auto& details = *refused.details.as<auth_exhausted>();
    BOOST_TEST(details.tried == std::vector<std::string>{"publickey"}, boost::test_tools::per_element());
    BOOST_TEST(!details.methods_left.empty());
    BOOST_TEST(to->session().is_closed());
}

BOOST_AUTO_TEST_CASE(the_right_key_after_wrong_ones, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = connect_to(server);
    const failure refused =
        login_failure(*to, server["user"],
                      list(key_of(server, "cert_ed25519"), key_of(server, "cert_rsa"), key_of(server)));
    BOOST_TEST(!refused, refused.text());
    BOOST_TEST(told(*to, "echo in") == "in\n||0");
}

BOOST_AUTO_TEST_CASE(an_rsa_key_is_used_as_the_server_says,
                     *label("CM-C-028") * precondition(needs_peer{openssh})) {
    // the server tells all that it knows, then refuses what it was not set up for: the next one is tried
    const shared_peer choosy{"openssh",
                             {{"PEER_USER", testing::own_name()},
                              {"PEER_CONFIG", "SetEnv SHLVL=2\nPubkeyAcceptedAlgorithms rsa-sha2-256"}}};
    const peer& server = choosy.get();
    const auto to = connect_to(server);
    const failure refused = login_failure(*to, server["user"], list(key_of(server, "user_rsa")));
    BOOST_TEST(!refused, refused.text());
    BOOST_TEST(wire::name_list{to->session().server_sig_algs()}.contains("rsa-sha2-256"));
    BOOST_TEST(server.log().find("signature algorithm rsa-sha2-512 not in") != std::string::npos);
    BOOST_TEST(server.log().find("signature algorithm ssh-rsa not in") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(keys_of_the_agent, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const std::string folder = server.path("agent");
    // an agent with RSA and Ed25519 keys, stopped at the end by the same script as all peers
    const testing::program_result began = testing::run_shell(
        "mkdir -p " + testing::shell_word(folder) + " && cp -p " + testing::shell_word(server.path("")) +
        "/user_* " + testing::shell_word(folder) + " && PEER_AGENT_KEYS='user_rsa user_ed25519' " +
        std::string{HAWSER_SOURCE_DIR} + "/tests/peers/start-agent.sh " + testing::shell_word(folder));
    BOOST_REQUIRE(began.status == 0);
    ::setenv("SSH_AUTH_SOCK", (folder + "/agent.sock").c_str(), 1);
    auto keys = agent_keys(std::chrono::seconds{10}, nullptr);
    BOOST_REQUIRE(keys.has_value());
    BOOST_TEST(keys->size() == 2U);
    for (auth::public_key& key : *keys) {
        const auto to = connect_to(server);
        const failure refused = login_failure(*to, server["user"], list(std::move(key)));
        BOOST_TEST(!refused, refused.text());
        BOOST_TEST(told(*to, "echo in") == "in\n||0");
    }
    // an agent that has gone: an error of the environment, which names it
    auto more = agent_keys(std::chrono::seconds{10}, nullptr);
    BOOST_REQUIRE(more.has_value());
    testing::run_program({std::string{HAWSER_SOURCE_DIR} + "/tests/peers/stop.sh", folder});
    const auto to = connect_to(server);
    BOOST_TEST(login_failure(*to, server["user"], list(std::move(more->front()))).code.value() != 0);
    diagnostic details;
    const auto none = agent_keys(std::chrono::seconds{5}, &details);
    BOOST_TEST(!none.has_value());
    BOOST_TEST((blame_of(none.error()) == blame::environment));
    ::unsetenv("SSH_AUTH_SOCK");
}

BOOST_AUTO_TEST_CASE(a_password,
                     *label("IS-A-001") * label("CM-A-003") * precondition(needs_peer{openssh_accounts})) {
    const peer& server = openssh_accounts.get();
    {
        const auto to = connect_to(server);
        const failure refused =
            login_failure(*to, server["user"], list(auth::password{std::string_view{"not the password"}}));
        BOOST_TEST((refused.code == remote_error::authentication_failed), refused.text());
    }
    const auto to = connect_to(server);
    const failure refused = login_failure(*to, server["user"], list(auth::password{server["password"]}));
    BOOST_TEST(!refused, refused.text());
    BOOST_TEST(told(*to, "id -un") == server["user"] + "\n||0");
}

BOOST_AUTO_TEST_CASE(questions_and_answers, *label("IS-A-003") * label("IS-A-004") * label("CM-A-005") *
                                                precondition(needs_peer{openssh_accounts})) {
    const peer& server = openssh_accounts.get();
    int rounds = 0;
    {
        const auto to = connect_to(server);
        const failure refused =
            login_failure(*to, server["user"], list(answers(server["password"], &rounds)));
        BOOST_TEST(!refused, refused.text());
        BOOST_TEST(rounds >= 1);
        BOOST_TEST(told(*to, "id -un") == server["user"] + "\n||0");
        // a plain password dialogue in disguise: what was really used is told
        BOOST_TEST(to->session().login().tried() == std::vector<std::string>{"keyboard-interactive"},
                   boost::test_tools::per_element());
    }
    const auto to = connect_to(server);
    const failure refused = login_failure(*to, server["user"], list(answers("wrong")));
    BOOST_TEST((refused.code == remote_error::authentication_failed), refused.text());
    const auto gave_up = connect_to(server);
    const failure cancelled =
        login_failure(*gave_up, server["user"], list(auth::keyboard_interactive{[](const auto&) {
            return std::optional<std::vector<secret_bytes>>{};
        }}));
    BOOST_TEST((cancelled.code == remote_error::authentication_cancelled), cancelled.text());
}

BOOST_AUTO_TEST_CASE(several_steps, *label("IS-A-005") * label("IS-E-005") * label("CM-A-002") *
                                        precondition(needs_peer{openssh_accounts})) {
    const peer& server = openssh_accounts.get();
    {
        // in the wrong order: the password is for later, after the key's partial success
        const auto to = connect_to(server);
        const failure refused = login_failure(*to, server["mfa_password_user"],
                                              list(auth::password{server["password"]}, key_of(server)));
        BOOST_TEST(!refused, refused.text());
        BOOST_TEST(told(*to, "id -un") == server["mfa_password_user"] + "\n||0");
    }
    {
        const auto to = connect_to(server);
        const failure refused =
            login_failure(*to, server["mfa_kbdint_user"], list(key_of(server), answers(server["password"])));
        BOOST_TEST(!refused, refused.text());
        BOOST_TEST(told(*to, "id -un") == server["mfa_kbdint_user"] + "\n||0");
    }
    {
        // the first step alone is no login, and what would have gone on is told
        const auto to = connect_to(server);
        const failure refused = login_failure(*to, server["mfa_password_user"], list(key_of(server)));
        BOOST_TEST((refused.code == remote_error::authentication_failed), refused.text());
        BOOST_TEST(refused.details.as<auth_exhausted>()->methods_left == std::vector<std::string>{"password"},
                   boost::test_tools::per_element());
    }
    const auto to = connect_to(server);
    const failure refused = login_failure(*to, server["mfa_password_user"],
                                          list(key_of(server), auth::password{std::string_view{"wrong"}}));
    BOOST_TEST((refused.code == remote_error::authentication_failed), refused.text());
}

BOOST_AUTO_TEST_CASE(nothing_to_show, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const auto to = connect_to(server);
    const failure refused = login_failure(*to, server["user"], list(auth::none{}));
    BOOST_TEST((refused.code == remote_error::authentication_failed), refused.text());
    const auto& details = *refused.details.as<auth_exhausted>();
    BOOST_TEST((std::find(details.methods_left.begin(), details.methods_left.end(), "publickey") !=
                details.methods_left.end()));
}

} // namespace interop
