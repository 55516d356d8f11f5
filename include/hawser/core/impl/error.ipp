#pragma once

#include <hawser/core/error.hpp>

#include <string>

namespace hawser::inline HAWSER_ABI {

namespace detail {

template <class Enum>
const char* text_of(Enum error) noexcept;

template <>
HAWSER_DECL const char* text_of(usage_error error) noexcept {
    switch (error) {
    case usage_error::invalid_argument: return "an argument is not usable";
    case usage_error::wrong_phase: return "this cannot be done in the present state of the session";
    case usage_error::session_closed: return "the session is closed";
    case usage_error::unknown_channel: return "there is no such channel";
    case usage_error::channel_closed: return "the channel is closed in this direction";
    case usage_error::output_blocked: return "nothing can be sent just now";
    case usage_error::unknown_algorithm: return "no algorithm has this name";
    case usage_error::algorithm_not_compiled_in: return "this algorithm is not compiled in";
    case usage_error::no_algorithm_left: return "no algorithm is left in the list";
    case usage_error::key_type_not_supported: return "this key type is not supported";
    case usage_error::key_in_ppk:
        return "the key is in PuTTY's format (PPK), which is not read: convert it with "
               "\"puttygen FILE -O private-openssh-new -o NEWFILE\"";
    case usage_error::key_in_encrypted_pkcs8:
        return "the key is in encrypted PKCS #8, which is not read: convert it with \"ssh-keygen -p -f "
               "FILE\"";
    case usage_error::key_malformed: return "the key is damaged or not in a known format";
    case usage_error::key_encrypted: return "the key is encrypted and no passphrase was given";
    case usage_error::wrong_passphrase: return "the passphrase is wrong";
    case usage_error::key_too_expensive:
        return "decrypting the key would take more computation than is allowed";
    case usage_error::file_too_large: return "the file is larger than is allowed";
    case usage_error::not_a_regular_file: return "not a regular file";
    case usage_error::no_home_directory: return "no home directory is known";
    case usage_error::unsupported_on_platform: return "not supported on this platform";
    }
    return "unknown usage error";
}

template <>
HAWSER_DECL const char* text_of(protocol_error error) noexcept {
    switch (error) {
    case protocol_error::identification_too_long: return "the peer sent too much before its identification";
    case protocol_error::identification_invalid: return "the peer's identification line is malformed";
    case protocol_error::identification_missing:
        return "the connection ended before the peer identified itself";
    case protocol_error::not_ssh: return "the peer does not speak SSH";
    case protocol_error::version_unsupported: return "the peer speaks a version of SSH other than 2.0";
    case protocol_error::packet_length: return "a packet's length is out of bounds";
    case protocol_error::packet_padding: return "a packet's padding is out of bounds";
    case protocol_error::packet_empty: return "a packet carries no message";
    case protocol_error::malformed_message: return "a message is malformed";
    case protocol_error::trailing_bytes: return "a message has bytes after its last field";
    case protocol_error::unexpected_message: return "a message arrived that is not allowed now";
    case protocol_error::strict_kex_violation: return "a message arrived that strict key exchange forbids";
    case protocol_error::no_common_algorithm: return "the two sides have no algorithm in common";
    case protocol_error::kex_value_out_of_range: return "a key exchange value is out of range";
    case protocol_error::rekey_flood: return "the peer exchanges keys over and over without sending anything";
    case protocol_error::decompression_failed: return "compressed data is damaged";
    case protocol_error::decompressed_too_large: return "a packet inflates to more than is allowed";
    case protocol_error::window_exceeded: return "the peer sent more than the channel's window allows";
    case protocol_error::window_overflow: return "a window adjustment goes past 2^32-1";
    case protocol_error::unknown_channel: return "a message names a channel that is not open";
    case protocol_error::channel_packet_size: return "a channel's maximum packet size is out of bounds";
    case protocol_error::too_many_pending: return "too many answers are outstanding";
    case protocol_error::too_many_requests: return "too many requests";
    case protocol_error::connection_cut: return "the connection ended without a goodbye";
    case protocol_error::agent_malformed: return "the agent's answer is malformed";
    case protocol_error::sftp_malformed: return "an SFTP packet is malformed";
    case protocol_error::sftp_unknown_request: return "an SFTP reply names no request of ours";
    case protocol_error::sftp_wrong_reply: return "an SFTP reply does not fit its request";
    case protocol_error::sftp_version: return "the server speaks no SFTP version that we do";
    case protocol_error::sftp_short_data: return "the file ended before all of it was transferred";
    }
    return "unknown protocol error";
}

template <>
HAWSER_DECL const char* text_of(security_error error) noexcept {
    switch (error) {
    case security_error::mac_mismatch: return "a packet was damaged or forged";
    case security_error::signature_invalid: return "a signature is wrong";
    case security_error::signature_algorithm_mismatch:
        return "a signature was made with another algorithm than agreed";
    case security_error::host_key_unknown: return "the host key is not known";
    case security_error::host_key_changed: return "the host key is not the known one";
    case security_error::host_key_revoked: return "the host key is revoked";
    case security_error::host_key_rejected: return "the host key was rejected";
    case security_error::host_key_malformed: return "the host key is malformed";
    case security_error::key_too_small: return "a key is too small to be safe";
    case security_error::kex_value_weak: return "the key exchange gave a weak secret";
    case security_error::prefix_attack_possible:
        return "the agreed cipher and MAC need strict key exchange, which the peer does not offer";
    case security_error::strict_kex_required:
        return "strict key exchange is required and the peer does not offer it";
    case security_error::sequence_number_exhausted: return "the packet sequence number wrapped";
    case security_error::random_failed: return "the random source failed";
    case security_error::backend_failed: return "a cryptographic operation failed";
    case security_error::unsolicited_success: return "the server announced a login that was not asked for";
    case security_error::success_without_credential: return "the server let us in without any credential";
    case security_error::certificate_refused: return "the certificate is not acceptable";
    }
    return "unknown security error";
}

template <>
HAWSER_DECL const char* text_of(remote_error error) noexcept {
    switch (error) {
    case remote_error::disconnected: return "the peer disconnected";
    case remote_error::connection_closed: return "the peer closed the connection";
    case remote_error::service_refused: return "the peer refused the service";
    case remote_error::authentication_failed: return "no login method was accepted";
    case remote_error::authentication_cancelled: return "the login was cancelled";
    case remote_error::password_expired: return "the password must be changed";
    case remote_error::channel_open_refused: return "the peer refused to open the channel";
    case remote_error::request_refused: return "the peer refused the request";
    case remote_error::agent_refused: return "the agent refused";
    case remote_error::command_killed: return "the command was ended by a signal";
    case remote_error::no_reply: return "the peer closed the channel without a reply";
    }
    return "unknown remote error";
}

template <class Enum>
class enum_category final : public std::error_category {
  public:
    constexpr explicit enum_category(const char* name) noexcept : name_{name} {}
    const char* name() const noexcept override { return name_; }
    std::string message(int value) const override { return text_of(static_cast<Enum>(value)); }

  private:
    const char* name_;
};

} // namespace detail

HAWSER_DECL const std::error_category& usage_category() noexcept {
    static const detail::enum_category<usage_error> category{"hawser.usage"};
    return category;
}
HAWSER_DECL const std::error_category& protocol_category() noexcept {
    static const detail::enum_category<protocol_error> category{"hawser.protocol"};
    return category;
}
HAWSER_DECL const std::error_category& security_category() noexcept {
    static const detail::enum_category<security_error> category{"hawser.security"};
    return category;
}
HAWSER_DECL const std::error_category& remote_category() noexcept {
    static const detail::enum_category<remote_error> category{"hawser.remote"};
    return category;
}

HAWSER_DECL blame blame_of(std::error_code error) noexcept {
    if (!error) return blame::nobody;
    // Categories of higher floors say by their default condition which of ours their codes amount to.
    const std::error_category& category = error.default_error_condition().category();
    if (category == usage_category()) return blame::caller;
    // No entropy and a failing crypto library are this machine's trouble although they end the session for safety.
    if (error == security_error::random_failed || error == security_error::backend_failed)
        return blame::environment;
    if (category == protocol_category() || category == security_category() || category == remote_category())
        return blame::peer;
    return blame::environment;
}

HAWSER_DECL bool is_fatal(std::error_code error) noexcept {
    const std::error_condition condition = error.default_error_condition();
    if (!error || condition.category() == usage_category()) return false;
    // A file that came short is a failed transfer; the session goes on.
    if (error == protocol_error::sftp_short_data) return false;
    if (condition.category() == remote_category())
        return error == remote_error::disconnected || error == remote_error::connection_closed ||
               error == remote_error::service_refused;
    return true;
}

} // namespace hawser::inline HAWSER_ABI
