#pragma once
// From its making to its end; and what time brings.

#include <hawser/connection/multiplexer.hpp>
#include <hawser/wire/global_requests.hpp>

namespace hawser::inline HAWSER_ABI::connection {

HAWSER_DECL multiplexer::multiplexer(role who, wire::outbox& out, const options& how, const environment& env)
    : role_{who},
      out_{&out},
      options_{how},
      log_{env.log},
      channels_{how.channels, env.memory},
      global_requests_{env.memory},
      global_answers_{env.memory},
      keepalive_{how.keepalive},
      kept_{static_cast<std::size_t>(-1), env.memory},
      kept_writer_{kept_} {}

HAWSER_DECL std::error_code multiplexer::fail(std::error_code why) noexcept {
    if (!failed_) failed_ = why;
    return failed_;
}

HAWSER_DECL void multiplexer::on_time(time_point now) noexcept {
    now_ = now;
    if (!keepalive_.is_started()) keepalive_.start(now);
}

HAWSER_DECL result<void> multiplexer::on_deadline(time_point now) {
    on_time(now);
    if (failed_ || lost_) return usage_error::session_closed;
    if (!out_->can_send() || global_requests_.full()) {
        if (const deadline due = next_deadline(); due && now >= *due) keepalive_.postpone(now);
        return {};
    }
    switch (keepalive_.on_deadline(now)) {
    case keepalive::action::none: return {};
    case keepalive::action::give_up: return fail(std::make_error_code(std::errc::timed_out));
    case keepalive::action::ask: break;
    }
    auto out = begin_global_request(wire::keepalive_request::name, true);
    // No room means unsent output, which asks the peer for a sign of life as well.
    if (!out) return {};
    return finish_global_request(true, {0, true});
}

HAWSER_DECL event multiplexer::next_event() {
    if (lost_) return next_lost();
    if (!has_room_again()) return {};
    for (std::size_t i = 0; i < channels_.slots(); ++i) {
        const std::size_t slot = (turn_ + i) & (channels_.slots() - 1);
        channel* c = channels_.at(slot);
        if (c == nullptr || !c->waits_for_output) continue;
        turn_ = slot + 1;
        note_unblocked(*c);
        return channel_writable{c->id};
    }
    return {};
}

HAWSER_DECL result<void> multiplexer::close(channel_id id) {
    channel* c = channels_.find(id.value);
    if (c == nullptr) return usage_error::unknown_channel;
    if (c->phase == channel_phase::ended) {
        forget(*c);
        return {};
    }
    if (failed_ || lost_) {
        drop_unread(*c);
        return {};
    }
    switch (c->phase) {
    case channel_phase::requested: return refuse(id, wire::open_failure_reason::administratively_prohibited);
    case channel_phase::opening: c->close_wanted = true; return {};
    default: break;
    }
    if (c->close_sent) return {};
    if (auto said = say(cause::owner_last_words, wire::channel_close{c->remote}); !said) return said;
    c->close_sent = true;
    drop_unread(*c);
    drop_waiters(*c);
    return {};
}

HAWSER_DECL result<void> multiplexer::send_eof(channel_id id) {
    auto c = usable(id);
    if (!c) return c.error();
    if ((*c)->phase != channel_phase::open) return usage_error::wrong_phase;
    if (!(*c)->can_send_data()) return usage_error::channel_closed;
    if (auto said = say(cause::owner_last_words, wire::channel_eof{(*c)->remote}); !said) return said;
    (*c)->eof_sent = true;
    note_unblocked(**c);
    return {};
}

// Both sides have closed, or the connection is lost: only unread data may be left.
HAWSER_DECL void multiplexer::end(channel& c) noexcept {
    c.phase = channel_phase::ended;
    drop_waiters(c);
    if (c.unread[0].empty() && c.unread[1].empty()) forget(c);
}

HAWSER_DECL void multiplexer::forget(channel& c) noexcept {
    drop_unread(c);
    drop_waiters(c);
    if (c.adjust_due) --adjustments_due_;
    channels_.remove(c);
}

HAWSER_DECL void multiplexer::drop_waiters(channel& c) noexcept {
    if (is_current(current_kind::request, c.id)) current_ = current_kind::nothing;
    answers_ -= c.answers.size();
    c.answers.clear();
    c.requests.clear();
    note_unblocked(c);
}

HAWSER_DECL void multiplexer::on_connection_lost(std::error_code why) {
    HAWSER_ASSERT(why);
    if (lost_) return;
    // Data that was delivered and not yet consumed stays readable; nothing is answered any more.
    if (current_ == current_kind::data)
        (void)keep_unread(*channels_.find(current_id_.value), current_stream_, current_data_);
    current_ = current_kind::nothing;
    lost_ = why;
    kept_.release();
}

HAWSER_DECL event multiplexer::next_lost() {
    for (std::size_t slot = 0; slot < channels_.slots(); ++slot) {
        channel* c = channels_.at(slot);
        if (c == nullptr || c->phase == channel_phase::ended) continue;
        const channel_closed closed{c->id, lost_};
        end(*c);
        return closed;
    }
    while (const auto waiter = global_requests_.pop())
        if (!waiter->keepalive) return global_reply{false, {}, waiter->token, lost_};
    return {};
}

} // namespace hawser::inline HAWSER_ABI::connection
