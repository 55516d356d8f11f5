#pragma once
// Which machine a message number belongs to (RFC 4250, section 4.1.1).

#include <hawser/core/config.hpp>

#include <cstdint>

namespace hawser::inline HAWSER_ABI {

enum class machine : unsigned char { transport, auth, connection };

/// The service request and its answer belong to the login, which they begin; 192 and 193 (ping) to the
/// transport.
constexpr machine route(std::uint8_t number) noexcept {
    if (number == 5 || number == 6 || (number >= 50 && number <= 79)) return machine::auth;
    return number >= 80 && number <= 127 ? machine::connection : machine::transport;
}

} // namespace hawser::inline HAWSER_ABI
