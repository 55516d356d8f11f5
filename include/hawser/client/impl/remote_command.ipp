#pragma once

#include <hawser/client/remote_command.hpp>

namespace hawser::inline HAWSER_ABI {

namespace detail {
inline constexpr connection::request_token terminal_token = 1, start_token = 2;
}

HAWSER_DECL void command_channel::fail(std::error_code code, diagnostic details) {
    if (!problem_) problem_ = {code, std::move(details)};
}

HAWSER_DECL void command_channel::start() {
    opened_ = true;
    for (const auto& [variable, value] : environment)
        (void)connection_->request(id_, wire::env_request{variable, value}, false);
    if (terminal) {
        const wire::pty_request pty{terminal->type, terminal->size.columns, terminal->size.rows, 0, 0,
                                    terminal->modes};
        (void)connection_->request(id_, pty, true, detail::terminal_token);
    }
    result<void> asked;
    switch (kind_) {
    case kind::command:
        asked = connection_->request(id_, wire::exec_request{text_}, true, detail::start_token);
        break;
    case kind::shell:
        asked = connection_->request(id_, wire::shell_request{}, true, detail::start_token);
        break;
    case kind::subsystem:
        asked = connection_->request(id_, wire::subsystem_request{text_}, true, detail::start_token);
        break;
    }
    if (!asked) {
        fail(asked.error(), {});
        close();
    }
}

HAWSER_DECL void command_channel::deliver(connection::data_stream stream) {
    while (on_output) {
        const byte_view unread = connection_->pending(id_, stream);
        if (unread.empty()) break;
        const std::size_t taken = on_output(stream, unread);
        if (taken != 0 && !connection_->consume(id_, stream, taken)) break;
        if (taken < unread.size()) {
            has_unread_ = true;
            return;
        }
    }
    if (!on_output) {
        // Nobody wants it; left alone it would stop the command by its window.
        (void)connection_->consume(id_, stream, connection_->pending(id_, stream).size());
    }
}

HAWSER_DECL void command_channel::consume_more() {
    if (!has_unread_) return;
    has_unread_ = false;
    deliver(connection::data_stream::standard);
    deliver(connection::data_stream::error);
}

HAWSER_DECL void command_channel::on_request(const connection::channel_request& asked) {
    if (asked.type == wire::exit_status_request::name) {
        if (auto body = wire::decode_body<wire::exit_status_request>(asked.data)) exit_.status = body->status;
    } else if (asked.type == wire::exit_signal_request::name) {
        if (auto body = wire::decode_body<wire::exit_signal_request>(asked.data)) {
            exit_.signal = body->signal.substr(0, limits::name);
            exit_.message = body->message.substr(0, limits::peer_text);
            exit_.core_dumped = body->core_dumped;
        }
    } else if (asked.type == wire::end_of_write_request::name) {
        input_ended_ = true;
    }
}

HAWSER_DECL void command_channel::on_channel_event(const session_event& happened) {
    if (happened.is<connection::channel_opened>()) {
        start();
    } else if (const auto* refused = happened.as<connection::channel_open_failed>()) {
        fail(remote_error::channel_open_refused,
             channel_refused{refused->reason, std::string{refused->text.substr(0, limits::peer_text)}});
        closed_ = true;
    } else if (const auto* data = happened.as<connection::channel_data>()) {
        deliver(data->stream);
    } else if (const auto* asked = happened.as<connection::channel_request>()) {
        on_request(*asked);
    } else if (const auto* answer = happened.as<connection::channel_reply>()) {
        if (answer->success) {
            started_ = started_ || answer->token == detail::start_token;
        } else {
            fail(remote_error::request_refused,
                 subject{"request", answer->token == detail::terminal_token ? "for a terminal" : "to start"});
            close();
        }
    } else if (const auto* end = happened.as<connection::channel_closed>()) {
        closed_ = true;
        if (end->error)
            fail(end->error, {});
        else if (!started_)
            fail(remote_error::no_reply, {});
    }
}

HAWSER_DECL void command_channel::before_output() {
    if (!started_ || closed_ || input_ended_) return;
    while (input) {
        auto room = connection_->reserve(id_, limits::channel_packet);
        if (!room || room->empty()) return;
        auto size = input(*room);
        if (!size && size.error() == std::errc::operation_would_block) {
            connection_->commit(id_, 0);
            return;
        }
        connection_->commit(id_, size ? *size : 0);
        if (!size) fail(size.error(), subject{"reading", "the command's input"});
        if (!size || *size == 0) break;
    }
    input_ended_ = true;
    (void)connection_->send_eof(id_);
}

HAWSER_DECL result<void> command_channel::signal(std::string_view name) {
    if (connection_ == nullptr) return usage_error::wrong_phase;
    return connection_->request(id_, wire::signal_request{name}, false);
}

HAWSER_DECL result<void> command_channel::resize(terminal_size size) {
    if (connection_ == nullptr) return usage_error::wrong_phase;
    return connection_->request(id_, wire::window_change_request{size.columns, size.rows, 0, 0}, false);
}

HAWSER_DECL void command_channel::close() {
    if (connection_ != nullptr && !closed_) (void)connection_->close(id_);
}

} // namespace hawser::inline HAWSER_ABI
