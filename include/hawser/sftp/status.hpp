#pragma once
// SFTP status codes as error codes (draft-ietf-secsh-filexfer-02, section 7).

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/error.hpp>

namespace hawser::inline HAWSER_ABI::sftp {

/// What a server answered instead of doing what was asked. Codes above 8 belong to later versions, but some
/// servers send them all the same. None of them ends the session.
enum class sftp_errc {
    end_of_file = 1,
    no_such_file = 2,
    permission_denied = 3,
    failure = 4,
    bad_message = 5,
    no_connection = 6,
    connection_lost = 7,
    operation_unsupported = 8,
    invalid_handle = 9,
    no_such_path = 10,
    file_already_exists = 11,
    write_protected = 12,
    no_media = 13,
    no_space_on_filesystem = 14,
    quota_exceeded = 15,
    unknown_principal = 16,
    lock_conflict = 17,
    directory_not_empty = 18,
    not_a_directory = 19,
    invalid_filename = 20,
    link_loop = 21,

    /// Any other number; the reply's `code` has it.
    unrecognised = 1000,
    /// Not the server's word: the local source ended before it gave as many bytes as was announced.
    source_ended = 1001,
};

/// The category "hawser.sftp". Its codes count as remote_error::request_refused (source_ended as
/// usage_error::invalid_argument) for blame_of() and is_fatal(), and compare equal to the std::errc that
/// means the same: `error == std::errc::no_such_file_or_directory`.
const std::error_category& sftp_category() noexcept;

inline std::error_code make_error_code(sftp_errc e) noexcept {
    return {static_cast<int>(e), sftp_category()};
}

/// The error for a code received in STATUS; no error for 0.
inline std::error_code error_of_status(std::uint32_t code) noexcept {
    if (code == 0) return {};
    return make_error_code(code <= 21 ? static_cast<sftp_errc>(code) : sftp_errc::unrecognised);
}

} // namespace hawser::inline HAWSER_ABI::sftp

template <>
struct std::is_error_code_enum<hawser::sftp::sftp_errc> : std::true_type {};

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/status.ipp>
#endif
