#pragma once

#include <hawser/connection/pending_answers.hpp>

namespace hawser::inline HAWSER_ABI::connection {

HAWSER_DECL answer_ticket pending_answers::push() {
    // Room that answered requests left is used again once it is half of all, so that moving stays cheap.
    if (first_ != 0 && first_ >= answers_.size() / 2) {
        answers_.erase(answers_.begin(), answers_.begin() + static_cast<std::ptrdiff_t>(first_));
        base_ += first_;
        first_ = 0;
    }
    answers_.push_back({false, false, std::pmr::vector<std::byte>{answers_.get_allocator()}});
    return base_ + answers_.size() - 1;
}

HAWSER_DECL std::optional<answer_ticket> pending_answers::oldest() const noexcept {
    for (std::size_t i = first_; i < answers_.size(); ++i)
        if (!answers_[i].decided) return base_ + i;
    return std::nullopt;
}

HAWSER_DECL bool pending_answers::decide(answer_ticket ticket, bool success, byte_view data) {
    if (ticket < base_ + first_ || ticket >= base_ + answers_.size()) return false;
    answer& a = answers_[static_cast<std::size_t>(ticket - base_)];
    if (a.decided) return false;
    if (success) a.data.assign(data.begin(), data.end());
    a.success = success;
    a.decided = true;
    return true;
}

HAWSER_DECL const pending_answers::answer* pending_answers::front() const noexcept {
    return first_ < answers_.size() && answers_[first_].decided ? &answers_[first_] : nullptr;
}

HAWSER_DECL void pending_answers::pop() noexcept {
    HAWSER_ASSERT(front() != nullptr);
    answers_[first_++].data.clear();
}

HAWSER_DECL void pending_answers::clear() noexcept {
    base_ += answers_.size();
    answers_.clear();
    first_ = 0;
}

} // namespace hawser::inline HAWSER_ABI::connection
