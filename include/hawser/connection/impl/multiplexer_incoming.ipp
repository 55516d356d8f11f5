#pragma once
// What the peer says becomes events.

#include <hawser/connection/multiplexer.hpp>
#include <hawser/wire/channel_requests.hpp>
#include <hawser/wire/channel_types.hpp>
#include <hawser/wire/global_requests.hpp>

#include <string>
#include <utility>

namespace hawser::inline HAWSER_ABI::connection {

namespace detail {
/// RFC 4254, sections 6.1, 6.3.2 and 7.2: types that only the other role opens.
constexpr bool is_for_other_role(role receiver, std::string_view type) noexcept {
    if (receiver == role::client)
        return type == wire::session_channel::name || type == wire::direct_tcpip_channel::name ||
               type == "direct-streamlocal@openssh.com";
    return type == wire::forwarded_tcpip_channel::name || type == wire::x11_channel::name ||
           type == wire::agent_channel::name || type == "forwarded-streamlocal@openssh.com";
}
} // namespace detail

HAWSER_DECL result<event> multiplexer::on_message(byte_view payload) {
    HAWSER_ASSERT(reserved_ == 0);
    settle();
    if (failed_) return failed_;
    if (lost_) return usage_error::session_closed;
    keepalive_.on_traffic(now_);
    result<event> out{event{}};
    if (auto done = guarded([&] { out = dispatch(payload); }); !done) return fail(done.error());
    if (!out) return fail(out.error());
    return out;
}

HAWSER_DECL result<event> multiplexer::dispatch(byte_view payload) {
    using enum wire::message_number;
    switch (static_cast<wire::message_number>(wire::number_of(payload))) {
    case channel_data: return on_data(payload, false);
    case channel_window_adjust: return on_window_adjust(payload);
    case channel_extended_data: return on_data(payload, true);
    case channel_request: return on_request(payload);
    case channel_success: return on_reply(payload, true);
    case channel_failure: return on_reply(payload, false);
    case channel_eof: return on_eof(payload);
    case channel_close: return on_close(payload);
    case channel_open: return on_open(payload);
    case channel_open_confirmation: return on_open_confirmation(payload);
    case channel_open_failure: return on_open_failure(payload);
    case global_request: return on_global_request(payload);
    case request_success: return on_global_reply(payload, true);
    case request_failure: return on_global_reply(payload, false);
    default: break;
    }
    details_ = unexpected_message{"connection", wire::number_of(payload)};
    return protocol_error::unexpected_message;
}

// Every message to a channel names it first; which may come when is the table of may_receive().
HAWSER_DECL result<channel*> multiplexer::receiver_of(wire::message_number number, std::uint32_t recipient) {
    channel* c = channels_.find(recipient);
    if (c != nullptr && may_receive(number, c->phase, c->eof_received)) return c;
    const bool known =
        c != nullptr && (c->phase == channel_phase::open || c->phase == channel_phase::opening);
    details_ = unexpected_message{known ? name_of(c->phase, c->eof_received) : "unknown channel",
                                  static_cast<std::uint8_t>(number)};
    if (known) return protocol_error::unexpected_message;
    return protocol_error::unknown_channel;
}

template <class M>
result<channel*> multiplexer::addressed(byte_view payload, M& m) {
    auto decoded = wire::decode<M>(payload, &details_);
    if (!decoded) return decoded.error();
    m = *decoded;
    return receiver_of(M::number, m.recipient);
}

HAWSER_DECL result<event> multiplexer::on_data(byte_view payload, bool extended) {
    result<channel*> found{nullptr};
    byte_view data;
    std::uint32_t type = wire::extended_data_stderr;
    if (extended) {
        wire::channel_extended_data m;
        found = addressed(payload, m);
        data = m.data;
        type = m.type;
    } else {
        wire::channel_data m;
        found = addressed(payload, m);
        data = m.data;
    }
    if (!found) return found.error();
    channel& c = **found;
    if (data.size() > c.maximum_in) return protocol_error::channel_packet_size;
    if (!c.incoming.take(static_cast<std::uint32_t>(data.size()))) return protocol_error::window_exceeded;
    if (data.empty() || c.close_sent) return event{};
    if (type != wire::extended_data_stderr) {
        note_consumed(c, data.size());
        return event{};
    }
    const data_stream stream = extended ? data_stream::error : data_stream::standard;
    byte_buffer& unread = c.unread[static_cast<std::size_t>(stream)];
    if (!unread.empty()) {
        if (auto kept = keep_unread(c, stream, data); !kept) return kept.error();
        return event{connection::channel_data{c.id, stream, unread.view()}};
    }
    current_ = current_kind::data;
    current_id_ = c.id;
    current_stream_ = stream;
    current_data_ = data;
    return event{connection::channel_data{c.id, stream, data}};
}

HAWSER_DECL result<event> multiplexer::on_window_adjust(byte_view payload) {
    wire::channel_window_adjust m;
    auto c = addressed(payload, m);
    if (!c) return c.error();
    if (!(*c)->outgoing.add(m.bytes)) return protocol_error::window_overflow;
    if (!(*c)->waits_for_window || (*c)->outgoing.available() == 0) return event{};
    note_unblocked(**c);
    if (writable(**c) != 0) return event{channel_writable{(*c)->id}};
    note_blocked(**c);
    return event{};
}

HAWSER_DECL result<event> multiplexer::on_eof(byte_view payload) {
    wire::channel_eof m;
    auto c = addressed(payload, m);
    if (!c) return c.error();
    (*c)->eof_received = true;
    if ((*c)->close_sent) return event{};
    return event{connection::channel_eof{(*c)->id}};
}

HAWSER_DECL result<event> multiplexer::on_close(byte_view payload) {
    wire::channel_close m;
    auto found = addressed(payload, m);
    if (!found) return found.error();
    channel& c = **found;
    if (!c.close_sent)
        if (auto said = say(cause::peer, wire::channel_close{c.remote}); !said) return said.error();
    const channel_closed closed{c.id, {}};
    end(c);
    return event{closed};
}

HAWSER_DECL result<event> multiplexer::on_request(byte_view payload) {
    wire::channel_request m;
    auto found = addressed(payload, m);
    if (!found) return found.error();
    channel& c = **found;
    if (c.close_sent) return event{};
    std::optional<answer_ticket> ticket;
    if (m.want_reply) {
        auto expected = expect_answer(c.answers);
        if (!expected) return expected.error();
        ticket = *expected;
    }
    current_ = current_kind::request;
    current_id_ = c.id;
    current_ticket_ = ticket;
    return event{connection::channel_request{c.id, m.type, m.want_reply, m.rest}};
}

// A reply nobody waits for is dropped: it must not be taken for the reply to what is asked next.
HAWSER_DECL result<event> multiplexer::on_reply(byte_view payload, bool success) {
    result<channel*> c{nullptr};
    if (success) {
        wire::channel_success m;
        c = addressed(payload, m);
    } else {
        wire::channel_failure m;
        c = addressed(payload, m);
    }
    if (!c) return c.error();
    const auto waiter = (*c)->requests.pop();
    if (!waiter) return event{};
    return event{channel_reply{(*c)->id, success, waiter->token}};
}

HAWSER_DECL result<event> multiplexer::on_open(byte_view payload) {
    auto m = wire::decode<wire::channel_open>(payload, &details_);
    if (!m) return m.error();
    using reason = wire::open_failure_reason;
    result<void> refused;
    if (detail::is_for_other_role(role_, m->type))
        refused = refuse_open(m->sender, reason::administratively_prohibited,
                              "this side does not open such channels");
    else if (m->maximum_packet == 0)
        refused = refuse_open(m->sender, reason::resource_shortage,
                              "a maximum packet size of 0 lets no data through");
    else if (channels_.full())
        refused = refuse_open(m->sender, reason::resource_shortage, "too many channels");
    else {
        channel& c = channels_.add();
        c.remote = m->sender;
        c.outgoing = send_window{m->window};
        c.maximum_out = std::min(m->maximum_packet, limits::channel_packet);
        current_ = current_kind::open;
        current_id_ = c.id;
        current_data_ = as_bytes(m->type);
        return event{channel_open_requested{c.id, m->type, m->rest}};
    }
    if (!refused) return refused.error();
    return event{};
}

HAWSER_DECL result<event> multiplexer::on_open_confirmation(byte_view payload) {
    wire::channel_open_confirmation m;
    auto found = addressed(payload, m);
    if (!found) return found.error();
    channel& c = **found;
    if (m.maximum_packet == 0) return protocol_error::channel_packet_size;
    c.phase = channel_phase::open;
    c.remote = m.sender;
    c.outgoing = send_window{m.window};
    c.maximum_out = std::min(m.maximum_packet, limits::channel_packet);
    c.waits_for_window = m.window == 0;
    if (!c.close_wanted) {
        if (auto told = tell_credit(c); !told) return told.error();
        return event{channel_opened{c.id, m.rest}};
    }
    if (auto said = say(cause::peer, wire::channel_close{c.remote}); !said) return said.error();
    c.close_sent = true;
    return event{};
}

HAWSER_DECL result<event> multiplexer::on_open_failure(byte_view payload) {
    wire::channel_open_failure m;
    auto c = addressed(payload, m);
    if (!c) return c.error();
    const channel_open_failed failed{(*c)->id, static_cast<std::uint32_t>(m.reason),
                                     m.description.substr(0, limits::peer_text)};
    forget(**c);
    return event{failed};
}

HAWSER_DECL result<event> multiplexer::on_global_request(byte_view payload) {
    auto m = wire::decode<wire::global_request>(payload, &details_);
    if (!m) return m.error();
    std::optional<answer_ticket> ticket;
    if (m->want_reply) {
        auto expected = expect_answer(global_answers_);
        if (!expected) return expected.error();
        ticket = *expected;
    }
    current_ = current_kind::global;
    current_ticket_ = ticket;
    return event{connection::global_request{m->name, m->want_reply, m->rest}};
}

HAWSER_DECL result<event> multiplexer::on_global_reply(byte_view payload, bool success) {
    byte_view data;
    if (success)
        data = payload.subspan(1);
    else if (auto m = wire::decode<wire::request_failure>(payload, &details_); !m)
        return m.error();
    const auto waiter = global_requests_.pop();
    if (!waiter || waiter->keepalive) return event{};
    return event{global_reply{success, data, waiter->token, {}}};
}

HAWSER_DECL result<answer_ticket> multiplexer::expect_answer(pending_answers& answers) {
    if (answers_ >= limits::pending_replies) return protocol_error::too_many_pending;
    const answer_ticket ticket = answers.push();
    ++answers_;
    return ticket;
}

HAWSER_DECL void multiplexer::settle() {
    const current_kind kind = std::exchange(current_, current_kind::nothing);
    if (kind == current_kind::nothing || failed_ || lost_) return;
    channel* c = channels_.find(current_id_.value);
    // What goes wrong below is remembered by fail() and reported by the next call.
    switch (kind) {
    case current_kind::data:
        if (auto kept = keep_unread(*c, current_stream_, current_data_); !kept) fail(kept.error());
        break;
    case current_kind::open:
        if (auto done = guarded([&] {
                const std::string type = escape_text(as_text(current_data_), limits::name);
                (void)refuse(current_id_, wire::open_failure_reason::unknown_channel_type,
                             "unknown channel type " + type);
            });
            !done)
            fail(done.error());
        break;
    case current_kind::request:
        if (current_ticket_) (void)decide(*c, current_ticket_, false);
        break;
    case current_kind::global:
        if (current_ticket_) (void)reply_global(*current_ticket_, false);
        break;
    case current_kind::nothing: break;
    }
}

} // namespace hawser::inline HAWSER_ABI::connection
