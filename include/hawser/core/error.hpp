#pragma once
// Error codes in four categories of ours beside the system's, and the two questions programs ask of them:
// whose fault is it, and is the session over?

#include <hawser/core/config.hpp>

#include <system_error>
#include <type_traits>

namespace hawser::inline HAWSER_ABI {

/// The caller broke the contract of a function, or gave something unusable.
enum class usage_error {
    invalid_argument = 1,
    wrong_phase,
    session_closed,
    unknown_channel,
    channel_closed,
    output_blocked,
    unknown_algorithm,
    algorithm_not_compiled_in,
    no_algorithm_left,
    key_type_not_supported,
    /// Private keys in formats that are recognised and not read; the message tells how to convert them.
    key_in_ppk,
    key_in_encrypted_pkcs8,
    key_malformed,
    key_encrypted,
    wrong_passphrase,
    key_too_expensive,
    file_too_large,
    not_a_regular_file,
    no_home_directory,
    unsupported_on_platform,
};

/// The peer broke the protocol.
enum class protocol_error {
    identification_too_long = 1,
    identification_invalid,
    identification_missing,
    not_ssh,
    version_unsupported,
    packet_length,
    packet_padding,
    packet_empty,
    malformed_message,
    trailing_bytes,
    unexpected_message,
    strict_kex_violation,
    no_common_algorithm,
    kex_value_out_of_range,
    rekey_flood,
    decompression_failed,
    decompressed_too_large,
    window_exceeded,
    window_overflow,
    unknown_channel,
    channel_packet_size,
    too_many_pending,
    too_many_requests,
    connection_cut,
    agent_malformed,
    sftp_malformed,
    sftp_unknown_request,
    sftp_wrong_reply,
    sftp_version,
    sftp_short_data,
};

/// Something that a secure session must not survive.
enum class security_error {
    mac_mismatch = 1,
    signature_invalid,
    signature_algorithm_mismatch,
    host_key_unknown,
    host_key_changed,
    host_key_revoked,
    host_key_rejected,
    host_key_malformed,
    key_too_small,
    kex_value_weak,
    prefix_attack_possible,
    strict_kex_required,
    sequence_number_exhausted,
    random_failed,
    backend_failed,
    unsolicited_success,
    success_without_credential,
    certificate_refused,
};

/// The peer said no, or left.
enum class remote_error {
    disconnected = 1,
    connection_closed,
    service_refused,
    authentication_failed,
    authentication_cancelled,
    password_expired,
    channel_open_refused,
    request_refused,
    agent_refused,
    command_killed,
    no_reply,
};

/// Their categories; the system's own codes stand beside them.
const std::error_category& usage_category() noexcept;
const std::error_category& protocol_category() noexcept;
const std::error_category& security_category() noexcept;
const std::error_category& remote_category() noexcept;

inline std::error_code make_error_code(usage_error e) noexcept {
    return {static_cast<int>(e), usage_category()};
}
inline std::error_code make_error_code(protocol_error e) noexcept {
    return {static_cast<int>(e), protocol_category()};
}
inline std::error_code make_error_code(security_error e) noexcept {
    return {static_cast<int>(e), security_category()};
}
inline std::error_code make_error_code(remote_error e) noexcept {
    return {static_cast<int>(e), remote_category()};
}

enum class blame : unsigned char { nobody, caller, peer, environment };

/// Who must change something for this not to happen again. Codes of unknown categories are the environment's.
blame blame_of(std::error_code error) noexcept;

/// Whether a session that reported this is closed: every protocol and security error but sftp_short_data, a lost
/// connection, and whatever the environment refused. A caller's mistake or a refused request leaves the session as it
/// was. Codes of higher floors count as their default_error_condition().
bool is_fatal(std::error_code error) noexcept;

} // namespace hawser::inline HAWSER_ABI

template <>
struct std::is_error_code_enum<hawser::usage_error> : std::true_type {};
template <>
struct std::is_error_code_enum<hawser::protocol_error> : std::true_type {};
template <>
struct std::is_error_code_enum<hawser::security_error> : std::true_type {};
template <>
struct std::is_error_code_enum<hawser::remote_error> : std::true_type {};

#if HAWSER_HEADER_ONLY
#include <hawser/core/impl/error.ipp>
#endif
