// hawser info and hawser algorithms: what was, and what can be, negotiated.

#include <hawser/keys/fingerprint.hpp>

#include "commands.hpp"
#include "connection.hpp"

#include <iostream>

namespace tool {

namespace {

std::string quoted(std::string_view text) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string out = "\"";
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            out += '\\';
            out += c;
        } else if (byte < 0x20 || byte >= 0x7f) {
            // Peer text need not be UTF-8; every byte stands for the character of its number.
            out += "\\u00";
            out += digits[byte >> 4];
            out += digits[byte & 15];
        } else {
            out += c;
        }
    }
    return out + "\"";
}

template <class Names>
std::string list(const Names& names) {
    std::string out = "[";
    for (const auto& name : names) out += (out.size() > 1 ? "," : "") + quoted(name);
    return out + "]";
}

std::string text_or_null(std::string_view text) { return text.empty() ? "null" : quoted(text); }

} // namespace

int run_info(const options& given) {
    const auto to = open(given);
    const auto& session = to->session();
    const hawser::negotiated_names agreed = session.negotiated();
    std::vector<std::string> sig_algs;
    for (std::string_view name : hawser::wire::name_list{session.server_sig_algs()})
        sig_algs.emplace_back(name);
    std::cout << "{\"server_version\":" << quoted(session.peer_identification())
              << ",\"kex\":" << quoted(agreed.kex)
              << ",\"host_key_algorithm\":" << quoted(agreed.host_key_algorithm)
              << ",\"host_key_fingerprint\":" << quoted(hawser::keys::fingerprint_sha256(session.host_key()))
              << ",\"cipher_c2s\":" << quoted(agreed.cipher_client_to_server)
              << ",\"cipher_s2c\":" << quoted(agreed.cipher_server_to_client)
              << ",\"mac_c2s\":" << text_or_null(agreed.mac_client_to_server)
              << ",\"mac_s2c\":" << text_or_null(agreed.mac_server_to_client)
              << ",\"compression_c2s\":" << quoted(agreed.compression_client_to_server)
              << ",\"compression_s2c\":" << quoted(agreed.compression_server_to_client)
              << ",\"strict_kex\":" << (agreed.strict_kex ? "true" : "false")
              << ",\"server_sig_algs\":" << list(sig_algs)
              << ",\"auth_methods_tried\":" << list(session.login().tried())
              << ",\"session_id_hex\":" << quoted(hawser::to_hex(session.session_id())) << "}\n";
    return std::cout.flush() ? 0 : 1;
}

int run_algorithms(const options& given) {
    const hawser::suite_table& table = table_of_suite(given.suite);
    const auto show = [&](std::string_view title, const hawser::name_table& names) {
        std::cout << title << '\n';
        for (std::size_t i = 0; i < names.names.size(); ++i)
            std::cout << "  " << names.names[i] << "  " << hawser::name_of(names.ranks[i]) << '\n';
    };
    show("key exchange", table.kexes);
    show("host key", table.host_keys);
    show("cipher", table.ciphers);
    show("mac", table.macs);
    show("compression", table.compressions);
    return std::cout.flush() ? 0 : 1;
}

} // namespace tool
