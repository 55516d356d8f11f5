#pragma once
// The one loop that joins a session and a stream: events to a handler, output to the stream, input to the session.

#include <hawser/core/byte_stream.hpp>
#include <hawser/core/error.hpp>
#include <hawser/session/event.hpp>

#include <variant>

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

/// Reads once into the session; the end of the stream and its errors become the session's.
template <class Session, byte_stream Stream>
void receive_some(Session& session, Stream& stream) {
    auto room = session.receive_space();
    if (!room) {
        session.fail(room.error());
        return;
    }
    auto size = stream.read_some(*room);
    if (!size) {
        if (size.error() != std::errc::operation_would_block) session.on_stream_error(size.error());
    } else if (*size == 0) {
        session.on_eof();
    } else {
        session.received(*size);
    }
}

/// Runs until the handler stops it, the session has told its end, or `until` has passed.
/// - `on_event(session_event&) -> pump_step` sees every event.
/// - `after_events() -> pump_step` is called when no event is left, before output is sent: the place to lay out more of it.
/// Returns no error when stopped; std::errc::timed_out at the deadline; the session's error once it has told `closed`;
/// std::errc::operation_canceled when the stream was interrupted. Whatever was laid out before a stop has been offered to the
/// stream once.
template <class Session, byte_stream Stream, class OnEvent, class AfterEvents>
result<void> pump(Session& session, Stream& stream, deadline until, OnEvent&& on_event, AfterEvents&& after_events) {
    for (;;) {
        session.on_time(stream.now());
        pump_step step = pump_step::go_on;
        while (step == pump_step::go_on) {
            session_event happened = session.next_event();
            if (happened.index() == 0) break;
            step = on_event(happened);
            if (const auto* end = std::get_if<transport::closed>(&happened)) {
                send_output(session, stream);
                return end->error;
            }
        }
        if (step == pump_step::go_on) step = after_events();
        const bool drained = send_output(session, stream);
        if (step == pump_step::stop) return {};
        if (session.is_closed()) continue;

        const bool reading = session.wants_input();
        const deadline wake = earlier(until, session.next_deadline());
        auto ready = stream.wait({reading, !drained}, wake);
        if (!ready) {
            if (ready.error() == std::errc::operation_canceled) return ready.error();
            session.on_stream_error(ready.error());
            continue;
        }
        if (ready->readable) {
            receive_some(session, stream);
        } else if (!ready->writable && until && stream.now() >= *until) {
            return std::errc::timed_out;
        }
    }
}

} // namespace hawser::inline HAWSER_ABI::io
