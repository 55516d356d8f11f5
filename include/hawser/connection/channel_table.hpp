#pragma once
// All channels of a connection, found by number in one step, bounded (RFC 4254, section 5).

#include <hawser/connection/channel.hpp>

namespace hawser::inline HAWSER_ABI::connection {

/// A slot map: numbers count up, a channel lives in the slot of its number modulo the slots, and numbers
/// whose slot is taken are skipped. Channels keep their address.
class channel_table {
  public:
    channel_table(std::size_t most, std::pmr::memory_resource* memory) noexcept
        : slots_{memory},
          most_{most} {}
    channel_table(const channel_table&) = delete;
    channel_table& operator=(const channel_table&) = delete;
    ~channel_table();

    std::size_t size() const noexcept { return size_; }
    bool full() const noexcept { return size_ >= most_; }
    /// A new channel under the next free number. Precondition: !full(). std::bad_alloc leaves the table as it
    /// was.
    channel& add();
    /// The channel of this number, or nullptr.
    channel* find(std::uint32_t number) const noexcept {
        if (slots_.empty()) return nullptr;
        channel* c = slots_[number & (slots_.size() - 1)];
        return c != nullptr && c->id.value == number ? c : nullptr;
    }
    void remove(channel& c) noexcept;

    /// Positions to walk over, each a channel or nullptr; channels may be removed meanwhile.
    std::size_t slots() const noexcept { return slots_.size(); }
    channel* at(std::size_t slot) const noexcept { return slots_[slot]; }

  private:
    void grow();

    std::pmr::vector<channel*> slots_;
    std::size_t most_;
    std::size_t size_ = 0;
    std::uint32_t next_ = 0;
};

} // namespace hawser::inline HAWSER_ABI::connection

#if HAWSER_HEADER_ONLY
#include <hawser/connection/impl/channel_table.ipp>
#endif
