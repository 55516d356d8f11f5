#pragma once
// Flow control of one channel: the credit the peer gave us and the credit we give the peer (RFC 4254,
// section 5.2).

#include <hawser/core/limits.hpp>
#include <hawser/core/time.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::connection {

/// How many bytes of data we may still send.
class send_window {
  public:
    explicit send_window(std::uint32_t initial = 0) noexcept : available_{initial} {}

    std::uint32_t available() const noexcept { return available_; }
    /// What WINDOW_ADJUSTs have added in all: it grows as the peer takes what was sent.
    std::uint64_t added() const noexcept { return added_; }
    /// WINDOW_ADJUST arrived. False, and nothing changed, when the sum would pass 2^32 - 1.
    [[nodiscard]] bool add(std::uint32_t bytes) noexcept {
        if (bytes > 0xffffffffu - available_) return false;
        available_ += bytes;
        added_ += bytes;
        return true;
    }
    /// Data was sent; at most available().
    void take(std::uint32_t bytes) noexcept {
        HAWSER_ASSERT(bytes <= available_);
        available_ -= bytes;
    }

  private:
    std::uint32_t available_;
    std::uint64_t added_ = 0;
};

/// How many bytes the peer may still send, and when to let it send more.
///
/// At any moment credit() + unread() <= the largest target so far: the peer can never make us hold more than
/// we chose.
class receive_window {
  public:
    /// A window whose half is used up sooner than this is taken to be what limits the peer. It is longer than
    /// the round trip of nearly every path, so that a grown window never makes the peer wait.
    static constexpr std::chrono::milliseconds growth_time{300};

    receive_window() noexcept = default;
    /// `initial` is what the peer was told when the channel was opened.
    receive_window(std::uint32_t initial, time_point now) noexcept
        : credit_{initial},
          target_{initial},
          initial_{initial},
          granted_at_{now} {}

    /// Bytes the peer may still send.
    std::uint32_t credit() const noexcept { return credit_; }
    /// Bytes that arrived and were not consumed.
    std::uint32_t unread() const noexcept { return unread_; }
    /// What credit is filled up to.
    std::uint32_t target() const noexcept { return target_; }

    /// Data arrived. False, and nothing changed, when it is more than the credit.
    [[nodiscard]] bool take(std::uint32_t bytes) noexcept {
        if (bytes > credit_) return false;
        credit_ -= bytes;
        unread_ += bytes;
        return true;
    }
    /// The owner is done with bytes; at most unread().
    void consumed(std::uint32_t bytes) noexcept {
        HAWSER_ASSERT(bytes <= unread_);
        unread_ -= bytes;
    }
    /// A window of at least this size from now on. Returns the bytes to adjust by, counted as given.
    std::uint32_t widen(std::uint32_t window) noexcept {
        initial_ = std::max(initial_, window);
        target_ = std::max(target_, window);
        const std::uint32_t bytes = missing();
        credit_ += bytes;
        return bytes;
    }
    /// Whether an adjustment is worth a message: half of the window was consumed, or less when the peer is
    /// about to run dry. That second case lets an owner wait for the rest of a record that fills most of the
    /// window.
    bool is_due() const noexcept {
        const std::uint32_t m = missing();
        return m != 0 && (m >= target_ / 2 || (m >= target_ / 8 && credit_ < target_ / 8));
    }
    /// The bytes to adjust by, counted as given; may be 0. The target first doubles, up to `most`, when the
    /// owner had nothing left to read and the window went round within growth_time; above `most` it shrinks
    /// back, but never below the initial one.
    std::uint32_t grant(time_point now, std::uint32_t most) noexcept {
        most = std::max(most, initial_);
        if (unread_ == 0 && now - granted_at_ < growth_time)
            target_ = target_ > most / 2 ? std::max(target_, most) : target_ * 2;
        target_ = std::min(target_, most);
        granted_at_ = now;
        const std::uint32_t bytes = missing();
        credit_ += bytes;
        return bytes;
    }

  private:
    std::uint32_t missing() const noexcept {
        const std::uint64_t held = std::uint64_t{credit_} + unread_;
        return held >= target_ ? 0 : static_cast<std::uint32_t>(target_ - held);
    }

    std::uint32_t credit_ = 0;
    std::uint32_t unread_ = 0;
    std::uint32_t target_ = 0;
    std::uint32_t initial_ = 0;
    time_point granted_at_{};
};

} // namespace hawser::inline HAWSER_ABI::connection
