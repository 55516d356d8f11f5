#pragma once
// When to ask an idle peer for a sign of life, and when to give up on it (keepalive@openssh.com).

#include <hawser/core/time.hpp>

namespace hawser::inline HAWSER_ABI::connection {

struct keepalive_options {
    /// Silence of the peer after which it is asked; 0: never.
    duration interval{0};
    /// Questions in a row that may stay unanswered.
    unsigned most_unanswered = 5;
};

/// One policy: whatever the peer sends, an answer or not, is a sign of life; `most_unanswered` questions,
/// each followed by an interval of silence, are the end.
class keepalive {
  public:
    enum class action : unsigned char { none, ask, give_up };

    explicit keepalive(const keepalive_options& options = {}) noexcept : options_{options} {}

    /// The connection is usable from `now` on.
    void start(time_point now) noexcept {
        since_ = now;
        started_ = true;
    }
    bool is_started() const noexcept { return started_; }
    /// The peer sent something.
    void on_traffic(time_point now) noexcept {
        since_ = now;
        unanswered_ = 0;
    }
    /// When on_deadline() wants to be called; nothing when off or not started.
    deadline next_deadline() const noexcept {
        if (!started_ || options_.interval <= duration::zero()) return std::nullopt;
        return since_ + options_.interval;
    }
    /// `none` before the deadline. `ask` counts as asked; the next deadline is one interval later.
    action on_deadline(time_point now) noexcept {
        const deadline due = next_deadline();
        if (!due || now < *due) return action::none;
        if (unanswered_ >= options_.most_unanswered) return action::give_up;
        since_ = now;
        ++unanswered_;
        return action::ask;
    }
    /// Nothing can be asked now: wait another interval.
    void postpone(time_point now) noexcept { since_ = now; }
    unsigned unanswered() const noexcept { return unanswered_; }

  private:
    keepalive_options options_;
    time_point since_{};
    unsigned unanswered_ = 0;
    bool started_ = false;
};

} // namespace hawser::inline HAWSER_ABI::connection
