#pragma once
// Requests of ours that wait for a reply. Replies carry no number: they come in the order of the requests
// (RFC 4254, sections 4 and 5.4).

#include <hawser/connection/event.hpp>
#include <hawser/core/limits.hpp>

#include <memory_resource>
#include <optional>
#include <vector>

namespace hawser::inline HAWSER_ABI::connection {

/// A bounded queue of who asked.
class pending_requests {
  public:
    struct waiter {
        request_token token = 0;
        /// Asked by the multiplexer itself; the owner hears nothing of the reply.
        bool keepalive = false;
    };

    explicit pending_requests(std::pmr::memory_resource* memory = std::pmr::get_default_resource()) noexcept
        : waiters_{memory} {}

    bool full() const noexcept { return size() >= limits::pending_replies; }
    std::size_t size() const noexcept { return waiters_.size() - first_; }
    /// Makes sure that the next push() needs no memory. Precondition: !full().
    void prepare() {
        HAWSER_ASSERT(!full());
        if (first_ == limits::pending_replies) {
            waiters_.erase(waiters_.begin(), waiters_.begin() + static_cast<std::ptrdiff_t>(first_));
            first_ = 0;
        }
        if (waiters_.size() == waiters_.capacity())
            waiters_.reserve(waiters_.empty() ? 4 : waiters_.size() * 2);
    }
    void push(waiter w) {
        prepare();
        waiters_.push_back(w);
    }
    /// Takes the oldest back out; nothing when no reply is awaited.
    std::optional<waiter> pop() noexcept {
        if (size() == 0) return std::nullopt;
        const waiter w = waiters_[first_++];
        if (first_ == waiters_.size()) clear();
        return w;
    }
    void clear() noexcept {
        waiters_.clear();
        first_ = 0;
    }

  private:
    std::pmr::vector<waiter> waiters_;
    std::size_t first_ = 0;
};

} // namespace hawser::inline HAWSER_ABI::connection
