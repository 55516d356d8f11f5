#pragma once
// No compression (RFC 4253, section 6.2).

#include <hawser/algorithm/compression.hpp>

namespace hawser::inline HAWSER_ABI::compression {

struct none {
    static constexpr std::string_view name = "none";
    static constexpr grade rank = grade::preferred;
    static constexpr compression_start starts = compression_start::never;
    struct deflater {};
    struct inflater {};
};

} // namespace hawser::inline HAWSER_ABI::compression
