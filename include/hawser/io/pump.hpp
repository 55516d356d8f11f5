#pragma once
// The one loop that joins a session and a stream: events to a handler, output to the stream, input to the session.

#include <hawser/core/byte_stream.hpp>
#include <hawser/core/error.hpp>
#include <hawser/session/event.hpp>

#include <algorithm>
#include <cstdint>

namespace hawser::inline HAWSER_ABI::io {

/// What a handler wants after an event, or an idle check after all events.
enum class pump_step : unsigned char { go_on, stop };

/// Sends as much of the session's output as the stream takes. True when nothing is left. A stream that fails ends the
/// session with the stream's error.
template <class Session, byte_stream Stream>
bool send_output(Session& session, Stream& stream) {
    for (;;) {
        const byte_view out = session.next_output();
        if (out.empty()) return true;
        auto written = stream.write_some(out);
        if (!written) {
            if (written.error() == std::errc::operation_would_block) return false;
            session.on_stream_error(written.error());
            session.consume_output(out.size());
            return true;
        }
        session.consume_output(*written);
    }
}

/// Reads once into the session; the end of the stream and its errors become the session's. Returns how many bytes came.
template <class Session, byte_stream Stream>
std::size_t receive_some(Session& session, Stream& stream) {
    auto room = session.receive_space();
    if (!room) {
        session.fail(room.error());
        return 0;
    }
    auto size = stream.read_some(*room);
    if (!size) {
        if (size.error() != std::errc::operation_would_block) session.on_stream_error(size.error());
    } else if (*size == 0) {
        session.on_eof();
    } else {
        session.received(*size);
        // A peer with Nagle's algorithm holds its next small message back until this one is acknowledged; in bulk it does not
        // matter, and every acknowledgement asked for costs a system call.
        if constexpr (requires { stream.quick_acknowledgements(true); })
            stream.quick_acknowledgements(*size < 4096);
    }
    return size ? *size : 0;
}

/// How much input is worth waiting for, so that a stream may wake its reader less often: half of what is surely still to come,
/// or, when nothing is known, a piece of what flows without a pause, such as the output of a command. A hint that turns out
/// wrong costs one short delay: whatever holds the data up, such as a key exchange, is noticed after `patience()`, and then for
/// a while every byte wakes again. One delay is soon forgotten, for a busy machine is enough to cause it; delays that follow
/// each other are not, for then the peer is slower than the hint.
class input_hint {
  public:
    static constexpr std::uint64_t most = 320 * 1024;
    /// How long the half of what is expected is waited for, and the next piece of what flows.
    static constexpr duration expected_patience = std::chrono::milliseconds{5};
    static constexpr duration flow_patience = std::chrono::milliseconds{1};
    /// Input flows once so many bytes have come while nothing was known, each read so large and soon after the one before.
    static constexpr std::uint64_t flow_begins = 1024 * 1024;
    static constexpr std::size_t flow_read = 32 * 1024;

    /// At least this many bytes are on their way; 0 when nothing is known.
    void expect(std::uint64_t bytes) noexcept { expected_ = bytes; }
    /// How many bytes are worth waiting for: the rest of what is expected is never held up.
    std::size_t low_water() const noexcept {
        std::uint64_t wanted = std::min(expected_ / 2, most);
        if (flow_ >= flow_begins && expected_ == 0) wanted = most / 2;
        return wanted < most / 8 || caution_ != 0 ? 1 : static_cast<std::size_t>(wanted);
    }
    /// How long they are worth waiting for.
    duration patience() const noexcept { return expected_ != 0 ? expected_patience : flow_patience; }
    /// So many bytes have come, and when.
    void on_read(std::size_t size, time_point now) noexcept {
        const std::size_t waited_for = low_water();
        if (waited_for > 1 && size >= waited_for) next_caution_ = most;
        caution_ -= std::min<std::uint64_t>(caution_, size);
        // of what was expected, the end is known: a reply behind it is no flow
        const bool flows = expected_ == 0 && size >= flow_read && now - last_read_ <= flow_patience;
        flow_ = flows ? flow_ + size : 0;
        last_read_ = now;
    }
    /// What was waited for has not come in time.
    void on_delay() noexcept {
        caution_ = next_caution_;
        next_caution_ = std::min(2 * next_caution_, 256 * most);
        flow_ = 0;
    }

  private:
    std::uint64_t expected_ = 0;
    /// Bytes that came without a pause, the last of them at `last_read_`.
    std::uint64_t flow_ = 0;
    time_point last_read_{};
    /// Bytes to come that each wake the reader; and how many do after the next delay.
    std::uint64_t caution_ = 0;
    std::uint64_t next_caution_ = most;
};

/// Runs until the handler stops it, the session has told its end, or `until` has passed.
/// - `on_event(session_event&) -> pump_step` sees every event.
/// - `after_events() -> pump_step` is called when no event is left, before output is sent: the place to lay out more of it.
/// Returns no error when stopped; std::errc::timed_out at the deadline, also when the peer never pauses; the session's error
/// once it has told `closed`; std::errc::operation_canceled when the stream was interrupted. What was laid out before a stop
/// is sent by the next run, or by send_output().
/// `drains` counts how often a stream that was full took more, which tells that what was sent is under way.
template <class Session, byte_stream Stream, class OnEvent, class AfterEvents>
result<void> pump(Session& session, Stream& stream, input_hint& hint, deadline until, OnEvent&& on_event,
                  AfterEvents&& after_events, std::uint64_t& drains) {
    // The deadline had passed before the last look at the input.
    bool late = false;
    for (;;) {
        const time_point now = stream.now();
        session.on_time(now);
        pump_step step = pump_step::go_on;
        while (step == pump_step::go_on) {
            session_event happened = session.next_event();
            if (!happened) break;
            step = on_event(happened);
            if (const auto* end = happened.as<transport::closed>()) {
                send_output(session, stream);
                return end->error;
            }
        }
        if (step == pump_step::go_on) step = after_events();
        // What is laid out now leaves together with what the next operation adds.
        if (step == pump_step::stop) return {};
        const bool drained = send_output(session, stream);
        if (session.is_closed()) continue;
        if (late) return std::errc::timed_out;
        late = until && now >= *until;

        const bool reading = session.wants_input();
        const deadline wake = earlier(until, session.next_deadline());
        // At the end whatever is there is wanted.
        const std::size_t low_water = late ? 1 : hint.low_water();
        if constexpr (requires { stream.receive_low_water(low_water); })
            (void)stream.receive_low_water(low_water);
        deadline patience;
        if (low_water > 1) patience = stream.now() + hint.patience();
        // Somebody has more to send: a look at the input, and on.
        const bool hurry = session.has_room_again();
        if (hurry) patience = stream.now();
        auto ready = stream.wait({reading, !drained}, earlier(wake, patience));
        if (!ready) {
            if (ready.error() == std::errc::operation_canceled) return ready.error();
            session.on_stream_error(ready.error());
            continue;
        }
        if (ready->writable) ++drains;
        if (ready->readable) {
            const std::size_t size = receive_some(session, stream);
            hint.on_read(size, stream.now());
        } else if (!ready->writable && !hurry) {
            const time_point woken = stream.now();
            if (low_water > 1) {
                if (woken >= *patience) hint.on_delay();
            } else if (until && woken >= *until) {
                return std::errc::timed_out;
            }
        }
    }
}
template <class Session, byte_stream Stream, class OnEvent, class AfterEvents>
result<void> pump(Session& session, Stream& stream, input_hint& hint, deadline until, OnEvent&& on_event,
                  AfterEvents&& after_events) {
    std::uint64_t drains = 0;
    return pump(session, stream, hint, until, on_event, after_events, drains);
}

} // namespace hawser::inline HAWSER_ABI::io
