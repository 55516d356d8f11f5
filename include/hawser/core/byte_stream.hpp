#pragma once
// The one thing drivers need of a connection: a concept of non-blocking bytes with a wait and a clock.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/time.hpp>

#include <concepts>

namespace hawser::inline HAWSER_ABI {

/// What to wait for, and what a wait found. Both false after a wait: the deadline passed.
struct readiness {
    bool readable = false;
    bool writable = false;
};

/// A connected, reliable, ordered stream.
/// - `read_some(room)`: bytes read, 0 at the peer's end of stream; std::errc::operation_would_block when none are there.
/// - `write_some(bytes)`: bytes taken; std::errc::operation_would_block when none can be taken. Never raises SIGPIPE.
/// - `wait(want, deadline)`: returns at readiness or at the deadline; std::errc::operation_canceled after `interrupt()`.
/// - `now()`: the clock that deadlines are told in. `close()` may be called twice.
template <class T>
concept byte_stream = requires(T& stream, byte_span room, byte_view bytes, readiness want, deadline until) {
    { stream.read_some(room) } -> std::same_as<result<std::size_t>>;
    { stream.write_some(bytes) } -> std::same_as<result<std::size_t>>;
    { stream.wait(want, until) } -> std::same_as<result<readiness>>;
    { stream.now() } -> std::same_as<time_point>;
    stream.close();
};

} // namespace hawser::inline HAWSER_ABI
