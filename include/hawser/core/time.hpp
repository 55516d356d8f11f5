#pragma once
// Time is an argument: the steady clock's points and durations, read only by drivers.

#include <hawser/core/config.hpp>

#include <chrono>
#include <optional>

namespace hawser::inline HAWSER_ABI {

using time_point = std::chrono::steady_clock::time_point;
using duration = std::chrono::steady_clock::duration;
/// When to give up or to act; nothing means never.
using deadline = std::optional<time_point>;

/// The earlier of two deadlines.
inline deadline earlier(deadline a, deadline b) noexcept { return !b || (a && *a < *b) ? a : b; }

} // namespace hawser::inline HAWSER_ABI
