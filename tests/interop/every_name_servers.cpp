#include "interop/museum_client.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

// Every name that we have and that a server here has too, each on a connection of its own that also changes its keys: what
// OpenSSH has by default and what it has switched off, what it has no more or never had, and in the end the count of what some
// server here has.

namespace interop {

namespace {

using boost::unit_test::depends_on;
using boost::unit_test::label;
using boost::unit_test::precondition;

shared_peer of_old(const char* name) { return {name, {{"PEER_LEGACY", "1"}}}; }

const shared_peer old_openssh{"openssh", {{"PEER_USER", testing::own_name()}, {"PEER_LEGACY", "1"}}},
    old_asyncssh = of_old("asyncssh"), old_paramiko = of_old("paramiko"), old_go = of_old("go"),
    old_ssh2_js = of_old("ssh2"), old_erlang = of_old("erlang"), dropbear{"dropbear"}, libssh{"libssh"},
    tinysshd{"tinysshd"}, newer_openssh{testing::newer_openssh()};

/// What is different about a server.
struct quirks {
    bool chains_with_etm = true;
    rekeying when = rekeying::between_two_commands;
    /// Part of the names of methods that it offers and does not have.
    std::string_view offers_in_vain = "none";
};

/// The names that some server here had and that worked.
std::set<std::string>& shown() {
    static std::set<std::string> all;
    return all;
}

bool has(const std::vector<std::string>& names, std::string_view name) {
    return std::ranges::find(names, name) != names.end();
}

/// Each name of a server that we have too.
void check_names(const shared_peer& kind, std::initializer_list<const char*> must_have,
                 const quirks& what = {}) {
    const peer& server = kind.get();
    const server_offer theirs = offer_of(server);
    const auto known = [](algorithm_kind of, const std::vector<std::string>& names) {
        std::vector<std::string> out;
        for (const std::string& name : names)
            if (museum_client::session_type::table().of(of).index_of(name)) out.push_back(name);
        return out;
    };
    const auto kexes = known(algorithm_kind::kex, theirs.kexes);
    const auto host_keys = known(algorithm_kind::host_key, theirs.host_keys);
    const auto ciphers = known(algorithm_kind::cipher, theirs.ciphers);
    const auto macs = known(algorithm_kind::mac, theirs.macs);
    const auto compressions = known(algorithm_kind::compression, theirs.compressions);
    for (const char* name : must_have) {
        const bool there = has(kexes, name) || has(host_keys, name) || has(ciphers, name) ||
                           has(macs, name) || has(compressions, name);
        BOOST_TEST(there, server.name() << " has no " << name);
    }
    std::size_t good = 0, number = 0;
    const auto works_with = [&](const std::string& name, const choices& how) {
        ++number;
        if (!works(server, how, number, what.when)) return;
        ++good;
        shown().insert(name);
    };
    choices base;
    // some of these servers know nothing of it, and chains of blocks with MACs of their bytes are to be shown too
    base.strict_kex = transport::strict_kex_level::offer;
    for (const std::string& kex : kexes) {
        if (kex.find(what.offers_in_vain) != kex.npos) continue;
        choices how = base;
        how.kex = kex;
        works_with(kex, how);
    }
    for (const std::string& host_key : host_keys) {
        choices how = base;
        how.host_key = host_key;
        works_with(host_key, how);
    }
    for (const std::string& cipher : ciphers) {
        choices how = base;
        how.ciphers = cipher;
        // the museum's first would be one of encrypted bytes
        if (!authenticates_by_itself(cipher))
            how.macs = has(macs, "hmac-sha1") ? "hmac-sha1" : "hmac-sha2-256";
        works_with(cipher, how);
    }
    for (const std::string& mac : macs) {
        for (const std::string cipher : {"aes128-ctr", "aes128-cbc"}) {
            if (!has(ciphers, cipher)) continue;
            if (cipher == "aes128-cbc" && !what.chains_with_etm && mac.find("-etm@") != mac.npos) continue;
            choices how = base;
            how.ciphers = cipher;
            how.macs = mac;
            works_with(mac, how);
        }
    }
    for (const std::string& compression : compressions) {
        choices how = base;
        how.compression = compression;
        works_with(compression, how);
    }
    std::cout << server.name() << ", every name that both have: " << good << " of " << number
              << " connections" << std::endl;
}

} // namespace

BOOST_AUTO_TEST_CASE(names_of_openssh, *label("CM-C-009") * precondition(needs_peer{old_openssh})) {
    check_names(old_openssh, {"ecdh-sha2-nistp384", "ecdh-sha2-nistp521", "diffie-hellman-group18-sha512",
                              "diffie-hellman-group1-sha1", "diffie-hellman-group-exchange-sha1",
                              "ecdsa-sha2-nistp384", "ecdsa-sha2-nistp521", "ssh-rsa", "ssh-dss", "3des-cbc",
                              "hmac-md5", "umac-64@openssh.com", "zlib@openssh.com"});
}

BOOST_AUTO_TEST_CASE(names_of_a_newer_openssh, *precondition(needs_peer{newer_openssh})) {
    check_names(newer_openssh, {"mlkem768x25519-sha256", "sntrup761x25519-sha512", "curve25519-sha256",
                                "umac-128-etm@openssh.com", "zlib@openssh.com"});
}

BOOST_AUTO_TEST_CASE(names_of_asyncssh, *precondition(needs_peer{old_asyncssh})) {
    check_names(old_asyncssh,
                {"diffie-hellman-group1-sha1", "diffie-hellman-group-exchange-sha256", "ssh-dss", "arcfour",
                 "arcfour128", "arcfour256", "blowfish-cbc", "cast128-cbc", "3des-cbc", "hmac-sha2-256-96",
                 "hmac-sha2-512-96", "hmac-sha2-256-96-etm@openssh.com", "hmac-sha2-512-96-etm@openssh.com",
                 "hmac-sha1-96", "hmac-md5-96", "zlib"});
}

BOOST_AUTO_TEST_CASE(names_of_paramiko, *precondition(needs_peer{old_paramiko})) {
    check_names(old_paramiko, {"diffie-hellman-group1-sha1", "diffie-hellman-group-exchange-sha1", "ssh-rsa",
                               "aes256-cbc", "3des-cbc", "hmac-md5", "hmac-sha1-96", "zlib"});
}

BOOST_AUTO_TEST_CASE(names_of_go, *precondition(needs_peer{old_go})) {
    // Its CBC takes a MAC of the encrypted bytes for one of the plaintext (golang.org/x/crypto/ssh 0.4.0).
    check_names(old_go, {"arcfour", "arcfour128", "arcfour256", "aes128-cbc", "hmac-sha1-96"},
                {.chains_with_etm = false});
}

BOOST_AUTO_TEST_CASE(names_of_ssh2_js, *precondition(needs_peer{old_ssh2_js})) {
    // "Group exchange not implemented for server", it says, and offers it
    check_names(old_ssh2_js,
                {"diffie-hellman-group18-sha512", "ssh-dss", "hmac-ripemd160", "hmac-sha2-256-96",
                 "hmac-sha2-512-96", "zlib"},
                {.offers_in_vain = "group-exchange"});
}

BOOST_AUTO_TEST_CASE(names_of_erlang, *precondition(needs_peer{old_erlang})) {
    check_names(old_erlang, {"diffie-hellman-group-exchange-sha1", "ssh-dss", "AEAD_AES_128_GCM",
                             "AEAD_AES_256_GCM", "3des-cbc", "hmac-sha1-96"});
}

BOOST_AUTO_TEST_CASE(names_of_dropbear, *precondition(needs_peer{dropbear})) {
    check_names(dropbear, {"diffie-hellman-group14-sha1", "ssh-rsa", "chacha20-poly1305@openssh.com"});
}

BOOST_AUTO_TEST_CASE(names_of_libssh, *precondition(needs_peer{libssh})) {
    // Its example server runs one command for each connection.
    check_names(libssh,
                {"diffie-hellman-group-exchange-sha256", "diffie-hellman-group18-sha512",
                 "ecdsa-sha2-nistp256", "aes256-gcm@openssh.com", "hmac-sha2-512", "zlib@openssh.com"},
                {.when = rekeying::before_the_command});
}

BOOST_AUTO_TEST_CASE(names_of_tinysshd, *precondition(needs_peer{tinysshd})) {
    check_names(tinysshd,
                {"curve25519-sha256", "sntrup761x25519-sha512@openssh.com", "chacha20-poly1305@openssh.com"},
                {.when = rekeying::never});
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
                         precondition(needs_peer{old_openssh}) * precondition(needs_peer{old_asyncssh})) {
    for (const shared_peer* kind : {&old_openssh, &old_asyncssh})
        for (const char* file : {"user_ed25519", "user_ecdsa256", "user_ecdsa384", "user_ecdsa521",
                                 "user_rsa", "user_rsa_pem", "user_dsa"})
            check_login(kind->get(), file);
}

BOOST_AUTO_TEST_CASE(every_name_has_met_a_server,
                     *depends_on("names_of_openssh") * depends_on("names_of_a_newer_openssh") *
                         depends_on("names_of_asyncssh") * depends_on("names_of_paramiko") *
                         depends_on("names_of_go") * depends_on("names_of_ssh2_js") *
                         depends_on("names_of_erlang")) {
    const std::set<std::string_view> without_a_server{// plink is among their clients (our server meets it)
                                                      "3des-ctr", "mlkem768nistp256-sha256",
                                                      "mlkem1024nistp384-sha384",
                                                      // nobody has it
                                                      "hmac-ripemd160-96"};
    const suite_table& names = museum_client::session_type::table();
    std::size_t count = 0, met = 0;
    for (const name_table* kind :
         {&names.kexes, &names.host_keys, &names.ciphers, &names.macs, &names.compressions}) {
        for (const std::string_view name : kind->names) {
            ++count;
            const bool has_met = shown().count(std::string{name}) != 0;
            met += has_met;
            BOOST_TEST(has_met != (without_a_server.count(name) != 0), name);
        }
    }
    std::cout << "Names that met a server: " << met << " of " << count << std::endl;
}

} // namespace interop
