#include <hawser/suite/museum.hpp>

#include "interop/own_server.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>

// Our server role over every algorithm there is, used by other people's clients with the names that each has: those that are
// switched off or gone elsewhere among them.

namespace hawser::inline HAWSER_ABI {
#if HAWSER_HEADER_ONLY
extern template class session<role::server, museum>;
#endif
} // namespace hawser::inline HAWSER_ABI

namespace interop {

namespace {

using boost::unit_test::precondition;
using testing::needs_program;
using museum_server = server<museum>;

const suite_table& names() { return session<role::server, museum>::table(); }

/// Where the npm package ssh2 is, as a word of a shell.
std::string ssh2_modules() { return shell_word((testing::installed_peers() / "node/node_modules").string()); }

std::string script(const char* name) {
    return shell_word(std::string{HAWSER_SOURCE_DIR} + "/tests/peers/" + name);
}

} // namespace

BOOST_AUTO_TEST_CASE(openssh_client_with_each_name_it_has, *precondition(needs_program{"ssh"})) {
    const museum_server ours;
    std::size_t good = 0, number = 0;
    const auto all_of = [&](const char* query, algorithm_kind kind, const std::string& options) {
        for (const std::string& name : testing::names_of_ssh(query)) {
            if (!names().of(kind).index_of(name)) continue;
            const std::string said =
                run_shell(ours.ssh(ours.with_key() + "-o " + options + "=" + name) + "echo in").output;
            BOOST_TEST(said == "in\n", query << " " << name << ": " << said);
            ++number;
            good += said == "in\n";
        }
    };
    all_of("kex", algorithm_kind::kex, "KexAlgorithms");
    all_of("HostKeyAlgorithms", algorithm_kind::host_key, "HostKeyAlgorithms");
    all_of("cipher", algorithm_kind::cipher, "Ciphers");
    all_of("mac", algorithm_kind::mac, "Ciphers=aes128-ctr -o MACs");
    all_of("mac", algorithm_kind::mac, "Ciphers=aes256-cbc -o MACs");
    std::cout << "OpenSSH's client: " << good << " of " << number << " names" << std::endl;
    BOOST_TEST(number >= 50U);
}

BOOST_AUTO_TEST_CASE(asyncssh_client_with_names_that_are_gone,
                     *precondition(needs_program{"asyncssh",
                                                 "/usr/bin/python3 -W ignore -c 'import asyncssh'"})) {
    const museum_server ours;
    std::size_t good = 0, number = 0;
    const auto with = [&](const std::string& what) {
        const std::string said =
            run_shell("/usr/bin/python3 " + script("client_asyncssh.py") + " 127.0.0.1 " + ours.port() +
                      " tester " + shell_word(ours.path("user")) + " " + shell_word(ours.known_hosts()) +
                      " " + what + " 'echo in'")
                .output;
        BOOST_TEST(said == "in\n", what << ": " << said);
        ++number;
        good += said == "in\n";
    };
    for (const char* cipher :
         {"arcfour", "arcfour128", "arcfour256", "blowfish-cbc", "cast128-cbc", "3des-cbc", "aes256-cbc"})
        with(std::string{"mac=hmac-sha2-256 cipher="} + cipher);
    for (const char* mac : {"hmac-sha2-256-96", "hmac-sha2-512-96", "hmac-sha2-256-96-etm@openssh.com",
                            "hmac-sha2-512-96-etm@openssh.com", "hmac-sha1-96", "hmac-md5", "hmac-md5-96"})
        with(std::string{"cipher=aes128-ctr mac="} + mac);
    with("compression=zlib");
    with("compression=zlib@openssh.com");
    std::cout << "AsyncSSH's client: " << good << " of " << number << " names" << std::endl;
}

/// The methods that only clients newer than those of this Debian have.
BOOST_AUTO_TEST_CASE(newer_clients_with_ml_kem,
                     *precondition(needs_program{"plink of Debian 13",
                                                 "test -x " + shell_word(testing::newer_program("plink"))})) {
    museum_server ours;
    for (const char* kex : {"mlkem768x25519-sha256", "mlkem768nistp256-sha256", "mlkem1024nistp384-sha384"}) {
        ours.offer(algorithm_kind::kex, kex);
        const std::string said = run_shell(ours.plink("password", testing::newer_program("plink")) +
                                           "echo in 2>" + shell_word(ours.path("log")))
                                     .output;
        BOOST_TEST(said == "in\n", kex << ": " << text_of(ours.path("log")));
    }
    ours.offer(algorithm_kind::kex, "mlkem768x25519-sha256");
    const std::string said =
        run_shell(ours.ssh(ours.with_key(), testing::newer_program("ssh")) + "echo in 2>&1").output;
    BOOST_TEST(said == "in\n", said);
}

BOOST_AUTO_TEST_CASE(plink_client_with_triple_des_in_counter_mode, *precondition(needs_program{"plink"})) {
    museum_server ours;
    for (const char* cipher : {"3des-ctr", "3des-cbc"}) {
        ours.offer(algorithm_kind::cipher, cipher);
        const std::string said =
            run_shell(ours.plink("password") + "echo in 2>" + shell_word(ours.path("log"))).output;
        BOOST_TEST(said == "in\n", cipher << ": " << text_of(ours.path("log")));
    }
}

BOOST_AUTO_TEST_CASE(erlang_client_with_names_for_cipher_and_mac, *precondition(needs_program{"erl"})) {
    const museum_server ours;
    for (const std::string name : {"AEAD_AES_128_GCM", "AEAD_AES_256_GCM"}) {
        const std::string said = run_shell("PEER_PASSWORD=$(cat " + shell_word(ours.path("password")) + ") " +
                                           script("client_erlang.sh") + " " + ours.port() + " tester " +
                                           name + " " + name + " 'echo in'")
                                     .output;
        BOOST_TEST(said == "in\n", name << ": " << said);
    }
}

BOOST_AUTO_TEST_CASE(ssh2_js_client_with_ripemd,
                     *precondition(needs_program{"ssh2", "NODE_PATH=" + ssh2_modules() +
                                                             " node -e 'require(\"ssh2\")'"})) {
    const museum_server ours;
    for (const std::string what : {"hmac hmac-ripemd160", "hmac hmac-sha2-512-96", "compress zlib"}) {
        const std::string said =
            run_shell("NODE_PATH=" + ssh2_modules() + " timeout 60 node " + script("client_ssh2.js") + " " +
                      ours.port() + " tester " + shell_word(ours.path("user")) + " " + what + " 'echo in'")
                .output;
        BOOST_TEST(said == "in\n", what << ": " << said);
    }
}

} // namespace interop
