#include "interop/client.hpp"

#include <boost/test/unit_test.hpp>

// Every combination that our default suite can agree on with OpenSSH, each once on a connection of its own.

namespace interop {

namespace {

struct protection {
    std::string cipher, mac;
};

std::vector<protection> protections(const suite_table& names) {
    std::vector<protection> out;
    for (const std::string_view cipher : names.ciphers.names) {
        if (cipher.find("-ctr") == cipher.npos) {
            out.push_back({std::string{cipher}, {}});
            continue;
        }
        for (const std::string_view mac : names.macs.names)
            out.push_back({std::string{cipher}, std::string{mac}});
    }
    return out;
}

/// Empty when the connection did what it should.
std::string try_one(const choices& how, std::size_t number) {
    const auto to = log_in(openssh.get(), how);
    const negotiated_names agreed = to->session().negotiated();
    if (agreed.kex != how.kex || agreed.host_key_algorithm != how.host_key ||
        agreed.cipher_client_to_server != how.ciphers || agreed.cipher_server_to_client != how.ciphers ||
        agreed.mac_client_to_server != how.macs || agreed.mac_server_to_client != how.macs)
        return "agreed on something else";
    if (to->session().key_exchanges() != 1) return "more than one key exchange";
    const std::string text = "combination " + std::to_string(number);
    const std::string said = told(*to, "cat; echo " + text + " >&2; exit " + std::to_string(number % 100),
                                  {.input = text, .environment = {}, .timeout = {}});
    return said == text + "|" + text + "\n|" + std::to_string(number % 100) ? "" : "the command told " + said;
}

} // namespace

BOOST_AUTO_TEST_CASE(openssh_every_combination, *boost::unit_test::precondition(needs_peer{openssh})) {
    const suite_table& names = client::session_type::table();
    std::size_t good = 0, number = 0;
    const auto every = protections(names);
    for (const std::string_view kex : names.kexes.names) {
        for (const std::string_view host_key : names.host_keys.names) {
            for (const protection& one : every) {
                ++number;
                choices how;
                how.kex = kex;
                how.host_key = host_key;
                how.ciphers = one.cipher;
                how.macs = one.mac;
                std::string problem;
                try {
                    problem = try_one(how, number);
                } catch (const hawser::error& failed) {
                    problem = failed.what();
                }
                BOOST_TEST(problem.empty(), kex << ", " << host_key << ", " << one.cipher << ", " << one.mac
                                                << ": " << problem);
                if (problem.empty()) ++good;
            }
        }
    }
    std::cout << "OpenSSH: " << good << " of " << number << " combinations" << std::endl;
    BOOST_TEST(number == names.kexes.names.size() * names.host_keys.names.size() * every.size());
    BOOST_TEST(number >= 240U);
}

} // namespace interop
