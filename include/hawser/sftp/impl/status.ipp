#pragma once

#include <hawser/sftp/status.hpp>

#include <string>

namespace hawser::inline HAWSER_ABI::sftp {

namespace detail {

class sftp_error_category final : public std::error_category {
  public:
    constexpr sftp_error_category() noexcept = default;
    const char* name() const noexcept override { return "hawser.sftp"; }

    std::string message(int value) const override {
        switch (static_cast<sftp_errc>(value)) {
        case sftp_errc::end_of_file: return "end of file";
        case sftp_errc::no_such_file: return "no such file";
        case sftp_errc::permission_denied: return "permission denied";
        case sftp_errc::failure: return "the server could not do it";
        case sftp_errc::bad_message: return "the server did not understand the request";
        case sftp_errc::no_connection: return "the server has no connection to the file system";
        case sftp_errc::connection_lost: return "the server lost the connection to the file system";
        case sftp_errc::operation_unsupported: return "the server does not support this operation";
        case sftp_errc::invalid_handle: return "the file handle is not valid";
        case sftp_errc::no_such_path: return "no such path";
        case sftp_errc::file_already_exists: return "the file exists already";
        case sftp_errc::write_protected: return "the medium is write-protected";
        case sftp_errc::no_media: return "there is no medium in the drive";
        case sftp_errc::no_space_on_filesystem: return "no space is left on the file system";
        case sftp_errc::quota_exceeded: return "the quota is exceeded";
        case sftp_errc::unknown_principal: return "the user or group is not known";
        case sftp_errc::lock_conflict: return "the file is locked by somebody else";
        case sftp_errc::directory_not_empty: return "the directory is not empty";
        case sftp_errc::not_a_directory: return "not a directory";
        case sftp_errc::invalid_filename: return "the file name is not valid";
        case sftp_errc::link_loop: return "too many symbolic links";
        case sftp_errc::unrecognised: return "the server answered with a status that is not known";
        case sftp_errc::source_ended: return "the local data ended before all of it was sent";
        }
        return "unknown SFTP status";
    }

    std::error_condition default_error_condition(int value) const noexcept override {
        if (static_cast<sftp_errc>(value) == sftp_errc::source_ended)
            return make_error_code(usage_error::invalid_argument).default_error_condition();
        return make_error_code(remote_error::request_refused).default_error_condition();
    }

    bool equivalent(int value, const std::error_condition& condition) const noexcept override {
        if (condition.category() != std::generic_category())
            return default_error_condition(value) == condition;
        return condition.value() != 0 &&
               condition.value() == static_cast<int>(meaning_of(static_cast<sftp_errc>(value)));
    }

  private:
    static std::errc meaning_of(sftp_errc value) noexcept {
        switch (value) {
        case sftp_errc::no_such_file:
        case sftp_errc::no_such_path: return std::errc::no_such_file_or_directory;
        case sftp_errc::permission_denied: return std::errc::permission_denied;
        case sftp_errc::operation_unsupported: return std::errc::operation_not_supported;
        case sftp_errc::file_already_exists: return std::errc::file_exists;
        case sftp_errc::write_protected: return std::errc::read_only_file_system;
        case sftp_errc::no_space_on_filesystem: return std::errc::no_space_on_device;
        case sftp_errc::directory_not_empty: return std::errc::directory_not_empty;
        case sftp_errc::not_a_directory: return std::errc::not_a_directory;
        case sftp_errc::link_loop: return std::errc::too_many_symbolic_link_levels;
        default: return std::errc{};
        }
    }
};

} // namespace detail

HAWSER_DECL const std::error_category& sftp_category() noexcept {
    static const detail::sftp_error_category category;
    return category;
}

} // namespace hawser::inline HAWSER_ABI::sftp
