#pragma once
// The two directions of an SSH connection and their key letters (RFC 4253, section 7.2).

#include <hawser/core/role.hpp>

namespace hawser::inline HAWSER_ABI {

enum class direction : unsigned char { client_to_server, server_to_client };

constexpr direction outgoing_direction(role r) noexcept {
    return r == role::client ? direction::client_to_server : direction::server_to_client;
}
constexpr direction incoming_direction(role r) noexcept { return outgoing_direction(opposite_of(r)); }

/// The letters hashed to derive the initial IV, the encryption key and the integrity key of a direction.
struct key_letters {
    char iv, key, integrity;
};
constexpr key_letters letters_of(direction d) noexcept {
    return d == direction::client_to_server ? key_letters{'A', 'C', 'E'} : key_letters{'B', 'D', 'F'};
}

} // namespace hawser::inline HAWSER_ABI
