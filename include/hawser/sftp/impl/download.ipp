#pragma once

#include <hawser/sftp/transfer.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::sftp {

namespace detail {
/// Offsets of files are signed on every system that serves them.
inline constexpr std::uint64_t last_offset = std::uint64_t{1} << 63;
} // namespace detail

HAWSER_DECL download::download(client_engine& engine, data_sink sink, download_options options) noexcept
    : engine_{engine},
      sink_{sink},
      options_{options},
      received_{options.offset},
      next_{options.offset},
      stop_{detail::last_offset} {
    if (options.length)
        stop_ = options.offset + std::min(*options.length, detail::last_offset -
                                                               std::min(options.offset, detail::last_offset));
}

HAWSER_DECL download::~download() {
    if (state_ != state::idle) fail(std::make_error_code(std::errc::operation_canceled));
}

HAWSER_DECL result<void> download::start(std::string_view path) {
    if (state_ != state::idle) return usage_error::wrong_phase;
    if (options_.offset >= detail::last_offset) return usage_error::invalid_argument;
    path_ = path;
    state_ = state::opening;
    // In one flight: the size is known when the handle comes.
    std::error_code error;
    if (options_.use_stat) error = engine_.stat(path, this).error();
    if (!error) error = engine_.open(path, open_flags::read, {}, this).error();
    if (!error) return {};
    fail(error);
    return error;
}

HAWSER_DECL bool download::on_event(const event& e) {
    if (const auto* data = e.as<data_fragment>()) {
        if (data->owner != this) return false;
        if (state_ == state::reading) on(*data);
        return true;
    }
    if (const auto* end = e.as<failed>()) {
        fail(end->error);
        return false;
    }
    if (owner_of(e) != this) return false;
    if (const auto* reply = e.as<status_reply>())
        on(*reply);
    else if (const auto* opened = e.as<handle_reply>())
        on(*opened);
    else if (const auto* told = e.as<attributes_reply>())
        on(*told);
    advance();
    return true;
}

HAWSER_DECL void download::on(const attributes_reply& e) {
    remote_ = e.value;
    const file_type type = remote_.type();
    // Files that make up their content as they are read tell a size of 0.
    if (remote_.size.value_or(0) != 0 && (type == file_type::regular || type == file_type::unknown))
        size_ = remote_.size;
}

HAWSER_DECL void download::on(const handle_reply& e) {
    handle_ = file_handle{e.handle};
    state_ = state::reading;
}

HAWSER_DECL void download::on(const status_reply& e) {
    if (e.request == packet_type::read) {
        --requests_;
        if (e.error == sftp_errc::end_of_file) return end_at(e.offset);
    } else if (e.request != packet_type::open) {
        // A refused STAT decides nothing.
        return;
    }
    details_ = sftp_status{e.code, std::string{e.text}, path_};
    fail(e.error);
}

HAWSER_DECL void download::on(const data_fragment& e) {
    const std::uint64_t end = e.offset + e.bytes.size();
    if (options_.in_order && e.offset != received_.front())
        hold_back(e);
    else if (!deliver(e.offset, e.bytes))
        return;
    if (!e.last) return;
    --requests_;
    if (e.missing == 0) {
        if (!disorder_) depth_ = std::min<std::uint32_t>(depth_ + 2, limits::sftp_requests);
    } else if (size_ && end == *size_) {
        // Servers cut a READ of a regular file short only at its end (draft-ietf-secsh-filexfer-02,
        // section 6.4).
        end_at(end);
    } else {
        ask_again({end, end + e.missing});
        depth_ = 1;
        // A server that answers in smaller pieces is asked for such.
        request_size_ = std::clamp<std::uint32_t>(e.received, 1024, request_size_);
    }
    advance();
}

HAWSER_DECL bool download::deliver(std::uint64_t offset, byte_view bytes) {
    if (auto taken = sink_(offset, bytes); !taken) {
        fail(taken.error());
        return false;
    }
    received_.add({offset, offset + bytes.size()});
    while (!held_.empty()) {
        auto next = held_.begin();
        while (next != held_.end() && next->offset != received_.front()) ++next;
        if (next == held_.end()) break;
        if (auto taken = sink_(next->offset, next->bytes); !taken) {
            fail(taken.error());
            return false;
        }
        received_.add({next->offset, next->offset + next->bytes.size()});
        held_bytes_ -= next->bytes.size();
        held_.erase(next);
    }
    return true;
}

/// In order mode, an answer that came too early: kept while there is room, else asked for again with fewer
/// READs in flight, in the end one, which cannot be out of order.
HAWSER_DECL void download::hold_back(const data_fragment& e) {
    if (held_bytes_ + e.bytes.size() > options_.reorder_limit) {
        ask_again({e.offset, e.offset + e.bytes.size()});
        disorder_ = true;
        if (e.last) depth_ = std::max<std::uint32_t>(1, requests_ / 2);
        return;
    }
    held_bytes_ += e.bytes.size();
    if (!held_.empty() && held_.back().offset + held_.back().bytes.size() == e.offset)
        held_.back().bytes.insert(held_.back().bytes.end(), e.bytes.begin(), e.bytes.end());
    else
        held_.push_back({e.offset, to_vector(e.bytes)});
}

HAWSER_DECL std::uint64_t download::wanted_end() const noexcept {
    return end_ ? std::min(stop_, *end_) : stop_;
}

HAWSER_DECL std::uint32_t download::depth(std::uint32_t size) const noexcept {
    const std::uint32_t window = detail::requests_in_flight(engine_, options_.in_flight, size);
    return size_ && !disorder_ ? window : std::min(window, depth_);
}

HAWSER_DECL void download::ask_again(byte_range range) {
    range.end = std::min(range.end, wanted_end());
    if (range.begin >= range.end) return;
    auto at = gaps_.begin();
    while (at != gaps_.end() && at->begin <= range.begin) ++at;
    if (at != gaps_.begin() && (at - 1)->end == range.begin)
        (at - 1)->end = range.end;
    else
        gaps_.insert(at, range);
}

HAWSER_DECL void download::end_at(std::uint64_t offset) {
    if (end_ && *end_ <= offset) return;
    end_ = offset;
    while (!gaps_.empty() && gaps_.back().begin >= offset) gaps_.pop_back();
    if (!gaps_.empty()) gaps_.back().end = std::min(gaps_.back().end, offset);
}

HAWSER_DECL std::optional<byte_range> download::next_range(std::uint32_t size) {
    if (!gaps_.empty()) {
        byte_range& gap = gaps_.front();
        const byte_range range{gap.begin, gap.begin + std::min<std::uint64_t>(size, gap.size())};
        gap.begin = range.end;
        if (gap.begin == gap.end) gaps_.erase(gaps_.begin());
        return range;
    }
    if (next_ >= wanted_end()) return std::nullopt;
    // Past the size that was told, one READ at a time looks whether the file has grown. The first goes out
    // with the rest when no READ reaches past the end.
    if (size_ && next_ > *size_ && requests_ != 0) return std::nullopt;
    const byte_range range{next_, next_ + std::min<std::uint64_t>(size, stop_ - next_)};
    next_ = range.end;
    return range;
}

HAWSER_DECL void download::advance() {
    if (state_ != state::reading) return;
    const std::uint32_t most = std::min(engine_.data_limits().read, request_size_);
    const std::uint32_t size = options_.request_size != 0 ? std::min(options_.request_size, most) : most;
    const std::uint32_t allowed = depth(size);
    // Of many READs an eighth goes out together, for each write is a system call and a segment. What is missing does not wait.
    if (gaps_.empty() && requests_ > allowed - allowed / 8) return;
    while (requests_ < allowed) {
        const auto range = next_range(size);
        if (!range) break;
        const auto id = engine_.read(handle_, range->begin, static_cast<std::uint32_t>(range->size()), this);
        if (!id) {
            if (id.error() != usage_error::output_blocked) return fail(id.error());
            ask_again(*range);
            return;
        }
        ++requests_;
    }
    if (requests_ == 0 && gaps_.empty() && next_ >= wanted_end()) finish();
}

/// All that was asked for is answered.
HAWSER_DECL void download::finish() {
    const std::uint64_t end = wanted_end();
    const bool shrunk =
        !options_.accept_shorter && size_ && *size_ > options_.offset && end < std::min(*size_, stop_);
    // Data after the end: the file changed in between, and what came is of no one state of it.
    if (shrunk || received_.top() > std::max(end, options_.offset))
        return fail(make_error_code(protocol_error::sftp_short_data));
    engine_.close_quietly(handle_);
    state_ = state::done;
}

HAWSER_DECL void download::fail(std::error_code error) {
    if (state_ == state::done) return;
    engine_.abandon(this);
    if (!handle_.empty() && !engine_.failure()) engine_.close_quietly(handle_);
    state_ = state::done;
    error_ = error;
    held_.clear();
    gaps_.clear();
}

} // namespace hawser::inline HAWSER_ABI::sftp
