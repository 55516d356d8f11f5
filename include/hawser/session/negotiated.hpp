#pragma once
// What a key exchange agreed on, in names.

#include <hawser/core/direction.hpp>
#include <hawser/suite/name_table.hpp>
#include <hawser/suite/selection.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI {

/// The names are constants of the program. A MAC name is empty when the cipher authenticates by itself.
struct negotiated_names {
    std::string_view kex;
    std::string_view host_key_algorithm;
    std::string_view cipher_client_to_server, cipher_server_to_client;
    std::string_view mac_client_to_server, mac_server_to_client;
    std::string_view compression_client_to_server, compression_server_to_client;
    bool strict_kex = false;
};

/// The names of a selection; all empty before the first key exchange, which is told by `done`.
inline negotiated_names names_of(const suite_table& table, const selection& chosen, bool strict,
                                 bool done) noexcept {
    if (!done) return {};
    const auto mac = [&](const direction_selection& d) {
        return d.mac ? table.macs.names[*d.mac] : std::string_view{};
    };
    const direction_selection& up = chosen.client_to_server;
    const direction_selection& down = chosen.server_to_client;
    return {table.kexes.names[chosen.kex],
            table.host_keys.names[chosen.host_key],
            table.ciphers.names[up.cipher],
            table.ciphers.names[down.cipher],
            mac(up),
            mac(down),
            table.compressions.names[up.compression],
            table.compressions.names[down.compression],
            strict};
}

} // namespace hawser::inline HAWSER_ABI
