#pragma once
// The kinds of algorithms, and the eight lists of KEXINIT in which they are negotiated (RFC 4253,
// section 7.1).

#include <hawser/core/direction.hpp>

#include <array>
#include <cstddef>
#include <string_view>

namespace hawser::inline HAWSER_ABI {

enum class algorithm_kind : unsigned char { kex, host_key, cipher, mac, compression };

/// One list of KEXINIT. Its two lists of languages choose nothing and have no slot.
enum class algorithm_slot : unsigned char {
    kex,
    host_key,
    cipher_client_to_server,
    cipher_server_to_client,
    mac_client_to_server,
    mac_server_to_client,
    compression_client_to_server,
    compression_server_to_client,
};
inline constexpr std::size_t algorithm_slots = 8;

constexpr algorithm_kind kind_of(algorithm_slot slot) noexcept {
    switch (slot) {
    case algorithm_slot::kex: return algorithm_kind::kex;
    case algorithm_slot::host_key: return algorithm_kind::host_key;
    case algorithm_slot::cipher_client_to_server:
    case algorithm_slot::cipher_server_to_client: return algorithm_kind::cipher;
    case algorithm_slot::mac_client_to_server:
    case algorithm_slot::mac_server_to_client: return algorithm_kind::mac;
    case algorithm_slot::compression_client_to_server:
    case algorithm_slot::compression_server_to_client: break;
    }
    return algorithm_kind::compression;
}

/// The list of a kind in a direction. Key exchange and host key have one list for both.
constexpr algorithm_slot slot_of(algorithm_kind kind, direction d) noexcept {
    const bool first = d == direction::client_to_server;
    switch (kind) {
    case algorithm_kind::kex: return algorithm_slot::kex;
    case algorithm_kind::host_key: return algorithm_slot::host_key;
    case algorithm_kind::cipher:
        return first ? algorithm_slot::cipher_client_to_server : algorithm_slot::cipher_server_to_client;
    case algorithm_kind::mac:
        return first ? algorithm_slot::mac_client_to_server : algorithm_slot::mac_server_to_client;
    case algorithm_kind::compression: break;
    }
    return first ? algorithm_slot::compression_client_to_server
                 : algorithm_slot::compression_server_to_client;
}

/// Its name for people, as in "no common cipher client to server".
constexpr std::string_view name_of(algorithm_slot slot) noexcept {
    constexpr std::array<std::string_view, algorithm_slots> names{"key exchange",
                                                                  "host key",
                                                                  "cipher client to server",
                                                                  "cipher server to client",
                                                                  "MAC client to server",
                                                                  "MAC server to client",
                                                                  "compression client to server",
                                                                  "compression server to client"};
    return names[static_cast<std::size_t>(slot)];
}

} // namespace hawser::inline HAWSER_ABI
