#include "interop/museum_client.hpp"

#include "support/fixed_random.hpp"

#include <sstream>

namespace hawser::inline HAWSER_ABI {
#if HAWSER_HEADER_ONLY
template class session<role::client, museum>;
template class session<role::server, museum>;
#endif
template class basic_client<museum, io::posix::socket>;
} // namespace hawser::inline HAWSER_ABI

namespace interop {

namespace {

/// What was agreed in place of what was chosen; empty when it was just that.
std::string difference(const negotiated_names& agreed, const choices& how) {
    std::string out;
    const auto compare = [&](std::string_view got, std::string_view wanted) {
        if (!wanted.empty() && got != wanted) out += " " + std::string{got};
    };
    compare(agreed.kex, how.kex);
    compare(agreed.host_key_algorithm, how.host_key);
    compare(agreed.cipher_client_to_server, how.ciphers);
    compare(agreed.cipher_server_to_client, how.ciphers);
    compare(agreed.mac_client_to_server, how.macs);
    compare(agreed.mac_server_to_client, how.macs);
    compare(agreed.compression_client_to_server, how.compression);
    compare(agreed.compression_server_to_client, how.compression);
    return out.empty() ? out : "agreed on" + out;
}

/// Empty when all was as it should be, else what was not.
std::string try_once(const peer& server, const choices& how, std::size_t number, rekeying when) {
    client_options options = options_of(how, museum_client::session_type::table());
    options.session.transport.keys.modulus_bits_minimum = 1024;
    auto to = hawser::connect<museum>(
        "127.0.0.1", server.port(), accept_known{*known_hosts_file(server["known_hosts"], nullptr)}, options);
    to.authenticate(server["user"], key_of(server));
    if (std::string other = difference(to.session().negotiated(), how); !other.empty()) return other;
    // in the command and out of it: a server may know no other streams
    const std::string text =
        "combination-" + std::to_string(number) + "-" + to_hex(testing::fixed_random{number}.bytes(2000));
    const auto command = [&]() -> std::string {
        // the server that takes no second command also drops what is said right before the end
        const std::string pause = when == rekeying::before_the_command ? "; sleep 0.1" : "";
        const exec_result got = exec(to, "echo " + text + pause);
        return got.output == text + "\n" ? "" : "the command told " + got.output;
    };
    if (when != rekeying::before_the_command)
        if (std::string other = command(); !other.empty() || when == rekeying::never) return other;
    to.session().rekey();
    if (const auto failed = to.drive(to.reply_deadline(), [&] { return to.session().key_exchanges() == 2; }))
        return "no new keys: " + to.session_failure().text();
    std::string other = command();
    if (other.empty() && to.session().key_exchanges() != 2)
        other = std::to_string(to.session().key_exchanges()) + " key exchanges";
    return other;
}

/// What choices are called in a message.
std::string name_of(const choices& how) {
    std::string out;
    for (const std::string& one : {how.kex, how.host_key, how.ciphers, how.macs, how.compression})
        if (!one.empty()) out += (out.empty() ? "" : ", ") + one;
    return out;
}

} // namespace

bool works(const peer& server, const choices& how, std::size_t number, rekeying when) {
    const std::string problem = [&]() -> std::string {
        try {
            return try_once(server, how, number, when);
        } catch (const std::exception& failed) {
            return failed.what();
        }
    }();
    BOOST_TEST(problem.empty(), server.name() << ": " << name_of(how) << ": " << problem);
    return problem.empty();
}

server_offer offer_of(const peer& server) {
    const testing::program_result said =
        testing::run_program({"/usr/bin/python3", std::string{HAWSER_SOURCE_DIR} + "/tests/peers/kexinit.py",
                              "127.0.0.1", std::to_string(server.port())});
    const auto list = [&](const std::string& name) {
        std::vector<std::string> out;
        const std::string mark = "\n" + name + ": ";
        const std::size_t at = said.output.find(mark);
        if (at == said.output.npos) throw std::runtime_error("no KEXINIT: " + said.output);
        const std::size_t begin = at + mark.size();
        std::istringstream names{said.output.substr(begin, said.output.find('\n', begin) - begin)};
        for (std::string one; std::getline(names, one, ',');) out.push_back(one);
        return out;
    };
    return {list("kex"), list("hostkey"), list("cipher_c2s"), list("mac_c2s"), list("comp_c2s")};
}

bool authenticates_by_itself(std::string_view cipher) {
    const suite_table& names = museum_client::session_type::table();
    const auto at = names.ciphers.index_of(cipher);
    return at && names.cipher_is_aead[*at];
}

} // namespace interop
