#pragma once
// Data both ways: what may be sent, what is unread, and the windows.

#include <hawser/connection/multiplexer.hpp>

#include <string>
#include <utility>

namespace hawser::inline HAWSER_ABI::connection {

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

HAWSER_DECL result<void> multiplexer::keep_unread(channel& c, data_stream stream, byte_view data) {
    byte_buffer& unread = c.unread[static_cast<std::size_t>(stream)];
    // Growing by doubling ends at the window: whoever fills it makes us hold no more than that.
    unread.limit(std::max<std::size_t>(unread.size() + data.size(), c.incoming.target()));
    if (auto appended = unread.append(data); !appended) return appended;
    backlog_ += data.size();
    return {};
}

// A channel that stalls must not stop the others, and a peer may use all the credit that it has. A channel alone
// stops only itself.
HAWSER_DECL std::uint64_t multiplexer::backlog_limit() const noexcept {
    std::uint64_t limit = options_.backlog; // windows of several channels may pass 32 bits
    std::size_t live = 0;
    for_each_channel([&](const channel& c) {
        if (c.phase != channel_phase::ended) ++live;
        const std::uint64_t promised = std::uint64_t{c.incoming.credit()} + c.incoming.unread();
        limit += promised - std::min<std::uint64_t>(promised, options_.channel.window);
    });
    return live > 1 ? limit : options_.backlog;
}

HAWSER_DECL byte_view multiplexer::pending(channel_id id, data_stream stream) const noexcept {
    const channel* c = channels_.find(id.value);
    if (c == nullptr) return {};
    if (is_current(current_kind::data, id) && current_stream_ == stream) return current_data_;
    return c->unread[static_cast<std::size_t>(stream)].view();
}

HAWSER_DECL result<void> multiplexer::consume(channel_id id, data_stream stream, std::size_t size) {
    channel* c = channels_.find(id.value);
    if (c == nullptr) return usage_error::unknown_channel;
    if (size > pending(id, stream).size()) return usage_error::invalid_argument;
    if (is_current(current_kind::data, id) && current_stream_ == stream) {
        current_data_ = current_data_.subspan(size);
        note_consumed(*c, size);
        return {};
    }
    byte_buffer& unread = c->unread[static_cast<std::size_t>(stream)];
    unread.consume(size);
    backlog_ -= size;
    if (unread.empty() && unread.capacity() > limits::channel_packet) unread.release();
    note_consumed(*c, size);
    if (c->phase == channel_phase::ended && c->unread[0].empty() && c->unread[1].empty()) forget(*c);
    return {};
}

HAWSER_DECL void multiplexer::note_consumed(channel& c, std::size_t size) noexcept {
    c.incoming.consumed(static_cast<std::uint32_t>(size));
    if (c.adjust_due || !c.can_say() || c.eof_received || !c.incoming.is_due()) return;
    c.adjust_due = true;
    ++adjustments_due_;
}

HAWSER_DECL void multiplexer::drop_unread(channel& c) noexcept {
    if (is_current(current_kind::data, c.id)) current_ = current_kind::nothing;
    for (byte_buffer& unread : c.unread) {
        backlog_ -= unread.size();
        unread.release();
    }
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
    std::uint64_t others = 0;
    bool alone = true;
    for_each_channel([&](const channel& other) {
        if (&other == &c || other.phase == channel_phase::ended) return;
        alone = false;
        others += other.incoming.target();
    });
    if (alone) return c.window_maximum;
    const std::uint64_t spare = options_.backlog - std::min<std::uint64_t>(options_.backlog, others);
    return static_cast<std::uint32_t>(std::min<std::uint64_t>(spare, c.window_maximum));
}

} // namespace hawser::inline HAWSER_ABI::connection
