#pragma once
// The two ends of an SSH connection.

#include <hawser/core/config.hpp>

namespace hawser::inline HAWSER_ABI {

enum class role : unsigned char { client, server };

constexpr role opposite_of(role r) noexcept { return r == role::client ? role::server : role::client; }

} // namespace hawser::inline HAWSER_ABI
