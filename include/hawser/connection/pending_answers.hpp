#pragma once
// Requests of the peer that wait for our answer. The owner may decide them in any order; answers leave in the
// order of the requests (RFC 4254, sections 4 and 5.4).

#include <hawser/connection/event.hpp>
#include <hawser/core/bytes.hpp>

#include <memory_resource>
#include <optional>
#include <vector>

namespace hawser::inline HAWSER_ABI::connection {

/// A queue of answers; whoever pushes bounds it.
class pending_answers {
  public:
    struct answer {
        bool decided = false;
        bool success = false;
        /// What a success carries: global requests only.
        std::pmr::vector<std::byte> data;
    };

    explicit pending_answers(std::pmr::memory_resource* memory = std::pmr::get_default_resource()) noexcept
        : answers_{memory} {}

    std::size_t size() const noexcept { return answers_.size() - first_; }
    /// A request arrived; its ticket.
    answer_ticket push();
    /// The oldest undecided request, if any.
    std::optional<answer_ticket> oldest() const noexcept;
    /// False when there is no such request or it is decided already.
    [[nodiscard]] bool decide(answer_ticket ticket, bool success, byte_view data = {});
    /// The answer that must leave next, or nullptr while it is undecided or there is none; valid until pop().
    const answer* front() const noexcept;
    void pop() noexcept;
    void clear() noexcept;

  private:
    std::pmr::vector<answer> answers_;
    std::size_t first_ = 0;
    /// The ticket of answers_[0].
    answer_ticket base_ = 0;
};

} // namespace hawser::inline HAWSER_ABI::connection

#if HAWSER_HEADER_ONLY
#include <hawser/connection/impl/pending_answers.ipp>
#endif
