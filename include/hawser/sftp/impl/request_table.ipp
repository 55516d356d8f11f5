#pragma once

#include <hawser/sftp/request_table.hpp>

namespace hawser::inline HAWSER_ABI::sftp {

HAWSER_DECL request& request_table::add(packet_type type, void* owner) {
    HAWSER_ASSERT(!is_full());
    std::uint32_t index = free_;
    if (index == none) {
        index = static_cast<std::uint32_t>(slots_.size());
        // The first use of a slot has count 1, so that no id is zero.
        slots_.emplace_back().id.value = index;
    } else {
        free_ = slots_[index].next;
    }
    request& r = slots_[index];
    std::uint32_t id = r.id.value + index_mask + 1;
    if (id <= index_mask) id += index_mask + 1;
    r = request{};
    r.id.value = id;
    r.type = type;
    r.owner = owner;
    r.active = true;
    r.next = none;
    ++active_;
    return r;
}

HAWSER_DECL void request_table::remove(request& r) noexcept {
    HAWSER_ASSERT(r.active);
    r.active = false;
    r.next = free_;
    free_ = index_of(r);
    --active_;
}

HAWSER_DECL void request_list::push(request_table& table, request& r) noexcept {
    const std::uint32_t index = table.index_of(r);
    r.next = request_table::none;
    if (empty())
        first_ = index;
    else
        table[last_].next = index;
    last_ = index;
}

HAWSER_DECL void request_list::pop(request_table& table) noexcept {
    first_ = table[first_].next;
    if (first_ == request_table::none) last_ = request_table::none;
}

} // namespace hawser::inline HAWSER_ABI::sftp
