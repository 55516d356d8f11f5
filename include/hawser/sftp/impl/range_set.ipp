#pragma once

#include <hawser/sftp/range_set.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL void range_set::add(byte_range range) {
    if (range.begin >= range.end || range.end <= front_) return;
    top_ = std::max(top_, range.end);
    if (range.begin > front_) {
        auto first = islands_.begin();
        while (first != islands_.end() && first->end < range.begin) ++first;
        auto last = first;
        while (last != islands_.end() && last->begin <= range.end) {
            range = {std::min(range.begin, last->begin), std::max(range.end, last->end)};
            ++last;
        }
        if (first == last) {
            islands_.insert(first, range);
        } else {
            *first = range;
            islands_.erase(first + 1, last);
        }
        return;
    }
    front_ = range.end;
    auto reached = islands_.begin();
    while (reached != islands_.end() && reached->begin <= front_) {
        front_ = std::max(front_, reached->end);
        ++reached;
    }
    islands_.erase(islands_.begin(), reached);
}

} // namespace hawser::inline HAWSER_ABI::sftp
