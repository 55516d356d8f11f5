#pragma once

#include <hawser/sftp/names.hpp>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL name_list name_list::decode(wire::reader& r) noexcept {
    name_list out;
    const std::uint32_t count = r.u32();
    if (count > limits::sftp_names) {
        r.fail("too many names");
        return out;
    }
    wire::reader ahead = r;
    for (std::uint32_t i = 0; i < count && r.ok(); ++i) {
        (void)r.string();
        (void)r.string();
        (void)attributes::decode(r);
    }
    if (!r.ok()) return out;
    out.bytes_ = ahead.rest();
    out.count_ = count;
    return out;
}

HAWSER_DECL bool is_safe_local_name(std::string_view name, bool backslash_separates) noexcept {
    if (name.empty() || name.size() > 255 || name == "." || name == "..") return false;
    constexpr std::string_view forbidden{"/\0", 2};
    if (name.find_first_of(forbidden) != std::string_view::npos) return false;
    return !backslash_separates || name.find_first_of("\\:") == std::string_view::npos;
}

} // namespace hawser::inline HAWSER_ABI::sftp
