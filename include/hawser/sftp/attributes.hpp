#pragma once
// File attributes of SFTP version 3 (draft-ietf-secsh-filexfer-02, section 5).

#include <hawser/core/bytes.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include <optional>

namespace hawser::inline HAWSER_ABI::sftp {

enum class file_type : std::uint8_t {
    regular = 1,
    directory,
    symlink,
    special,
    unknown,
    socket,
    char_device,
    block_device,
    fifo
};

/// What is known, or is to be set, of a file. A member that is absent was not sent, or is left as it is.
struct attributes {
    struct owners {
        std::uint32_t user = 0;
        std::uint32_t group = 0;
        friend bool operator==(const owners&, const owners&) = default;
    };
    /// Seconds since 1970, read as unsigned: they end in 2106.
    struct times {
        std::uint32_t accessed = 0;
        std::uint32_t modified = 0;
        friend bool operator==(const times&, const times&) = default;
    };

    std::optional<std::uint64_t> size = {};
    std::optional<owners> owner = {};
    /// The POSIX mode, type bits included when the server sends them.
    std::optional<std::uint32_t> permissions = {};
    std::optional<times> time = {};

    /// From the type bits of the mode; `unknown` without them.
    file_type type() const noexcept;
    bool is_directory() const noexcept { return type() == file_type::directory; }
    bool is_symlink() const noexcept { return type() == file_type::symlink; }
    bool is_regular() const noexcept { return type() == file_type::regular; }

    /// Appends flags and the members that are present.
    void encode(wire::writer& w) const;
    /// Extended pairs are checked and dropped. Fails on flags that version 3 does not have, since what
    /// follows them cannot be understood, and on more than limits::sftp_extensions extended pairs.
    static attributes decode(wire::reader& r) noexcept;

    friend bool operator==(const attributes&, const attributes&) = default;
};

/// The mode bits of a remote file that may be given to a local one: read, write and execute. Set-user-ID,
/// set-group-ID and sticky are kept only when asked for; type bits never.
constexpr std::uint32_t local_permissions(std::uint32_t mode, bool keep_special = false) noexcept {
    return mode & (keep_special ? 07777U : 0777U);
}

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/attributes.ipp>
#endif
