#pragma once
// Output: encoded requests, and WRITEs whose data is read straight into the room given.

#include <hawser/sftp/client_engine.hpp>

#include <algorithm>
#include <cstring>

namespace hawser::inline HAWSER_ABI::sftp {

namespace detail {
/// The room a WRITE's header needs: length, type, id, handle, offset, data length.
inline std::size_t write_header_size(const file_handle& handle) noexcept {
    return 4 + 1 + 4 + 4 + handle.view().size() + 8 + 4;
}

inline void put_write_header(std::byte* at, request_id id, const file_handle& handle, std::uint64_t offset,
                             std::uint32_t length) noexcept {
    const byte_view name = handle.view();
    store_u32(at, static_cast<std::uint32_t>(write_header_size(handle) - 4 + length));
    at[4] = static_cast<std::byte>(packet_type::write);
    store_u32(at + 5, id.value);
    store_u32(at + 9, static_cast<std::uint32_t>(name.size()));
    std::memcpy(at + 13, name.data(), name.size());
    store_u64(at + 13 + name.size(), offset);
    store_u32(at + 21 + name.size(), length);
}

/// One call of a stream's source; what it reports goes to the stream. Nothing: it would block.
inline std::optional<std::size_t> take(write_stream& stream, byte_span room) {
    auto got = stream.source(stream.position, room);
    if (!got) {
        if (got.error() == std::errc::operation_would_block ||
            got.error() == std::errc::resource_unavailable_try_again)
            return std::nullopt;
        stream.error = got.error();
    } else if (*got > room.size()) {
        stream.error = make_error_code(usage_error::invalid_argument);
    } else if (*got != 0) {
        stream.position += *got;
        return *got;
    }
    stream.stopped = true;
    return 0;
}
} // namespace detail

HAWSER_DECL bool client_engine::has_output() const noexcept {
    if (failure_) return false;
    return !staged_.empty() || body_of_ != request_table::none || !queue_.empty() || !writes_.empty();
}

HAWSER_DECL std::size_t client_engine::fill(byte_span room) {
    if (failure_) return 0;
    std::size_t used = 0;
    while (used < room.size()) {
        const byte_span left = room.subspan(used);
        std::size_t size = 0;
        if (!staged_.empty()) {
            size = std::min(left.size(), staged_.size());
            std::memcpy(left.data(), staged_.view().data(), size);
            staged_.consume(size);
        } else if (body_of_ != request_table::none) {
            size = continue_write(left);
            if (size == 0) break;
        } else if (!writes_.empty() && table_[writes_.first()].queue_position == left_queue_) {
            bool blocked = false;
            // A room that is too small for a WRITE's header even when empty gets the WRITE in slices.
            const bool staging = used == 0;
            size = begin_write(left, blocked);
            if (blocked && staging && size == 0) {
                request& r = table_[writes_.first()];
                const std::size_t need = detail::write_header_size(r.stream->handle) + 1;
                if (left.size() >= need) break;
                auto space = staged_.prepare(need + 1024);
                if (!space) break;
                blocked = false;
                staged_.commit(begin_write(space->first(need + 1024), blocked));
            }
            if (blocked) break;
        } else if (!queue_.empty()) {
            size = std::min(left.size(), queue_.size());
            if (!writes_.empty())
                size = static_cast<std::size_t>(
                    std::min<std::uint64_t>(size, table_[writes_.first()].queue_position - left_queue_));
            std::memcpy(left.data(), queue_.view().data(), size);
            queue_.consume(size);
            left_queue_ += size;
        } else {
            break;
        }
        used += size;
    }
    return used;
}

/// The first unsent WRITE: its header and the first of its data, or its end without being sent. Returns what
/// was written; `blocked` when neither was possible.
HAWSER_DECL std::size_t client_engine::begin_write(byte_span room, bool& blocked) {
    request& r = table_[writes_.first()];
    if (r.abandoned || r.stream->stopped) {
        drop_write(r);
        return 0;
    }
    write_stream& stream = *r.stream;
    const std::size_t header = detail::write_header_size(stream.handle);
    if (room.size() <= header) {
        blocked = true;
        return 0;
    }
    std::uint32_t wanted = r.length;
    if (stream.end) {
        const std::uint64_t rest = *stream.end - std::min(stream.position, *stream.end);
        wanted = static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, rest));
        if (wanted == 0) {
            drop_write(r);
            return 0;
        }
    }
    const std::uint64_t offset = stream.position;
    const byte_span data = room.subspan(header, std::min<std::size_t>(wanted, room.size() - header));
    std::size_t got = 0;
    bool dry = false;
    // Without a known end what the source gave is sent at once, for more may take its time.
    while (got < data.size() && (got == 0 || stream.end)) {
        const auto taken = detail::take(stream, data.subspan(got));
        if (!taken) dry = true;
        if (!taken || *taken == 0) break;
        got += *taken;
    }
    if (got == 0) {
        if (dry)
            blocked = true;
        else
            drop_write(r);
        return 0;
    }
    // Announced is what is there, or all of it when the source has kept up so far.
    const std::uint32_t length = stream.end && got == data.size() ? wanted : static_cast<std::uint32_t>(got);
    detail::put_write_header(room.data(), r.id, stream.handle, offset, length);
    r.offset = offset;
    r.length = length;
    r.good = static_cast<std::uint32_t>(got);
    writes_.pop(table_);
    if (length > got) {
        body_of_ = table_.index_of(r);
        body_left_ = length - static_cast<std::uint32_t>(got);
    } else {
        r.sent = true;
    }
    return header + got;
}

/// More data of the WRITE being sent; zeros once its source is of no use any more. 0 only when the source
/// would block.
HAWSER_DECL std::size_t client_engine::continue_write(byte_span room) {
    request& r = table_[body_of_];
    byte_span data = room.first(std::min<std::size_t>(room.size(), body_left_));
    std::size_t size = 0;
    if (!r.abandoned && !r.stream->stopped) {
        const auto taken = detail::take(*r.stream, data);
        if (!taken) return 0;
        size = *taken;
        r.good += static_cast<std::uint32_t>(size);
    }
    if (size == 0) {
        if (!r.abandoned && !r.source_error)
            r.source_error = r.stream->error ? r.stream->error : make_error_code(sftp_errc::source_ended);
        std::memset(data.data(), 0, data.size());
        size = data.size();
    }
    body_left_ -= static_cast<std::uint32_t>(size);
    if (body_left_ == 0) {
        r.sent = true;
        body_of_ = request_table::none;
    }
    return size;
}

/// The first unsent WRITE will never be sent.
HAWSER_DECL void client_engine::drop_write(request& r) noexcept {
    writes_.pop(table_);
    if (r.abandoned) {
        table_.remove(r);
        return;
    }
    r.length = r.good = 0;
    r.offset = r.stream->position;
    r.source_error = r.stream->error;
    r.stream = nullptr;
    dropped_.push(table_, r);
}

} // namespace hawser::inline HAWSER_ABI::sftp
