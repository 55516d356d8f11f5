#pragma once
// What a server says it can do beyond the draft, in VERSION and in answers to OpenSSH's extensions (OpenSSH
// PROTOCOL, section 4).

#include <hawser/core/limits.hpp>
#include <hawser/wire/reader.hpp>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hawser::inline HAWSER_ABI::sftp {

/// Names of the extensions that have a request of their own.
namespace extension {
inline constexpr std::string_view posix_rename = "posix-rename@openssh.com";
inline constexpr std::string_view statvfs = "statvfs@openssh.com";
inline constexpr std::string_view hardlink = "hardlink@openssh.com";
inline constexpr std::string_view fsync = "fsync@openssh.com";
inline constexpr std::string_view lsetstat = "lsetstat@openssh.com";
inline constexpr std::string_view limits = "limits@openssh.com";
} // namespace extension

/// The pairs in VERSION: at most limits::sftp_extensions. Names over 256 bytes and data over
/// limits::peer_text are passed over: nothing that could be used is that long.
class extension_list {
  public:
    struct pair {
        std::string name;
        std::string data;
    };

    bool contains(std::string_view name) const noexcept { return find(name) != nullptr; }
    const pair* find(std::string_view name) const noexcept;
    const std::vector<pair>& pairs() const noexcept { return pairs_; }

    static extension_list decode(wire::reader& r);

  private:
    std::vector<pair> pairs_;
};

/// How much data one READ or WRITE carries. At first what every server takes; then what limits@openssh.com
/// says, within our own limits, which win.
struct transfer_limits {
    /// Every server takes 32 KiB (draft-ietf-secsh-filexfer-02, section 3).
    static constexpr std::uint32_t common = 32 * 1024;
    /// What fits a packet of ours beside its other fields, with OpenSSH's allowance of 1 KiB for them.
    static constexpr std::uint32_t maximum = limits::sftp_packet - 1024;

    std::uint32_t read = common;
    std::uint32_t write = common;
    /// Open handles the server allows; nothing when it did not say.
    std::optional<std::uint64_t> handles = {};

    /// The answer to limits@openssh.com. A field of 0 means "not stated".
    static transfer_limits decode(wire::reader& r) noexcept;
};

/// The answer to statvfs@openssh.com. Block counts are in units of `fragment_size` bytes.
struct filesystem_statistics {
    std::uint64_t block_size = 0;
    std::uint64_t fragment_size = 0;
    std::uint64_t blocks = 0;
    std::uint64_t blocks_free = 0;
    std::uint64_t blocks_available = 0;
    std::uint64_t files = 0;
    std::uint64_t files_free = 0;
    std::uint64_t files_available = 0;
    std::uint64_t filesystem_id = 0;
    std::uint64_t flags = 0;
    std::uint64_t name_maximum = 0;

    static filesystem_statistics decode(wire::reader& r) noexcept;
};

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/extensions.ipp>
#endif
