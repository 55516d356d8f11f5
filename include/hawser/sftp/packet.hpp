#pragma once
// Packet types, request ids, handles and flags of SFTP version 3 (draft-ietf-secsh-filexfer-02, sections 3 to
// 6).

#include <hawser/core/bytes.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/core/strong_id.hpp>

#include <array>
#include <cstring>

namespace hawser::inline HAWSER_ABI::sftp {

/// The version we ask for and the only one we speak.
inline constexpr std::uint32_t protocol_version = 3;

/// The first byte of a packet.
enum class packet_type : std::uint8_t {
    init = 1,
    version = 2,
    open = 3,
    close = 4,
    read = 5,
    write = 6,
    lstat = 7,
    fstat = 8,
    setstat = 9,
    fsetstat = 10,
    opendir = 11,
    readdir = 12,
    remove = 13,
    mkdir = 14,
    rmdir = 15,
    realpath = 16,
    stat = 17,
    rename = 18,
    readlink = 19,
    symlink = 20,
    status = 101,
    handle = 102,
    data = 103,
    name = 104,
    attrs = 105,
    extended = 200,
    extended_reply = 201,
};

/// Names a request until its last reply; never zero.
using request_id = strong_id<struct request_id_tag>;

/// How a file is opened (section 6.3); combined with |.
enum class open_flags : std::uint32_t {
    read = 1,
    write = 2,
    append = 4,
    create = 8,
    truncate = 16,
    exclusive = 32,
};
constexpr open_flags operator|(open_flags a, open_flags b) noexcept {
    return static_cast<open_flags>(static_cast<std::uint32_t>(a) | static_cast<std::uint32_t>(b));
}

/// A server's name for an open file or directory: 1 to limits::sftp_handle opaque bytes, kept in place.
class file_handle {
  public:
    /// Empty: names nothing.
    file_handle() noexcept : size_{0} {}
    /// Precondition: at most limits::sftp_handle bytes, which holds for every handle_reply.
    explicit file_handle(byte_view bytes) noexcept : size_{static_cast<std::uint16_t>(bytes.size())} {
        HAWSER_ASSERT(bytes.size() <= limits::sftp_handle);
        if (!bytes.empty()) std::memcpy(bytes_.data(), bytes.data(), bytes.size());
    }
    file_handle(const file_handle& other) noexcept : file_handle{other.view()} {}
    file_handle& operator=(const file_handle& other) noexcept {
        size_ = other.size_;
        std::memmove(bytes_.data(), other.bytes_.data(), size_);
        return *this;
    }

    byte_view view() const noexcept { return {bytes_.data(), size_}; }
    bool empty() const noexcept { return size_ == 0; }

  private:
    std::uint16_t size_;
    std::array<std::byte, limits::sftp_handle> bytes_;
};

} // namespace hawser::inline HAWSER_ABI::sftp
