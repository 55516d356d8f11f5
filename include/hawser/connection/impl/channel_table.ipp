#pragma once

#include <hawser/connection/channel_table.hpp>

namespace hawser::inline HAWSER_ABI::connection {

HAWSER_DECL channel_table::~channel_table() {
    for (std::size_t slot = 0; slot < slots(); ++slot)
        if (channel* c = at(slot)) remove(*c);
}

HAWSER_DECL channel& channel_table::add() {
    HAWSER_ASSERT(!full());
    if (size_ == slots_.size()) grow();
    while (slots_[next_ & (slots_.size() - 1)] != nullptr) ++next_;
    std::pmr::polymorphic_allocator<> allocator{slots_.get_allocator().resource()};
    channel* c = allocator.new_object<channel>(channel_id{next_}, allocator.resource());
    slots_[next_++ & (slots_.size() - 1)] = c;
    ++size_;
    return *c;
}

HAWSER_DECL void channel_table::remove(channel& c) noexcept {
    slots_[c.id.value & (slots_.size() - 1)] = nullptr;
    --size_;
    std::pmr::polymorphic_allocator<>{slots_.get_allocator().resource()}.delete_object(&c);
}

// Numbers that differ modulo n also differ modulo 2 n, so nobody collides.
HAWSER_DECL void channel_table::grow() {
    std::pmr::vector<channel*> wider{slots_.empty() ? 4 : slots_.size() * 2, nullptr, slots_.get_allocator()};
    for (channel* c : slots_)
        if (c != nullptr) wider[c->id.value & (wider.size() - 1)] = c;
    slots_.swap(wider);
}

} // namespace hawser::inline HAWSER_ABI::connection
