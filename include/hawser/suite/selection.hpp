#pragma once
// The outcome of a negotiation: indices into the lists of the suite.

#include <hawser/core/direction.hpp>

#include <cstddef>
#include <optional>

namespace hawser::inline HAWSER_ABI {

struct direction_selection {
    std::size_t cipher = 0;
    /// Nothing when the cipher authenticates by itself.
    std::optional<std::size_t> mac;
    std::size_t compression = 0;

    friend bool operator==(const direction_selection&, const direction_selection&) = default;
};

struct selection {
    std::size_t kex = 0;
    std::size_t host_key = 0;
    direction_selection client_to_server;
    direction_selection server_to_client;

    const direction_selection& of(direction d) const noexcept {
        return d == direction::client_to_server ? client_to_server : server_to_client;
    }

    friend bool operator==(const selection&, const selection&) = default;
};

} // namespace hawser::inline HAWSER_ABI
