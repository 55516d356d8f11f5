#pragma once

#include <hawser/sftp/extensions.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL const extension_list::pair* extension_list::find(std::string_view name) const noexcept {
    for (const pair& p : pairs_)
        if (p.name == name) return &p;
    return nullptr;
}

HAWSER_DECL extension_list extension_list::decode(wire::reader& r) {
    extension_list out;
    for (std::size_t count = 0; r.left() != 0; ++count) {
        if (count == limits::sftp_extensions) {
            r.fail("too many extensions");
            return {};
        }
        const std::string_view name = r.text();
        const std::string_view data = r.text();
        if (!r.ok()) return {};
        if (name.size() <= 256 && data.size() <= limits::peer_text)
            out.pairs_.push_back({std::string{name}, std::string{data}});
    }
    return out;
}

HAWSER_DECL transfer_limits transfer_limits::decode(wire::reader& r) noexcept {
    const std::uint64_t packet = r.u64();
    const std::uint64_t read = r.u64();
    const std::uint64_t write = r.u64();
    const std::uint64_t handles = r.u64();
    transfer_limits out;
    if (!r.ok()) return out;
    // Statements below 1 KiB are not believed: they would turn every transfer into a crawl.
    auto usable = [&](std::uint64_t stated) {
        std::uint64_t size = stated == 0 ? common : std::min<std::uint64_t>(stated, maximum);
        if (packet > 2048) size = std::min(size, packet - 1024);
        return static_cast<std::uint32_t>(std::max<std::uint64_t>(size, 1024));
    };
    out.read = usable(read);
    out.write = usable(write);
    if (handles != 0) out.handles = handles;
    return out;
}

HAWSER_DECL filesystem_statistics filesystem_statistics::decode(wire::reader& r) noexcept {
    filesystem_statistics out;
    for (std::uint64_t* field : {&out.block_size, &out.fragment_size, &out.blocks, &out.blocks_free,
                                 &out.blocks_available, &out.files, &out.files_free, &out.files_available,
                                 &out.filesystem_id, &out.flags, &out.name_maximum})
        *field = r.u64();
    return out;
}

} // namespace hawser::inline HAWSER_ABI::sftp
