#pragma once

#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <cstring>
#include <limits>
#include <new>

namespace hawser::inline HAWSER_ABI::compression {

namespace detail {

/// Memory for zlib that is wiped before it is given back. zlib does not tell the size again, so it stands in
/// front.
constexpr std::size_t zlib_block_header = alignof(std::max_align_t);
static_assert(zlib_block_header >= sizeof(std::size_t));

HAWSER_DECL void* zlib_allocate(void*, uInt items, uInt item_size) noexcept {
    if (item_size != 0 && items > (std::numeric_limits<std::size_t>::max() - zlib_block_header) / item_size)
        return nullptr;
    const std::size_t size = std::size_t{items} * item_size + zlib_block_header;
    void* block = ::operator new(size, std::nothrow);
    if (block == nullptr) return nullptr;
    std::memcpy(block, &size, sizeof size);
    return static_cast<std::byte*>(block) + zlib_block_header;
}

HAWSER_DECL void zlib_free(void*, void* memory) noexcept {
    if (memory == nullptr) return;
    std::byte* block = static_cast<std::byte*>(memory) - zlib_block_header;
    std::size_t size = 0;
    std::memcpy(&size, block, sizeof size);
    wipe({block, size});
    ::operator delete(block);
}

HAWSER_DECL void prepare_zlib(z_stream& stream) noexcept {
    stream = {};
    stream.zalloc = zlib_allocate;
    stream.zfree = zlib_free;
}

HAWSER_DECL result<void> zlib_started(int status) noexcept {
    if (status == Z_OK) return {};
    if (status == Z_MEM_ERROR) return std::errc::not_enough_memory;
    return security_error::backend_failed;
}

HAWSER_DECL void give_input(z_stream& stream, byte_view bytes) noexcept {
    // zlib reads only, though its type does not say so
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(bytes.data()));
    stream.avail_in = static_cast<uInt>(bytes.size());
}

HAWSER_DECL void give_room(z_stream& stream, byte_span room) noexcept {
    stream.next_out = reinterpret_cast<Bytef*>(room.data());
    stream.avail_out = static_cast<uInt>(room.size());
}

} // namespace detail

HAWSER_DECL result<void> zlib_deflater::start() noexcept {
    stop();
    detail::prepare_zlib(stream_);
    auto started = detail::zlib_started(deflateInit(&stream_, Z_DEFAULT_COMPRESSION));
    running_ = started.has_value();
    return started;
}

HAWSER_DECL void zlib_deflater::stop() noexcept {
    if (running_) deflateEnd(&stream_);
    running_ = false;
}

HAWSER_DECL result<void> zlib_deflater::deflate(byte_view payload, byte_buffer& out) {
    if (!running_) return security_error::backend_failed;
    if (payload.empty() || payload.size() > std::numeric_limits<uInt>::max())
        return usage_error::invalid_argument;
    const std::size_t before = out.size();
    const auto give_up = [&](std::error_code error) -> result<void> {
        out.truncate(before);
        stop();
        return error;
    };
    detail::give_input(stream_, payload);
    // More than the six bytes below which zlib would repeat its flush marker; mostly all that is needed.
    const std::size_t piece = std::clamp<std::size_t>(payload.size() / 2, 128, 64 * 1024);
    do {
        auto room = out.prepare(piece);
        if (!room) return give_up(room.error());
        const byte_span used = room->first(piece);
        detail::give_room(stream_, used);
        const int status = ::deflate(&stream_, Z_PARTIAL_FLUSH);
        // Z_BUF_ERROR: the flush had ended exactly with the room before
        if (status != Z_OK && status != Z_BUF_ERROR) return give_up(security_error::backend_failed);
        out.commit(piece - stream_.avail_out);
    } while (stream_.avail_out == 0);
    return {};
}

HAWSER_DECL result<void> zlib_inflater::start() noexcept {
    stop();
    detail::prepare_zlib(stream_);
    auto started = detail::zlib_started(inflateInit(&stream_));
    running_ = started.has_value();
    return started;
}

HAWSER_DECL void zlib_inflater::stop() noexcept {
    if (running_) inflateEnd(&stream_);
    running_ = false;
}

HAWSER_DECL result<void> zlib_inflater::inflate(byte_view compressed, byte_buffer& out, std::size_t most) {
    if (!running_) return security_error::backend_failed;
    const std::size_t before = out.size();
    auto expanded = expand(compressed, out, most);
    if (!expanded) {
        out.truncate(before);
        stop();
    }
    return expanded;
}

HAWSER_DECL result<void> zlib_inflater::expand(byte_view compressed, byte_buffer& out, std::size_t most) {
    if (compressed.empty() || compressed.size() > std::numeric_limits<uInt>::max())
        return protocol_error::decompression_failed;
    detail::give_input(stream_, compressed);
    std::size_t produced = 0;
    do {
        // When all that is allowed has come, one more byte of room tells whether there is more.
        std::byte too_much;
        byte_span room{&too_much, 1};
        if (produced < most) {
            const std::size_t piece =
                std::min(most - produced, std::clamp<std::size_t>(compressed.size() * 4, 256, 64 * 1024));
            auto prepared = out.prepare(piece);
            if (!prepared) return prepared.error();
            room = prepared->first(piece);
        }
        detail::give_room(stream_, room);
        const int status = ::inflate(&stream_, Z_SYNC_FLUSH);
        const std::size_t got = room.size() - stream_.avail_out;
        if (got != 0 && produced == most) return protocol_error::decompressed_too_large;
        if (got != 0) out.commit(got);
        produced += got;
        if (status == Z_MEM_ERROR) return std::errc::not_enough_memory;
        // Z_BUF_ERROR: nothing left to do, when the room before had just sufficed. Z_STREAM_END and
        // Z_NEED_DICT have no place in SSH.
        if (status != Z_OK && !(status == Z_BUF_ERROR && stream_.avail_in == 0))
            return protocol_error::decompression_failed;
        // Each turn fills its room; the last does not, and has then read everything.
    } while (stream_.avail_out == 0);
    if (produced == 0) return protocol_error::decompression_failed;
    return {};
}

} // namespace hawser::inline HAWSER_ABI::compression
