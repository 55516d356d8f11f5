#pragma once

#include <hawser/client/sftp_channel.hpp>

namespace hawser::inline HAWSER_ABI {

HAWSER_DECL void sftp_channel::attach(connection::multiplexer& connection, connection::channel_id id) {
    connection_ = &connection;
    id_ = id;
    if (auto begun = engine_.start(); !begun) end(begun.error(), {});
}

HAWSER_DECL void sftp_channel::end(std::error_code code, diagnostic details) {
    if (!over_) problem_ = {code, std::move(details)};
    over_ = true;
    engine_.on_end();
    drain();
}

HAWSER_DECL void sftp_channel::tell_ready() const {
    std::string line = "sftp version 3, extensions:";
    for (const auto& one : engine_.extensions().pairs()) line += " " + escape_text(one.name, limits::name);
    log_.write(log_level::debug, line);
}

HAWSER_DECL bool sftp_channel::drain() {
    bool any = false;
    while (const auto happened = engine_.next_event()) {
        if (happened.is<sftp::ready>() && log_.enabled(log_level::debug)) tell_ready();
        if (on_reply) on_reply(happened);
        any = true;
    }
    if (engine_.failure() && !over_) {
        over_ = true;
        problem_ = {engine_.failure(), engine_.details()};
        close();
    }
    return any;
}

HAWSER_DECL void sftp_channel::on_channel_event(const session_event& happened) {
    if (happened.is<connection::channel_opened>()) {
        if (auto asked = connection_->request(id_, wire::subsystem_request{"sftp"}, true); !asked)
            end(asked.error(), {});
    } else if (const auto* data = happened.as<connection::channel_data>()) {
        if (data->stream == connection::data_stream::standard && !over_) {
            engine_.on_data(data->data);
            drain();
        }
        // What the server writes to stderr is for its own log.
        (void)connection_->consume(id_, data->stream, data->data.size());
    } else if (const auto* refused = happened.as<connection::channel_open_failed>()) {
        end(remote_error::channel_open_refused,
            channel_refused{refused->reason, std::string{refused->text.substr(0, limits::peer_text)}});
    } else if (const auto* answer = happened.as<connection::channel_reply>();
               answer != nullptr && !answer->success) {
        end(remote_error::request_refused, subject{"the server has no subsystem", "sftp"});
        close();
    } else if (happened.is<connection::channel_eof>()) {
        end(remote_error::no_reply, subject{"the server ended", "sftp"});
        close();
    } else if (const auto* closed = happened.as<connection::channel_closed>()) {
        end(closed->error ? closed->error : std::error_code{remote_error::no_reply}, {});
        connection_ = nullptr;
    }
}

HAWSER_DECL void sftp_channel::before_output() {
    // A WRITE that its source has nothing for ends without being sent, and what follows it must not wait for an answer.
    do {
        while (connection_ != nullptr && !over_ && engine_.has_output()) {
            auto room = connection_->reserve(id_, limits::packet);
            if (!room || room->empty()) break;
            const std::size_t size = engine_.fill(*room);
            connection_->commit(id_, size);
            if (size == 0) break;
            if (after_sending && !engine_.has_output()) after_sending();
        }
    } while (drain());
}

HAWSER_DECL std::uint64_t sftp_channel::progress() const noexcept {
    const connection::channel* channel = connection_ != nullptr ? connection_->find(id_) : nullptr;
    return engine_.received_bytes() + (channel != nullptr ? channel->outgoing.added() : 0);
}

HAWSER_DECL failure sftp_channel::problem() const { return problem_; }

HAWSER_DECL void sftp_channel::close() {
    if (connection_ != nullptr) (void)connection_->close(id_);
}

} // namespace hawser::inline HAWSER_ABI
