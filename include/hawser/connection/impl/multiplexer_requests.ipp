#pragma once
// What the owner asks for and answers: channels, their requests, and those of the connection.

#include <hawser/connection/multiplexer.hpp>
#include <hawser/wire/channel_requests.hpp>
#include <hawser/wire/global_requests.hpp>

namespace hawser::inline HAWSER_ABI::connection {

namespace detail {
constexpr bool is_usable(const channel_options& how) noexcept {
    return how.maximum_packet != 0 && how.maximum_packet <= limits::packet / 2;
}
} // namespace detail

HAWSER_DECL result<channel*> multiplexer::usable(channel_id id) const {
    if (failed_ || lost_) return usage_error::session_closed;
    channel* c = channels_.find(id.value);
    if (c == nullptr) return usage_error::unknown_channel;
    if (c->phase == channel_phase::ended) return usage_error::channel_closed;
    return c;
}

HAWSER_DECL result<multiplexer::begun_message> multiplexer::begin_open(std::string_view type,
                                                                       const channel_options& how) {
    if (!detail::is_usable(how)) return usage_error::invalid_argument;
    if (channels_.full()) return usage_error::output_blocked;
    channel* added = nullptr;
    if (auto done = guarded([&] { added = &channels_.add(); }); !done) return fail(done.error());
    channel& c = *added;
    auto out = begin_message(cause::owner);
    if (!out) {
        forget(c);
        return out.error();
    }
    c.phase = channel_phase::opening;
    c.maximum_in = how.maximum_packet;
    c.window_maximum = how.window_maximum;
    c.incoming = receive_window{how.window, now_};
    wire::encode(**out, wire::channel_open{type, c.id.value, how.window, how.maximum_packet, {}});
    return begun_message{&c, *out};
}

HAWSER_DECL result<channel_id> multiplexer::finish_open(channel& c) {
    if (auto said = finish_message(cause::owner); !said) {
        forget(c);
        return said.error();
    }
    return c.id;
}

HAWSER_DECL result<channel_id> multiplexer::open(std::string_view type, byte_view data,
                                                 const channel_options& how) {
    auto begun = begin_open(type, how);
    if (!begun) return begun.error();
    begun->out->raw(data);
    return finish_open(*begun->to);
}

HAWSER_DECL result<void> multiplexer::accept(channel_id id, const channel_options& how) {
    auto found = usable(id);
    if (!found) return found.error();
    channel& c = **found;
    if (c.phase != channel_phase::requested) return usage_error::wrong_phase;
    if (!detail::is_usable(how)) return usage_error::invalid_argument;
    if (auto said =
            say(cause::peer,
                wire::channel_open_confirmation{c.remote, id.value, how.window, how.maximum_packet, {}});
        !said)
        return said.error();
    if (is_current(current_kind::open, id)) current_ = current_kind::nothing;
    c.phase = channel_phase::open;
    c.maximum_in = how.maximum_packet;
    c.window_maximum = how.window_maximum;
    c.incoming = receive_window{how.window, now_};
    c.waits_for_window = c.outgoing.available() == 0;
    return {};
}

HAWSER_DECL result<void> multiplexer::refuse(channel_id id, wire::open_failure_reason reason,
                                             std::string_view text) {
    auto c = usable(id);
    if (!c) return c.error();
    if ((*c)->phase != channel_phase::requested) return usage_error::wrong_phase;
    const std::uint32_t remote = (*c)->remote;
    if (is_current(current_kind::open, id)) current_ = current_kind::nothing;
    forget(**c);
    return refuse_open(remote, reason, text);
}

HAWSER_DECL result<void> multiplexer::refuse_open(std::uint32_t recipient, wire::open_failure_reason reason,
                                                  std::string_view text) {
    return say(cause::peer,
               wire::channel_open_failure{recipient, reason, text.substr(0, limits::peer_text), {}});
}

HAWSER_DECL result<answer_ticket> multiplexer::defer(channel_id id) {
    const bool open = is_current(current_kind::open, id);
    if (!open && !(is_current(current_kind::request, id) && current_ticket_))
        return usage_error::invalid_argument;
    current_ = current_kind::nothing;
    return open ? answer_ticket{0} : *current_ticket_;
}

HAWSER_DECL result<multiplexer::begun_message>
multiplexer::begin_request(channel_id id, std::string_view type, bool want_reply) {
    auto c = usable(id);
    if (!c) return c.error();
    if ((*c)->phase != channel_phase::open) return usage_error::wrong_phase;
    if ((*c)->close_sent) return usage_error::channel_closed;
    if (want_reply) {
        if ((*c)->requests.full()) return usage_error::output_blocked;
        if (auto done = guarded([&] { (*c)->requests.prepare(); }); !done) return fail(done.error());
    }
    auto out = begin_message(cause::owner);
    if (!out) return out.error();
    wire::encode(**out, wire::channel_request{(*c)->remote, type, want_reply, {}});
    return begun_message{*c, *out};
}

HAWSER_DECL result<void> multiplexer::finish_request(channel& c, bool want_reply, request_token token) {
    auto said = finish_message(cause::owner);
    if (said && want_reply) c.requests.push({token, false});
    return said;
}

HAWSER_DECL result<void> multiplexer::request(channel_id id, std::string_view type, bool want_reply,
                                              byte_view data, request_token token) {
    auto begun = begin_request(id, type, want_reply);
    if (!begun) return begun.error();
    begun->out->raw(data);
    return finish_request(*begun->to, want_reply, token);
}

HAWSER_DECL result<void> multiplexer::reply(channel_id id, bool success) {
    auto c = usable(id);
    if (!c) return c.error();
    if (!is_current(current_kind::request, id)) return decide(**c, (*c)->answers.oldest(), success);
    current_ = current_kind::nothing;
    return current_ticket_ ? decide(**c, current_ticket_, success) : result<void>{};
}

HAWSER_DECL result<void> multiplexer::reply(channel_id id, answer_ticket ticket, bool success) {
    auto c = usable(id);
    if (!c) return c.error();
    return decide(**c, ticket, success);
}

HAWSER_DECL result<void> multiplexer::decide(channel& c, std::optional<answer_ticket> ticket, bool success) {
    if (!ticket || !c.answers.decide(*ticket, success)) return usage_error::invalid_argument;
    if (is_current(current_kind::request, c.id) && current_ticket_ == ticket)
        current_ = current_kind::nothing;
    while (const pending_answers::answer* next = c.answers.front()) {
        auto said = next->success ? say(cause::peer, wire::channel_success{c.remote})
                                  : say(cause::peer, wire::channel_failure{c.remote});
        if (!said) return said;
        c.answers.pop();
        --answers_;
    }
    return {};
}

HAWSER_DECL result<wire::writer*> multiplexer::begin_global_request(std::string_view name, bool want_reply) {
    if (want_reply) {
        if (global_requests_.full()) return usage_error::output_blocked;
        if (auto done = guarded([&] { global_requests_.prepare(); }); !done) return fail(done.error());
    }
    auto out = begin_message(cause::owner);
    if (!out) return out.error();
    wire::encode(**out, wire::global_request{name, want_reply, {}});
    return *out;
}

HAWSER_DECL result<void> multiplexer::finish_global_request(bool want_reply, pending_requests::waiter w) {
    auto said = finish_message(cause::owner);
    if (said && want_reply) global_requests_.push(w);
    return said;
}

HAWSER_DECL result<void> multiplexer::global_request(std::string_view name, bool want_reply, byte_view data,
                                                     request_token token) {
    auto out = begin_global_request(name, want_reply);
    if (!out) return out.error();
    (*out)->raw(data);
    return finish_global_request(want_reply, {token, false});
}

HAWSER_DECL result<answer_ticket> multiplexer::defer_global() {
    if (current_ != current_kind::global || !current_ticket_) return usage_error::invalid_argument;
    current_ = current_kind::nothing;
    return *current_ticket_;
}

HAWSER_DECL result<void> multiplexer::reply_global(bool success, byte_view data) {
    if (current_ == current_kind::global) {
        current_ = current_kind::nothing;
        return current_ticket_ ? reply_global(*current_ticket_, success, data) : result<void>{};
    }
    const auto ticket = global_answers_.oldest();
    return ticket ? reply_global(*ticket, success, data) : result<void>{usage_error::invalid_argument};
}

HAWSER_DECL result<void> multiplexer::reply_global(answer_ticket ticket, bool success, byte_view data) {
    if (failed_ || lost_) return usage_error::session_closed;
    if (data.size() > limits::peer_text) return usage_error::invalid_argument;
    bool decided = false;
    if (auto done = guarded([&] { decided = global_answers_.decide(ticket, success, data); }); !done)
        return fail(done.error());
    if (!decided) return usage_error::invalid_argument;
    if (current_ == current_kind::global && current_ticket_ == ticket) current_ = current_kind::nothing;
    while (const pending_answers::answer* next = global_answers_.front()) {
        auto said = next->success ? say(cause::peer, wire::request_success{next->data})
                                  : say(cause::peer, wire::request_failure{});
        if (!said) return said;
        global_answers_.pop();
        --answers_;
    }
    return {};
}

} // namespace hawser::inline HAWSER_ABI::connection
