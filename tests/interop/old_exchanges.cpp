#include "interop/museum.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

// Every key exchange and every host key algorithm that a server here has, each on a connection of its own that also changes
// its keys: what OpenSSH has by default, what it has switched off, and servers that have nothing else.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;

const shared_peer of_openssh{"openssh", {{"PEER_USER", testing::own_name()}, {"PEER_LEGACY", "1"}}},
    of_asyncssh{"asyncssh", {{"PEER_LEGACY", "1"}}}, of_paramiko{"paramiko", {{"PEER_LEGACY", "1"}}},
    of_go{"go", {{"PEER_LEGACY", "1"}}}, of_ssh2_js{"ssh2", {{"PEER_LEGACY", "1"}}},
    of_erlang{"erlang", {{"PEER_LEGACY", "1"}}}, of_dropbear{"dropbear", {{"PEER_LEGACY", "1"}}};

/// The names that some server here had and that worked.
std::set<std::string>& shown() {
    static std::set<std::string> all;
    return all;
}

std::vector<std::string> known(algorithm_kind kind, const std::vector<std::string>& theirs) {
    std::vector<std::string> out;
    for (const std::string& name : theirs)
        if (museum_client::session_type::table().of(kind).index_of(name)) out.push_back(name);
    return out;
}

/// Each key exchange of a server that we have too, and each of its host key algorithms.
void check_exchanges(const shared_peer& kind, std::initializer_list<const char*> must_have,
                     std::string_view offered_in_vain = "none") {
    const peer& server = kind.get();
    const server_offer theirs = offer_of(server);
    const auto kexes = known(algorithm_kind::kex, theirs.kexes);
    const auto host_keys = known(algorithm_kind::host_key, theirs.host_keys);
    for (const char* name : must_have)
        BOOST_TEST((std::ranges::count(kexes, name) + std::ranges::count(host_keys, name)) == 1,
                   server.name() << " has no " << name);
    choices base;
    base.strict_kex = transport::strict_kex_level::offer; // some of these servers know nothing of it
    std::size_t good = 0, number = 0;
    for (const std::string& kex : kexes) {
        if (kex.find(offered_in_vain) != kex.npos) continue;
        choices how = base;
        how.kex = kex;
        if (!works(server, how, ++number, true)) continue;
        ++good;
        shown().insert(kex);
    }
    for (const std::string& host_key : host_keys) {
        choices how = base;
        how.host_key = host_key;
        if (!works(server, how, ++number, true)) continue;
        ++good;
        shown().insert(host_key);
    }
    std::cout << server.name() << ", key exchanges and host keys: " << good << " of " << number
              << " connections" << std::endl;
}

} // namespace

BOOST_AUTO_TEST_CASE(exchanges_openssh, *precondition(needs_peer{of_openssh})) {
    check_exchanges(of_openssh, {"ecdh-sha2-nistp384", "ecdh-sha2-nistp521", "diffie-hellman-group18-sha512",
                                 "diffie-hellman-group1-sha1", "diffie-hellman-group-exchange-sha1",
                                 "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa", "ssh-dss"});
}
BOOST_AUTO_TEST_CASE(exchanges_asyncssh, *precondition(needs_peer{of_asyncssh})) {
    check_exchanges(of_asyncssh,
                    {"diffie-hellman-group1-sha1", "diffie-hellman-group-exchange-sha256", "ssh-dss"});
}
BOOST_AUTO_TEST_CASE(exchanges_paramiko, *precondition(needs_peer{of_paramiko})) {
    check_exchanges(of_paramiko,
                    {"diffie-hellman-group1-sha1", "diffie-hellman-group-exchange-sha1", "ssh-rsa"});
}
BOOST_AUTO_TEST_CASE(exchanges_go, *precondition(needs_peer{of_go})) { check_exchanges(of_go, {}); }
BOOST_AUTO_TEST_CASE(exchanges_ssh2_js, *precondition(needs_peer{of_ssh2_js})) {
    // "Group exchange not implemented for server", it says, and offers it
    check_exchanges(of_ssh2_js, {"diffie-hellman-group18-sha512", "ssh-dss"}, "group-exchange");
}
BOOST_AUTO_TEST_CASE(exchanges_erlang, *precondition(needs_peer{of_erlang})) {
    check_exchanges(of_erlang, {"diffie-hellman-group-exchange-sha1", "ssh-dss"});
}
BOOST_AUTO_TEST_CASE(exchanges_dropbear, *precondition(needs_peer{of_dropbear})) {
    check_exchanges(of_dropbear, {"diffie-hellman-group14-sha1", "ssh-rsa"});
}

/// Logs in with a key file of the peer's.
void check_login(const peer& server, const std::string& file) {
    client_options options = options_of({}, museum_client::session_type::table());
    options.session.transport.keys.modulus_bits_minimum = 1024;
    options.session.transport.strict_kex = transport::strict_kex_level::offer;
    BOOST_TEST_CONTEXT(server.name() << " with " << file) {
        try {
            auto to = hawser::connect<museum>("127.0.0.1", server.port(),
                                              accept_known{*known_hosts_file(server["known_hosts"], nullptr)},
                                              options);
            to.authenticate(server["user"], key_of(server, file));
            BOOST_TEST(exec(to, "echo in").output == "in\n");
        } catch (const std::exception& failed) {
            BOOST_ERROR(failed.what());
        }
    }
}

BOOST_AUTO_TEST_CASE(logins_with_every_kind_of_key,
                     *label("AL-H-003") * label("AL-H-004") * label("AL-H-008") *
                         precondition(needs_peer{of_openssh}) * precondition(needs_peer{of_asyncssh})) {
    for (const shared_peer* kind : {&of_openssh, &of_asyncssh})
        for (const char* file : {"user_ed25519", "user_ecdsa256", "user_ecdsa384", "user_ecdsa521",
                                 "user_rsa", "user_rsa_pem", "user_dsa"})
            check_login(kind->get(), file);
}

BOOST_AUTO_TEST_CASE(every_key_exchange_and_host_key_has_met_a_server,
                     *boost::unit_test::depends_on("exchanges_openssh") *
                         boost::unit_test::depends_on("exchanges_asyncssh")) {
    // those whose only peers are newer than what is here; recordings show the first
    const std::set<std::string_view> without_a_server{"mlkem768x25519-sha256", "mlkem768nistp256-sha256",
                                                      "mlkem1024nistp384-sha384"};
    const suite_table& names = museum_client::session_type::table();
    std::size_t count = 0, met = 0;
    for (const name_table* kind : {&names.kexes, &names.host_keys}) {
        for (const std::string_view name : kind->names) {
            ++count;
            const bool has_met = shown().count(std::string{name}) != 0;
            met += has_met;
            BOOST_TEST(has_met != (without_a_server.count(name) != 0), name);
        }
    }
    std::cout << "Key exchanges and host key algorithms that met a server: " << met << " of " << count
              << std::endl;
}

} // namespace interop
