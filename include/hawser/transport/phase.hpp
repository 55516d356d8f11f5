#pragma once
// Where a connection stands, as far as the order of messages is concerned (RFC 4253, sections 7 and 10; RFC
// 4252).

#include <hawser/core/config.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI::transport {

/// What may arrive is decided by this. A key exchange that we have begun and the peer has not yet answered is
/// no phase: until its KEXINIT arrives the peer may send all that it could before (RFC 4253, section 7.1).
enum class phase : unsigned char {
    identifying,    // the peer's identification line is awaited
    first_kexinit,  // its first KEXINIT is awaited
    first_exchange, // method messages of the first key exchange
    first_newkeys,  // its first NEWKEYS is awaited
    service,        // encrypted; the login service is not yet agreed
    login,          // user authentication
    connected,      // logged in
    rekey_exchange, // the peer has sent another KEXINIT
    rekey_newkeys,  // its NEWKEYS is awaited
    closed,
};
inline constexpr int phase_count = 10;

constexpr std::string_view name_of(phase p) noexcept {
    switch (p) {
    case phase::identifying: return "exchanging identifications";
    case phase::first_kexinit: return "waiting for the first KEXINIT";
    case phase::first_exchange: return "exchanging the first keys";
    case phase::first_newkeys: return "waiting for the first NEWKEYS";
    case phase::service: return "agreeing on the login service";
    case phase::login: return "logging in";
    case phase::connected: return "connected";
    case phase::rekey_exchange: return "exchanging new keys";
    case phase::rekey_newkeys: return "waiting for NEWKEYS";
    case phase::closed: return "closed";
    }
    return "unknown";
}

/// Whether the peer is between its KEXINIT and its NEWKEYS.
constexpr bool is_keying(phase p) noexcept {
    return p == phase::first_exchange || p == phase::first_newkeys || p == phase::rekey_exchange ||
           p == phase::rekey_newkeys;
}

} // namespace hawser::inline HAWSER_ABI::transport
