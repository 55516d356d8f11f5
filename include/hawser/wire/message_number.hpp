#pragma once
// All message numbers in one place (RFC 4250, section 4.1; RFC 8308; OpenSSH PROTOCOL, section 1.9).

#include <hawser/core/bytes.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// Numbers 30 to 49 mean what the key exchange method in force says; 60 to 79 what the login method says.
enum class message_number : std::uint8_t {
    disconnect = 1,
    ignore = 2,
    unimplemented = 3,
    debug = 4,
    service_request = 5,
    service_accept = 6,
    ext_info = 7,
    newcompress = 8,
    kexinit = 20,
    newkeys = 21,
    kex_init = 30,
    kex_reply = 31,
    kex_gex_init = 32,
    kex_gex_reply = 33,
    kex_gex_request = 34,
    userauth_request = 50,
    userauth_failure = 51,
    userauth_success = 52,
    userauth_banner = 53,
    userauth_pk_ok = 60,
    userauth_passwd_changereq = 60,
    userauth_info_request = 60,
    userauth_info_response = 61,
    global_request = 80,
    request_success = 81,
    request_failure = 82,
    channel_open = 90,
    channel_open_confirmation = 91,
    channel_open_failure = 92,
    channel_window_adjust = 93,
    channel_data = 94,
    channel_extended_data = 95,
    channel_eof = 96,
    channel_close = 97,
    channel_request = 98,
    channel_success = 99,
    channel_failure = 100,
    ping = 192,
    pong = 193,
};

/// The number a payload begins with; payloads are never empty.
inline std::uint8_t number_of(byte_view payload) noexcept {
    return std::to_integer<std::uint8_t>(payload[0]);
}

constexpr bool is(message_number number, std::uint8_t value) noexcept {
    return static_cast<std::uint8_t>(number) == value;
}

} // namespace hawser::inline HAWSER_ABI::wire
