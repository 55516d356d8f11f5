#include <hawser/keys/fingerprint.hpp>

#include "interop/client.hpp"

#include <boost/test/unit_test.hpp>

#include <fstream>

// Whom we believe: OpenSSH's host keys against known_hosts lines, and strict key exchange.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;

std::string first_line(const std::string& path) {
    std::ifstream in{path};
    std::string line;
    std::getline(in, line);
    return line;
}

/// "type base64" of a key of the peer's folder.
std::string public_part(const peer& server, const std::string& name) {
    const std::string line = first_line(server.path(name + ".pub"));
    return line.substr(0, line.find(' ', line.find(' ') + 1));
}

std::string host_name(const peer& server) { return "[127.0.0.1]:" + std::to_string(server.port()); }

/// How a handshake ends when these are the known hosts.
failure verdict(const peer& server, const std::string& known_hosts, const choices& how = {}) {
    keys::known_hosts known;
    if (!known.read(known_hosts, "test")) throw std::runtime_error("unreadable known hosts");
    try {
        const auto to = hawser::connect<modern>("127.0.0.1", server.port(), accept_known{std::move(known)},
                                                options_of(how));
        return {};
    } catch (const hawser::error& failed) {
        return failed.reason();
    }
}

} // namespace

BOOST_AUTO_TEST_CASE(a_known_host_is_accepted, *label("CM-P-007") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    for (const char* key : {"host_ed25519", "host_ecdsa256", "host_rsa"})
        BOOST_TEST(verdict(server, host_name(server) + " " + public_part(server, key) + "\n").text() == "",
                   key);
}

BOOST_AUTO_TEST_CASE(an_unknown_host_is_refused,
                     *label("ER-1030") * label("CM-P-007") * precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const std::string key = " " + public_part(server, "host_ed25519") + "\n";
    BOOST_TEST((verdict(server, "").code == security_error::host_key_unknown));
    BOOST_TEST((verdict(server, "other.example" + key).code == security_error::host_key_unknown));
    // a line without port speaks for every port, but a wrong key in it says nothing about this one
    BOOST_TEST(!verdict(server, "127.0.0.1" + key));
    BOOST_TEST((verdict(server, "127.0.0.1 " + public_part(server, "user_ed25519") + "\n").code ==
                security_error::host_key_unknown));
    const failure told = verdict(server, "");
    const auto& details = *told.details.as<host_key_problem>();
    BOOST_TEST(details.fingerprint.substr(0, 7) == "SHA256:");
    const std::string printed =
        testing::run_program({"ssh-keygen", "-l", "-f", server.path("host_ed25519.pub")}).output;
    BOOST_TEST(printed.find(details.fingerprint) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_changed_host_key_is_refused, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    // another key of the same type
    BOOST_TEST((verdict(server, host_name(server) + " " + public_part(server, "user_ed25519") + "\n").code ==
                security_error::host_key_changed));
    // and with all types that we know changed
    std::string all;
    for (const char* key : {"user_ed25519", "user_ecdsa256", "user_rsa"})
        all += host_name(server) + " " + public_part(server, key) + "\n";
    BOOST_TEST((verdict(server, all).code == security_error::host_key_changed));
}

BOOST_AUTO_TEST_CASE(a_revoked_host_key_is_refused, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const std::string key = " " + public_part(server, "host_ed25519") + "\n";
    const std::string known = host_name(server) + key;
    choices how;
    how.host_key = "ssh-ed25519";
    BOOST_TEST(verdict(server, known, how).text() == "");
    BOOST_TEST((verdict(server, known + "@revoked *" + key, how).code == security_error::host_key_revoked));
    BOOST_TEST((verdict(server, "@revoked " + host_name(server) + key + known, how).code ==
                security_error::host_key_revoked));
}

BOOST_AUTO_TEST_CASE(hashed_names_are_found, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const std::string path = server.path("hashed");
    std::ofstream{path} << host_name(server) << ' ' << public_part(server, "host_ed25519") << '\n';
    BOOST_REQUIRE(testing::run_program({"ssh-keygen", "-H", "-f", path}).status == 0);
    const std::string line = first_line(path);
    BOOST_TEST(line.substr(0, 3) == "|1|");
    BOOST_TEST(verdict(server, line + "\n").text() == "");
}

BOOST_AUTO_TEST_CASE(a_certificate_authority_is_no_host_key, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    // a line for an authority must not make its key, or any other, a host's
    const std::string key = " " + public_part(server, "host_ed25519") + "\n";
    BOOST_TEST((verdict(server, "@cert-authority " + host_name(server) + key).code ==
                security_error::host_key_unknown));
    BOOST_TEST((verdict(server, "@cert-authority * " + public_part(server, "host_ca") + "\n").code ==
                security_error::host_key_unknown));
}

BOOST_AUTO_TEST_CASE(a_fingerprint_alone_will_do, *precondition(needs_peer{openssh})) {
    const peer& server = openssh.get();
    const std::string printed =
        testing::run_program({"ssh-keygen", "-l", "-f", server.path("host_ed25519.pub")}).output;
    const std::size_t at = printed.find("SHA256:");
    BOOST_REQUIRE(at != std::string::npos);
    const std::string fingerprint = printed.substr(at, printed.find(' ', at) - at);
    const auto to =
        hawser::connect<modern>("127.0.0.1", server.port(), accept_fingerprint{fingerprint}, options_of());
    BOOST_TEST(keys::fingerprint_sha256(to.session().host_key()) == fingerprint);
    const std::string other =
        fingerprint.substr(0, fingerprint.size() - 1) + (fingerprint.back() == 'A' ? 'E' : 'A');
    for (const std::string& wrong :
         {other, fingerprint.substr(0, fingerprint.size() - 1), std::string{"SHA256:"}, std::string{}})
        BOOST_CHECK_THROW(
            hawser::connect<modern>("127.0.0.1", server.port(), accept_fingerprint{wrong}, options_of()),
            hawser::error);
}

BOOST_AUTO_TEST_CASE(the_host_key_survives_key_changes, *precondition(needs_peer{openssh})) {
    const auto to = log_in(openssh.get());
    const byte_vector id = to_vector(to->session().session_id());
    const byte_vector key = to_vector(to->session().host_key());
    for (unsigned i = 2; i < 8; ++i) {
        to->session().rekey();
        BOOST_TEST(told(*to, "echo again") == "again\n||0");
        BOOST_REQUIRE(!to->drive(to->reply_deadline(), [&] { return to->session().key_exchanges() >= i; }));
    }
    BOOST_TEST((to_vector(to->session().session_id()) == id));
    BOOST_TEST((to_vector(to->session().host_key()) == key));
}

BOOST_AUTO_TEST_CASE(strict_key_exchange_is_agreed_on,
                     *label("CM-C-031") * precondition(needs_peer{openssh})) {
    using level = transport::strict_kex_level;
    for (const level one : {level::off, level::offer, level::safe, level::require}) {
        choices how;
        how.strict_kex = one;
        // without it, only a cipher that the attack does not touch
        how.ciphers = one == level::off ? "aes128-gcm@openssh.com" : "chacha20-poly1305@openssh.com";
        const auto to = log_in(openssh.get(), how);
        BOOST_TEST(to->session().negotiated().strict_kex == (one != level::off), transport::name_of(one));
        to->session().rekey();
        BOOST_TEST(told(*to, "echo in") == "in\n||0", transport::name_of(one));
        BOOST_TEST(to->session().key_exchanges() >= 1U);
    }
}

} // namespace interop
