#pragma once

#include <hawser/connection/multiplexer.hpp>
#include <hawser/wire/channel_requests.hpp>
#include <hawser/wire/global_requests.hpp>

#include <utility>

namespace hawser::inline HAWSER_ABI::connection {

namespace detail {
/// What the owner says must fit a packet of the usual limit, padding included.
inline constexpr std::size_t most_payload = limits::packet - 1024;

constexpr bool is_usable(const channel_options& how) noexcept {
    return how.maximum_packet != 0 && how.maximum_packet <= limits::packet / 2;
}
} // namespace detail

// --- one message: straight into the outbox, or kept while output is barred
// ------------------------------------------

HAWSER_DECL result<wire::writer*> multiplexer::begin_message(cause why) {
    HAWSER_ASSERT(reserved_ == 0);
    if (failed_ || lost_) return usage_error::session_closed;
    keeping_ = !out_->can_send();
    if (!keeping_) {
        send_kept();
        if (failed_) return failed_;
        if (why == cause::owner && out_->is_full()) return usage_error::output_blocked;
        return &out_->begin();
    }
    if (why == cause::peer && kept_for_peer_ >= limits::pending_replies)
        return fail(protocol_error::too_many_pending);
    if (why == cause::owner && (kept_for_owner_ >= limits::pending_replies || kept_.size() >= limits::packet))
        return usage_error::output_blocked;
    kept_start_ = kept_.size();
    kept_writer_ = wire::writer{kept_};
    kept_writer_.u32(0);
    return &kept_writer_;
}

HAWSER_DECL result<void> multiplexer::finish_message(cause why) {
    if (!keeping_) {
        if (out_->open_payload().size() > detail::most_payload) {
            out_->cancel();
            return usage_error::invalid_argument;
        }
        out_->commit();
        return out_->error() ? result<void>{fail(out_->error())} : result<void>{};
    }
    const std::size_t size = kept_.size() - kept_start_;
    if (auto written = kept_writer_.finish(); !written) {
        kept_.truncate(kept_start_);
        return fail(written.error());
    }
    if (size - 4 > detail::most_payload) {
        kept_.truncate(kept_start_);
        return usage_error::invalid_argument;
    }
    store_u32(kept_.span().data() + kept_start_, static_cast<std::uint32_t>(size - 4));
    if (why == cause::peer) ++kept_for_peer_;
    if (why == cause::owner) ++kept_for_owner_;
    return {};
}

HAWSER_DECL void multiplexer::send_kept() {
    if (kept_.empty()) return;
    wire::reader r{kept_.view()};
    while (r.left() != 0) {
        out_->begin().raw(r.string());
        out_->commit();
    }
    kept_.release();
    kept_for_peer_ = kept_for_owner_ = 0;
    if (out_->error()) fail(out_->error());
}

HAWSER_DECL void multiplexer::flush() {
    if (failed_ || lost_ || !out_->can_send()) return;
    send_kept();
    for (std::size_t slot = 0; adjustments_due_ != 0 && slot < channels_.slots(); ++slot)
        if (channel* c = channels_.at(slot); c != nullptr && c->adjust_due) send_adjustment(*c);
    if (out_->error()) fail(out_->error());
}

HAWSER_DECL void multiplexer::send_adjustment(channel& c) {
    c.adjust_due = false;
    --adjustments_due_;
    if (!c.can_say() || c.eof_received) return;
    const std::uint32_t before = c.incoming.target();
    if (const std::uint32_t bytes = c.incoming.grant(now_, window_ceiling(c)); bytes != 0)
        out_->send(wire::channel_window_adjust{c.remote, bytes});
    if (c.incoming.target() != before && log_.enabled(log_level::debug)) {
        (void)guarded([&] {
            log_.write(log_level::debug, "channel " + std::to_string(c.id.value) + ": a window of " +
                                             std::to_string(c.incoming.target()) + " bytes");
        });
    }
}

// A channel alone may take all the memory its owner allows. Beside others it may grow only as far as all
// windows together fit the backlog, so that its owner's stalling does not fill it up.
HAWSER_DECL std::uint32_t multiplexer::window_ceiling(const channel& c) const noexcept {
    std::size_t others = 0;
    bool alone = true;
    for_each_channel([&](const channel& other) {
        if (&other == &c || other.phase == channel_phase::ended) return;
        alone = false;
        others += other.incoming.target();
    });
    if (alone) return c.window_maximum;
    const std::size_t spare = options_.backlog - std::min(options_.backlog, others);
    return static_cast<std::uint32_t>(std::min<std::size_t>(spare, c.window_maximum));
}

// --- channels
// ---------------------------------------------------------------------------------------------------------

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

HAWSER_DECL result<void> multiplexer::widen(channel_id id, const channel_options& how) {
    auto found = usable(id);
    if (!found) return found.error();
    channel& c = **found;
    if (c.phase == channel_phase::requested) return usage_error::wrong_phase;
    c.window_maximum = std::max(c.window_maximum, how.window_maximum);
    c.untold_credit += c.incoming.widen(how.window);
    return c.phase == channel_phase::open ? tell_credit(c) : result<void>{};
}

HAWSER_DECL result<void> multiplexer::tell_credit(channel& c) {
    const std::uint32_t bytes = std::exchange(c.untold_credit, 0);
    if (bytes == 0 || !c.can_say() || c.eof_received) return {};
    return say(cause::owner_last_words, wire::channel_window_adjust{c.remote, bytes});
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

// --- data
// -------------------------------------------------------------------------------------------------------------

HAWSER_DECL std::size_t multiplexer::writable(const channel& c) const noexcept {
    return c.can_send_data() && !failed_ && !lost_
               ? std::min<std::size_t>(c.outgoing.available(), out_->room())
               : 0;
}

HAWSER_DECL std::size_t multiplexer::writable(channel_id id) const noexcept {
    const channel* c = channels_.find(id.value);
    return c == nullptr ? 0 : writable(*c);
}

HAWSER_DECL void multiplexer::note_blocked(channel& c) noexcept {
    note_unblocked(c);
    c.waits_for_window = c.outgoing.available() == 0;
    c.waits_for_output = !c.waits_for_window;
    if (c.waits_for_output) ++waiting_for_output_;
}

HAWSER_DECL void multiplexer::note_unblocked(channel& c) noexcept {
    if (c.waits_for_output) --waiting_for_output_;
    c.waits_for_output = c.waits_for_window = false;
}

// What was kept goes out before the data that follows it.
HAWSER_DECL result<void> multiplexer::begin_data(channel& c) {
    HAWSER_ASSERT(reserved_ == 0);
    if (c.phase == channel_phase::requested) return usage_error::wrong_phase;
    if (c.eof_sent || c.close_sent || c.close_wanted) return usage_error::channel_closed;
    if (out_->can_send()) send_kept();
    return failed_ ? result<void>{failed_} : result<void>{};
}

HAWSER_DECL result<std::size_t> multiplexer::send(channel_id id, data_stream stream, byte_view data) {
    auto found = usable(id);
    if (!found) return found.error();
    channel& c = **found;
    if (auto begun = begin_data(c); !begun) return begun.error();
    std::size_t taken = 0;
    while (taken != data.size()) {
        const std::size_t size = std::min({data.size() - taken, writable(c), std::size_t{c.maximum_out}});
        if (size == 0) {
            if (c.phase == channel_phase::open) note_blocked(c);
            break;
        }
        const byte_view piece = data.subspan(taken, size);
        if (stream == data_stream::standard)
            out_->send(wire::channel_data{c.remote, piece});
        else
            out_->send(wire::channel_extended_data{c.remote, wire::extended_data_stderr, piece});
        if (out_->error()) return fail(out_->error());
        c.outgoing.take(static_cast<std::uint32_t>(size));
        taken += size;
    }
    return taken;
}

HAWSER_DECL result<byte_span> multiplexer::reserve(channel_id id, std::size_t most, data_stream stream) {
    auto found = usable(id);
    if (!found) return found.error();
    channel& c = **found;
    if (auto begun = begin_data(c); !begun) return begun.error();
    const std::size_t size = std::min({most, writable(c), std::size_t{c.maximum_out}});
    if (size == 0) {
        if (most != 0 && c.phase == channel_phase::open) note_blocked(c);
        return byte_span{};
    }
    wire::writer& w = out_->begin();
    if (stream == data_stream::standard)
        wire::encode(w, wire::channel_data{c.remote, {}});
    else
        wire::encode(w, wire::channel_extended_data{c.remote, wire::extended_data_stderr, {}});
    reserved_ = out_->open_payload().size();
    const byte_span room = w.reserve(size);
    if (room.empty()) {
        reserved_ = 0;
        out_->cancel();
        return fail(w.finish().error());
    }
    return room;
}

HAWSER_DECL void multiplexer::commit(channel_id id, std::size_t size) {
    HAWSER_ASSERT(reserved_ != 0);
    const std::size_t header = std::exchange(reserved_, 0);
    if (size == 0) {
        out_->cancel();
        return;
    }
    out_->truncate_payload(header + size);
    store_u32(out_->open_payload().data() + header - 4, static_cast<std::uint32_t>(size));
    out_->commit();
    channels_.find(id.value)->outgoing.take(static_cast<std::uint32_t>(size));
    if (out_->error()) fail(out_->error());
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

// --- the connection as a whole
// ----------------------------------------------------------------------------------------

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
