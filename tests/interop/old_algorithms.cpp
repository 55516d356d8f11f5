#include "interop/museum.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <set>

// Ciphers, MACs and compression methods that OpenSSH has no more, or never had, with servers that have them; and in the end
// the count of what some server here has.

namespace interop {

namespace {

using boost::unit_test::label;
using boost::unit_test::precondition;

const shared_peer old_asyncssh{"asyncssh", {{"PEER_LEGACY", "1"}}},
    old_paramiko{"paramiko", {{"PEER_LEGACY", "1"}}}, old_go{"go", {{"PEER_LEGACY", "1"}}},
    old_ssh2{"ssh2", {{"PEER_LEGACY", "1"}}}, old_erlang{"erlang", {{"PEER_LEGACY", "1"}}};

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

/// Each cipher, MAC and compression method of a server that we have too, each with keys changed in between.
void check_old_server(const shared_peer& kind, std::initializer_list<const char*> must_have,
                      bool chains_with_etm = true) {
    const peer& server = kind.get();
    const server_offer theirs = offer_of(server);
    const auto ciphers = known(algorithm_kind::cipher, theirs.ciphers);
    const auto macs = known(algorithm_kind::mac, theirs.macs);
    const auto compressions = known(algorithm_kind::compression, theirs.compressions);
    for (const char* name : must_have)
        BOOST_TEST((std::ranges::count(ciphers, name) + std::ranges::count(macs, name) +
                    std::ranges::count(compressions, name)) == 1,
                   server.name() << " has no " << name);
    std::size_t good = 0, number = 0;
    const auto works_with = [&](const std::string& name, const choices& how) {
        ++number;
        if (!works(server, how, number, true)) return;
        ++good;
        shown().insert(name);
    };
    choices base;
    // some of these servers know nothing of it, and chains of blocks with MACs of their bytes are to be shown too
    base.strict_kex = transport::strict_kex_level::offer;
    for (const std::string& cipher : ciphers) {
        choices how = base;
        how.ciphers = cipher;
        // the museum's first would be one of encrypted bytes
        if (!authenticates_by_itself(cipher)) how.macs = "hmac-sha1";
        works_with(cipher, how);
    }
    for (const std::string& mac : macs) {
        choices how = base;
        how.ciphers = "aes128-ctr";
        how.macs = mac;
        works_with(mac, how);
        if (std::ranges::count(ciphers, "aes128-cbc") == 0) continue;
        if (!chains_with_etm && mac.find("-etm@") != mac.npos) continue;
        how.ciphers = "aes128-cbc";
        works_with(mac, how);
    }
    for (const std::string& compression : compressions) {
        choices how = base;
        how.compression = compression;
        works_with(compression, how);
    }
    std::cout << server.name() << ", all that it has: " << good << " of " << number << " connections"
              << std::endl;
}

} // namespace

BOOST_AUTO_TEST_CASE(asyncssh_of_old, *precondition(needs_peer{old_asyncssh})) {
    check_old_server(old_asyncssh,
                     {"arcfour", "arcfour128", "arcfour256", "blowfish-cbc", "cast128-cbc", "3des-cbc",
                      "hmac-sha2-256-96", "hmac-sha2-512-96", "hmac-sha2-256-96-etm@openssh.com",
                      "hmac-sha2-512-96-etm@openssh.com", "hmac-sha1-96", "hmac-md5-96", "zlib"});
}

BOOST_AUTO_TEST_CASE(paramiko_of_old, *precondition(needs_peer{old_paramiko})) {
    check_old_server(old_paramiko, {"aes256-cbc", "3des-cbc", "hmac-md5", "hmac-sha1-96", "zlib"});
}

BOOST_AUTO_TEST_CASE(go_of_old, *precondition(needs_peer{old_go})) {
    // Its CBC takes a MAC of the encrypted bytes for one of the plaintext (golang.org/x/crypto/ssh 0.4.0).
    check_old_server(old_go, {"arcfour", "arcfour128", "arcfour256", "aes128-cbc", "hmac-sha1-96"}, false);
}

BOOST_AUTO_TEST_CASE(ssh2_js_of_old, *precondition(needs_peer{old_ssh2})) {
    check_old_server(old_ssh2, {"hmac-ripemd160", "hmac-sha2-256-96", "hmac-sha2-512-96", "zlib"});
}

BOOST_AUTO_TEST_CASE(erlang_of_old, *precondition(needs_peer{old_erlang})) {
    check_old_server(old_erlang, {"AEAD_AES_128_GCM", "AEAD_AES_256_GCM", "3des-cbc", "hmac-sha1-96"});
}

BOOST_AUTO_TEST_CASE(every_cipher_mac_and_compression_has_met_a_server,
                     *boost::unit_test::depends_on("asyncssh_of_old") *
                         boost::unit_test::depends_on("paramiko_of_old") *
                         boost::unit_test::depends_on("go_of_old") *
                         boost::unit_test::depends_on("ssh2_js_of_old") *
                         boost::unit_test::depends_on("erlang_of_old")) {
    // 3des-ctr has plink among its clients (our server meets it), hmac-ripemd160-96 nobody
    const std::set<std::string_view> without_a_server{"3des-ctr", "hmac-ripemd160-96"};
    const suite_table& names = museum_client::session_type::table();
    std::size_t count = 0, met = 0;
    for (const name_table* kind : {&names.ciphers, &names.macs, &names.compressions}) {
        for (const std::string_view name : kind->names) {
            ++count;
            const bool has_met = shown().count(std::string{name}) != 0;
            met += has_met;
            BOOST_TEST(has_met != (without_a_server.count(name) != 0), name);
        }
    }
    std::cout << "Ciphers, MACs and compression methods that met a server of old: " << met << " of " << count
              << std::endl;
}

} // namespace interop
