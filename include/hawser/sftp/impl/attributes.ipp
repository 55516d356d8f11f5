#pragma once

#include <hawser/sftp/attributes.hpp>

namespace hawser::inline HAWSER_ABI::sftp {

namespace detail {
enum attribute_flag : std::uint32_t {
    has_size = 1,
    has_owner = 2,
    has_permissions = 4,
    has_times = 8,
    has_extended = 0x80000000,
};
} // namespace detail

HAWSER_DECL file_type attributes::type() const noexcept {
    switch (permissions.value_or(0) & 0170000U) {
    case 0010000: return file_type::fifo;
    case 0020000: return file_type::char_device;
    case 0040000: return file_type::directory;
    case 0060000: return file_type::block_device;
    case 0100000: return file_type::regular;
    case 0120000: return file_type::symlink;
    case 0140000: return file_type::socket;
    case 0: return file_type::unknown;
    default: return file_type::special;
    }
}

HAWSER_DECL void attributes::encode(wire::writer& w) const {
    w.u32((size ? detail::has_size : 0U) | (owner ? detail::has_owner : 0U) |
          (permissions ? detail::has_permissions : 0U) | (time ? detail::has_times : 0U));
    if (size) w.u64(*size);
    if (owner) w.u32(owner->user).u32(owner->group);
    if (permissions) w.u32(*permissions);
    if (time) w.u32(time->accessed).u32(time->modified);
}

HAWSER_DECL attributes attributes::decode(wire::reader& r) noexcept {
    attributes out;
    const std::uint32_t flags = r.u32();
    constexpr std::uint32_t known = detail::has_size | detail::has_owner | detail::has_permissions |
                                    detail::has_times | static_cast<std::uint32_t>(detail::has_extended);
    if ((flags & ~known) != 0) {
        r.fail("attribute flags that version 3 does not have");
        return out;
    }
    if ((flags & detail::has_size) != 0) out.size = r.u64();
    if ((flags & detail::has_owner) != 0) {
        const std::uint32_t user = r.u32();
        out.owner = owners{user, r.u32()};
    }
    if ((flags & detail::has_permissions) != 0) out.permissions = r.u32();
    if ((flags & detail::has_times) != 0) {
        const std::uint32_t accessed = r.u32();
        out.time = times{accessed, r.u32()};
    }
    if ((flags & detail::has_extended) != 0) {
        const std::uint32_t count = r.u32();
        if (count > limits::sftp_extensions) {
            r.fail("too many extended attributes");
            return {};
        }
        for (std::uint32_t i = 0; i < count && r.ok(); ++i) {
            (void)r.string();
            (void)r.string();
        }
    }
    if (!r.ok()) return {};
    return out;
}

} // namespace hawser::inline HAWSER_ABI::sftp
