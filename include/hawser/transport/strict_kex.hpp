#pragma once
// Strict key exchange: the countermeasure to prefix truncation (OpenSSH PROTOCOL, section 1.10;
// CVE-2023-48795).

#include <hawser/core/role.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI::transport {

/// off: not offered. offer: offered, and what comes of it is taken. safe: offered, and without the peer's
/// support a cipher and MAC that the attack affects end the session. require: without the peer's support the
/// session ends.
enum class strict_kex_level : unsigned char { off, offer, safe, require };

constexpr std::string_view name_of(strict_kex_level level) noexcept {
    switch (level) {
    case strict_kex_level::off: return "off";
    case strict_kex_level::offer: return "offer";
    case strict_kex_level::safe: return "safe";
    case strict_kex_level::require: return "require";
    }
    return "unknown";
}

/// The pseudo-algorithm that a side adds to its first KEXINIT.
constexpr std::string_view strict_kex_marker(role r) noexcept {
    return r == role::client ? "kex-strict-c-v00@openssh.com" : "kex-strict-s-v00@openssh.com";
}

/// The pseudo-algorithm by which a side asks for EXT_INFO (RFC 8308, section 2.1).
constexpr std::string_view ext_info_marker(role r) noexcept {
    return r == role::client ? "ext-info-c" : "ext-info-s";
}

} // namespace hawser::inline HAWSER_ABI::transport
