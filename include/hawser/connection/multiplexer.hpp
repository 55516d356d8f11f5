#pragma once
// Channels and global requests over one connection (RFC 4254): payloads of messages 80 to 127 in, events out,
// payloads into the outbox. No I/O, no clock, no thread.

#include <hawser/connection/channel_table.hpp>
#include <hawser/connection/event.hpp>
#include <hawser/connection/keepalive.hpp>
#include <hawser/core/diagnostic.hpp>
#include <hawser/core/environment.hpp>
#include <hawser/core/role.hpp>
#include <hawser/wire/channel_messages.hpp>
#include <hawser/wire/message_body.hpp>
#include <hawser/wire/outbox.hpp>

#include <new>
#include <optional>
#include <string_view>

namespace hawser::inline HAWSER_ABI::connection {

/// What we tell the peer when a channel is opened or accepted. Sizes in bytes.
struct channel_options {
    /// How much the peer may send ahead of what the owner consumes.
    std::uint32_t window = limits::channel_window;
    /// To what the window may grow while it, and not the owner, is what limits the peer. Not above `window`:
    /// it stays.
    std::uint32_t window_maximum = limits::channel_window_maximum;
    /// The largest data of one packet; 1 to limits::packet / 2.
    std::uint32_t maximum_packet = limits::channel_packet;
};

struct options {
    /// For channels opened or accepted without options of their own.
    channel_options channel;
    /// All channels' unread data together; backlog_full() above it. Windows grow only inside it while several
    /// channels are open, so no more than backlog / window stalled channels go unnoticed by the others. What a
    /// channel was given beyond the window of `channel`, because it was opened so or grew while it was alone,
    /// cannot be taken back: beside others it counts as room of its own, and is not given again.
    std::size_t backlog = limits::session_backlog;
    /// Channels at once, those of both sides together.
    std::size_t channels = limits::channels;
    connection::keepalive_options keepalive;
};

/// The connection protocol of one session, for either role.
///
/// The owner's turn, for every message: `on_message(payload)`, look at the event, `settle()`. After the turn:
/// `flush()`, and `next_event()` until it gives nothing. The payload must stay valid and unchanged until
/// settle().
///
/// **Nothing is forgotten.** A request or an open of the peer that the owner neither answered nor deferred by
/// settle() is refused there. Data that was not consumed moves into the channel's backlog.
///
/// **While output is barred** by a key exchange, what is said is kept, in order, and flush() sends it
/// afterwards: what the peer made us say, at most limits::pending_replies (one more is
/// protocol_error::too_many_pending); what the owner says, as many again and limits::packet bytes (then
/// usage_error::output_blocked). Data is never kept: send() takes none. So requests, data, end and close of a
/// channel leave in the order of the calls.
///
/// Commands report usage_error::unknown_channel, channel_closed (it may not be said any more), output_blocked
/// (try again when output has drained), invalid_argument, or wrong_phase (before the channel is confirmed or
/// accepted), or session_closed after a fatal error or a lost connection.
///
/// Outgoing data costs arithmetic and one copy into the packet, none with reserve(). Incoming data costs
/// arithmetic, and one copy when it goes to a backlog.
class multiplexer {
  public:
    /// `out` and what `env` refers to must outlive the multiplexer.
    multiplexer(role who, wire::outbox& out, const options& how, const environment& env);
    multiplexer(const multiplexer&) = delete;
    multiplexer& operator=(const multiplexer&) = delete;

    // What arrives.

    /// Takes one payload with a number from 80 to 127. Errors are fatal: a broken protocol, or no memory;
    /// details() tells more.
    result<event> on_message(byte_view payload);
    /// Ends what on_message() began: refuses what nobody answered, keeps what nobody consumed. Does nothing
    /// when called again.
    void settle();
    /// What is owed without a message: channel_writable after output drained, fairly in turn; after
    /// on_connection_lost() a channel_closed for each channel and a global_reply for each global request
    /// without answer.
    event next_event();
    /// Output has drained, and next_event() tells a channel that waited for it: worth a turn without input.
    bool has_room_again() const noexcept {
        // A little room would only be cut into little packets.
        return waiting_for_output_ != 0 && !lost_ && out_->room() >= limits::channel_packet;
    }
    /// The unread data is above options::backlog: stop calling on_message() until the owner has consumed. The
    /// data of one message at most exceeds the limit.
    bool backlog_full() const noexcept { return backlog_ > options_.backlog && backlog_ > backlog_limit(); }
    /// Unread bytes of a stream, oldest first, those of the current event included; empty for unknown
    /// channels.
    byte_view pending(channel_id id, data_stream stream = data_stream::standard) const noexcept;
    /// The owner is done with the first `size` bytes of pending(); the peer may send as many more. Views of
    /// them end.
    result<void> consume(channel_id id, data_stream stream, std::size_t size);

    /// Details of a fatal error.
    const diagnostic& details() const noexcept { return details_; }
    /// The fatal error met by settle(), flush() or on_message(), or a code that is false.
    std::error_code error() const noexcept { return failed_; }
    /// Ends everything: nothing more is sent, and next_event() ends every channel and waiter once. `why` must
    /// be an error.
    void on_connection_lost(std::error_code why);

    // Time: windows grow and keepalives are due by it.

    /// Tells the time before on_message() and flush(), where it is known; without it, windows grow whenever
    /// the owner keeps up. The first call starts the keepalives.
    void on_time(time_point now) noexcept;
    deadline next_deadline() const noexcept { return keepalive_.next_deadline(); }
    /// Sends a keepalive when one is due. Error: std::errc::timed_out when the peer is taken for dead; fatal.
    result<void> on_deadline(time_point now);

    // What leaves.

    /// Sends what is due: kept messages, window adjustments. Does nothing while output is barred.
    void flush();

    // Channels.

    /// Asks for a channel; channel_opened or channel_open_failed follows. `data` is the body of the type.
    /// output_blocked also when options::channels are open.
    result<channel_id> open(std::string_view type, byte_view data, const channel_options& how);
    result<channel_id> open(std::string_view type, byte_view data = {}) {
        return open(type, data, options_.channel);
    }
    /// The same with a body from wire/channel_types.hpp.
    template <wire::message_body Body>
    result<channel_id> open(const Body& body, const channel_options& how) {
        auto begun = begin_open(Body::name, how);
        if (!begun) return begun.error();
        body.encode(*begun->out);
        return finish_open(*begun->to);
    }
    template <wire::message_body Body>
    result<channel_id> open(const Body& body) {
        return open(body, options_.channel);
    }
    /// Lets the peer send more ahead than it was told when the channel was opened; `how` replaces both window
    /// sizes where it is larger. For a channel whose use is known later than the channel.
    result<void> widen(channel_id id, const channel_options& how);
    /// Answers channel_open_requested. The channel is open at once.
    result<void> accept(channel_id id, const channel_options& how);
    result<void> accept(channel_id id) { return accept(id, options_.channel); }
    /// `text` is for people on the other side. The channel is gone.
    result<void> refuse(channel_id id, wire::open_failure_reason reason, std::string_view text = {});
    /// Puts the answer to the current channel_open_requested or channel_request off. The ticket is for
    /// reply(); an open is answered by its id. Deferred answers are among the limits::pending_replies. Error:
    /// invalid_argument when the current event asks no answer of this channel.
    result<answer_ticket> defer(channel_id id);

    /// Asks something of a channel. With `want_reply` a channel_reply with `token` follows, in order, unless
    /// the channel closes first. At most limits::pending_replies wait at once (then output_blocked).
    result<void> request(channel_id id, std::string_view type, bool want_reply, byte_view data,
                         request_token token = 0);
    /// The same with a body from wire/channel_requests.hpp.
    template <wire::message_body Body>
    result<void> request(channel_id id, const Body& body, bool want_reply, request_token token = 0) {
        auto begun = begin_request(id, Body::name, want_reply);
        if (!begun) return begun.error();
        body.encode(*begun->out);
        return finish_request(*begun->to, want_reply, token);
    }
    /// Answers the current channel_request, or else the oldest deferred one of the channel. Answers leave in
    /// the order of the requests. Nothing is sent when no reply was wanted.
    result<void> reply(channel_id id, bool success);
    /// Answers a deferred channel_request.
    result<void> reply(channel_id id, answer_ticket ticket, bool success);

    /// Sends data as far as the peer's window, its packet size and the output's room allow, in as many
    /// packets as needed; returns how much was taken. Less than all: channel_writable follows when more can
    /// be. Also 0 before channel_opened.
    result<std::size_t> send(channel_id id, data_stream stream, byte_view data);
    /// How much send() would take now at most.
    std::size_t writable(channel_id id) const noexcept;
    /// Room for at most `most` bytes inside the packet being built; empty where send() would return 0.
    /// Between reserve() and commit() nothing else may be called.
    result<byte_span> reserve(channel_id id, std::size_t most, data_stream stream = data_stream::standard);
    /// Sends the first `size` bytes of the reserved room; 0 sends nothing.
    void commit(channel_id id, std::size_t size);
    /// No more data from us. Done twice, or after close(): channel_closed.
    result<void> send_eof(channel_id id);
    /// Nothing more from us; unread data is dropped, and whatever data still arrives. channel_closed follows
    /// when the peer has closed too, or the open fails. After channel_closed: forgets the channel and its
    /// unread data.
    result<void> close(channel_id id);

    /// The channel, to look at; nullptr when there is none. Valid until the next call that is not const.
    const channel* find(channel_id id) const noexcept { return channels_.find(id.value); }
    /// Channels of both sides that were asked for and not yet forgotten.
    std::size_t channel_count() const noexcept { return channels_.size(); }
    /// Calls `f(const channel&)` for each; `f` must not call this object's commands.
    template <class F>
    void for_each_channel(F&& f) const {
        for (std::size_t slot = 0; slot < channels_.slots(); ++slot)
            if (const channel* c = channels_.at(slot)) f(*c);
    }

    // The connection as a whole.

    /// Asks something of the connection; with `want_reply` a global_reply with `token` follows, in order.
    result<void> global_request(std::string_view name, bool want_reply, byte_view data,
                                request_token token = 0);
    /// The same with a body from wire/global_requests.hpp.
    template <wire::message_body Body>
    result<void> global_request(const Body& body, bool want_reply, request_token token = 0) {
        auto out = begin_global_request(Body::name, want_reply);
        if (!out) return out.error();
        body.encode(**out);
        return finish_global_request(want_reply, {token, false});
    }
    /// Answers the current global_request, or else the oldest deferred one. `data` goes with a success.
    result<void> reply_global(bool success, byte_view data = {});
    result<void> reply_global(answer_ticket ticket, bool success, byte_view data = {});
    /// Puts the answer to the current global_request off.
    result<answer_ticket> defer_global();

  private:
    /// Who made us say something: it decides what happens when no more can be kept.
    enum class cause : unsigned char { peer, owner, owner_last_words };
    /// What the current event wants of settle().
    enum class current_kind : unsigned char { nothing, data, open, request, global };
    struct begun_message {
        channel* to;
        wire::writer* out;
    };

    /// Runs what may allocate through std; std::bad_alloc becomes a value.
    template <class F>
    static result<void> guarded(F&& f) {
        HAWSER_TRY { f(); }
        HAWSER_CATCH(const std::bad_alloc&) { return std::errc::not_enough_memory; }
        return {};
    }

    result<event> dispatch(byte_view payload);
    result<event> on_global_request(byte_view payload);
    result<event> on_global_reply(byte_view payload, bool success);
    result<event> on_open(byte_view payload);
    result<event> on_open_confirmation(byte_view payload);
    result<event> on_open_failure(byte_view payload);
    result<event> on_window_adjust(byte_view payload);
    result<event> on_data(byte_view payload, bool extended);
    result<event> on_eof(byte_view payload);
    result<event> on_close(byte_view payload);
    result<event> on_request(byte_view payload);
    result<event> on_reply(byte_view payload, bool success);

    /// Decodes a message that begins with a channel number of ours and looks the channel up.
    template <class M>
    result<channel*> addressed(byte_view payload, M& m);
    result<channel*> receiver_of(wire::message_number number, std::uint32_t recipient);
    result<channel*> usable(channel_id id) const;

    result<wire::writer*> begin_message(cause why);
    result<void> finish_message(cause why);
    template <wire::message M>
    result<void> say(cause why, const M& m) {
        auto out = begin_message(why);
        if (!out) return out.error();
        wire::encode(**out, m);
        return finish_message(why);
    }
    result<void> begin_data(channel& c);
    result<begun_message> begin_open(std::string_view type, const channel_options& how);
    result<channel_id> finish_open(channel& c);
    result<begun_message> begin_request(channel_id id, std::string_view type, bool want_reply);
    result<void> finish_request(channel& c, bool want_reply, request_token token);
    result<wire::writer*> begin_global_request(std::string_view name, bool want_reply);
    result<void> finish_global_request(bool want_reply, pending_requests::waiter w);

    std::error_code fail(std::error_code why) noexcept;
    void send_kept();
    void send_adjustment(channel& c);
    result<void> tell_credit(channel& c);
    std::uint64_t backlog_limit() const noexcept;
    std::uint32_t window_ceiling(const channel& c) const noexcept;
    result<answer_ticket> expect_answer(pending_answers& answers);
    result<void> decide(channel& c, std::optional<answer_ticket> ticket, bool success);
    std::size_t writable(const channel& c) const noexcept;
    void note_blocked(channel& c) noexcept;
    void note_unblocked(channel& c) noexcept;
    void note_consumed(channel& c, std::size_t size) noexcept;
    result<void> keep_unread(channel& c, data_stream stream, byte_view data);
    void drop_unread(channel& c) noexcept;
    void drop_waiters(channel& c) noexcept;
    void end(channel& c) noexcept;
    void forget(channel& c) noexcept;
    event next_lost();
    bool is_current(current_kind kind, channel_id id) const noexcept {
        return current_ == kind && current_id_ == id;
    }
    result<void> refuse_open(std::uint32_t recipient, wire::open_failure_reason reason,
                             std::string_view text);

    role role_;
    wire::outbox* out_;
    options options_;
    log_ref log_;
    channel_table channels_;
    pending_requests global_requests_;
    pending_answers global_answers_;
    keepalive keepalive_;
    time_point now_{};

    current_kind current_ = current_kind::nothing;
    channel_id current_id_{};
    data_stream current_stream_ = data_stream::standard;
    /// The unread rest of the data, or the type of the open.
    byte_view current_data_;
    /// The answer that is wanted; nothing when none is.
    std::optional<answer_ticket> current_ticket_;

    /// Payloads said while output was barred, each behind a 4-byte length.
    byte_buffer kept_;
    wire::writer kept_writer_;
    std::size_t kept_start_ = 0;
    std::size_t kept_for_peer_ = 0;
    std::size_t kept_for_owner_ = 0;
    bool keeping_ = false;

    std::size_t backlog_ = 0;
    /// Answers not sent yet, of all channels and the connection.
    std::size_t answers_ = 0;
    std::size_t adjustments_due_ = 0;
    std::size_t waiting_for_output_ = 0;
    std::size_t turn_ = 0;
    /// Bytes before the reserved room in the open payload; 0 when nothing is reserved.
    std::size_t reserved_ = 0;
    std::error_code failed_;
    std::error_code lost_;
    diagnostic details_;
};

} // namespace hawser::inline HAWSER_ABI::connection

#if HAWSER_HEADER_ONLY
#include <hawser/connection/impl/multiplexer.ipp>
#include <hawser/connection/impl/multiplexer_data.ipp>
#include <hawser/connection/impl/multiplexer_incoming.ipp>
#include <hawser/connection/impl/multiplexer_outgoing.ipp>
#include <hawser/connection/impl/multiplexer_requests.ipp>
#endif
