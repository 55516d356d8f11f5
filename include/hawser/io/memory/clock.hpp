#pragma once
// A clock that stands still until it is told to move: runs on it are pure functions of their inputs.

#include <hawser/core/time.hpp>

namespace hawser::inline HAWSER_ABI::io::memory {

/// Virtual time. It begins well after the epoch of the steady clock, as a real one does, so that subtracting
/// from it is harmless.
class virtual_clock {
  public:
    explicit virtual_clock(time_point start = time_point{std::chrono::hours{24}}) noexcept : now_{start} {}

    time_point now() const noexcept { return now_; }
    void advance(duration by) noexcept {
        if (by > duration::zero()) now_ += by;
    }
    /// A steady clock never goes back: an earlier point changes nothing.
    void advance_to(time_point to) noexcept {
        if (to > now_) now_ = to;
    }

  private:
    time_point now_;
};

} // namespace hawser::inline HAWSER_ABI::io::memory
