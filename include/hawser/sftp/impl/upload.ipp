#pragma once

#include <hawser/sftp/transfer.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL upload::upload(client_engine& engine, data_source source, upload_options options) noexcept
    : engine_{engine},
      options_{std::move(options)},
      written_{options_.offset},
      planned_{options_.offset} {
    stream_.source = source;
    stream_.position = options_.offset;
    if (options_.length)
        stream_.end = options_.offset + std::min(*options_.length, ~std::uint64_t{0} - options_.offset);
}

HAWSER_DECL upload::~upload() {
    if (state_ == state::idle || state_ == state::done) return;
    engine_.abandon(this);
    if (!stream_.handle.empty() && !close_asked_ && !(state_ == state::closing && asked_))
        engine_.close_quietly(stream_.handle);
}

HAWSER_DECL result<void> upload::start(std::string_view path) {
    if (state_ != state::idle) return usage_error::wrong_phase;
    path_ = path;
    const open_flags fresh =
        options_.offset == 0 ? open_flags::create | open_flags::truncate : open_flags::create;
    auto id = engine_.open(path, open_flags::write | options_.flags.value_or(fresh), options_.initial, this);
    state_ = id ? state::opening : state::done;
    error_ = id.error();
    return id ? result<void>{} : result<void>{error_};
}

HAWSER_DECL bool upload::on_event(const event& e) {
    if (const auto* end = e.as<failed>()) {
        if (state_ == state::idle || state_ == state::done) return false;
        if (!error_) error_ = end->error;
        state_ = state::done;
        return false;
    }
    if (owner_of(e) != this) return false;
    if (const auto* reply = e.as<status_reply>())
        on(*reply);
    else if (const auto* opened = e.as<handle_reply>())
        on(*opened);
    advance();
    return true;
}

HAWSER_DECL void upload::on(const handle_reply& e) {
    stream_.handle = file_handle{e.handle};
    enter(state::writing);
}

HAWSER_DECL void upload::on(const status_reply& e) {
    if (state_ == state::writing && e.request == packet_type::write) return on_written(e);
    if (state_ == state::writing) {
        close_answered_ = true;
        if (e.error && !error_) {
            details_ = sftp_status{e.code, std::string{e.text}, path_};
            error_ = e.error;
        }
        return;
    }
    const state was = state_;
    if (e.error) {
        if (!error_) details_ = sftp_status{e.code, std::string{e.text}, path_};
        // What became of cutting does not change why the upload failed.
        if (was == state::cutting)
            enter(close_asked_ ? state::done : state::closing);
        else
            fail(e.error);
        if (was == state::closing) state_ = state::done;
        return;
    }
    switch (was) {
    case state::cutting: return enter(close_asked_ ? state::done : state::closing);
    case state::setting: return enter(state::syncing);
    case state::syncing: return enter(state::closing);
    default: return enter(state::done);
    }
}

HAWSER_DECL void upload::on_written(const status_reply& e) {
    --requests_;
    // Of a WRITE whose source ran out, the part that came from the source is there.
    if (e.code == 0 && e.length != 0) written_.add({e.offset, e.offset + e.length});
    if (!e.error) return;
    // Answers may come in any order, CLOSE's among them: what fails first in the file is why it ends there.
    if (e.offset < failed_at_) {
        failed_at_ = e.offset;
        error_ = e.error;
        details_ = e.code != 0 ? diagnostic{sftp_status{e.code, std::string{e.text}, path_}} : diagnostic{};
    }
    fail(e.error);
}

HAWSER_DECL void upload::enter(state next) noexcept {
    state_ = next;
    asked_ = false;
}

HAWSER_DECL void upload::advance() {
    if (state_ == state::writing) advance_writing();
    while (!asked_ && state_ > state::writing && state_ < state::done) {
        if (state_ == state::setting && !options_.at_end) {
            enter(state::syncing);
        } else if (state_ == state::syncing &&
                   !(options_.sync && engine_.extensions().contains(extension::fsync))) {
            enter(state::closing);
        } else if (auto id = ask(); id) {
            asked_ = true;
        } else if (id.error() == usage_error::output_blocked) {
            return;
        } else {
            if (!error_) error_ = id.error();
            state_ = state::done;
        }
    }
}

/// All that the source had is on its way, and nothing but CLOSE is left to ask of the handle.
HAWSER_DECL bool upload::may_close_early() const noexcept {
    if (close_asked_ || error_ || stream_.error || options_.at_end || options_.sync) return false;
    return stream_.end ? stream_.position >= *stream_.end : stream_.stopped;
}

HAWSER_DECL void upload::advance_writing() {
    const std::uint32_t most = engine_.data_limits().write;
    const std::uint32_t size = options_.request_size != 0 ? std::min(options_.request_size, most) : most;
    const std::uint32_t depth = detail::requests_in_flight(engine_, options_.in_flight, size);
    // WRITEs that became shorter than planned leave something to plan again.
    if (requests_ == 0) planned_ = stream_.position;
    while (requests_ < depth && !stream_.stopped && (!stream_.end || planned_ < *stream_.end)) {
        if (auto id = engine_.write(stream_, size, this); !id) {
            if (id.error() != usage_error::output_blocked) fail(id.error());
            break;
        }
        ++requests_;
        planned_ += std::min<std::uint64_t>(size, ~planned_);
    }
    if (may_close_early()) close_asked_ = engine_.close(stream_.handle, this).has_value();
    if (requests_ != 0 || close_answered_ != close_asked_) return;
    if (!error_ && stream_.end && stream_.position < *stream_.end) {
        // Still to come, when the queue had no room; or never.
        if (!stream_.stopped) return;
        error_ = make_error_code(sftp_errc::source_ended);
    }
    if (!error_) {
        if (close_answered_)
            enter(state::done);
        else if (stream_.end || stream_.stopped)
            enter(state::setting);
        return;
    }
    // When CLOSE alone failed, all that was sent is there.
    const bool cut = options_.cut_on_failure && stream_.position > options_.offset &&
                     !(close_asked_ && written_.front() == stream_.position);
    enter(cut ? state::cutting : close_asked_ ? state::done : state::closing);
}

HAWSER_DECL result<request_id> upload::ask() {
    switch (state_) {
    case state::cutting: {
        attributes cut;
        cut.size = written_.front();
        return close_asked_ ? engine_.setstat(path_, cut, this) : engine_.fsetstat(stream_.handle, cut, this);
    }
    case state::setting: return engine_.fsetstat(stream_.handle, *options_.at_end, this);
    case state::syncing: return engine_.fsync(stream_.handle, this);
    default: return engine_.close(stream_.handle, this);
    }
}

HAWSER_DECL void upload::fail(std::error_code error) {
    if (state_ == state::idle || state_ == state::done) return;
    if (!error_) {
        error_ = error;
        failed_at_ = 0;
    }
    switch (state_) {
    case state::opening:
        engine_.abandon(this);
        state_ = state::done;
        return;
    case state::writing:
        // What is unsent is dropped; advance() goes on when all the rest is answered.
        stream_.stopped = true;
        return;
    case state::setting:
    case state::syncing: return enter(state::closing);
    default: return;
    }
}

} // namespace hawser::inline HAWSER_ABI::sftp
