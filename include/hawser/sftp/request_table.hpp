#pragma once
// The requests that await a reply: a bounded table of slots that are used again, found by id without a
// search.

#include <hawser/core/limits.hpp>
#include <hawser/sftp/packet.hpp>

#include <memory_resource>
#include <system_error>
#include <vector>

namespace hawser::inline HAWSER_ABI::sftp {

struct write_stream;

/// Which answer an EXTENDED request expects besides STATUS.
enum class extension_kind : std::uint8_t { status_only, limits, statvfs, other };

/// What is remembered of a request until its last reply.
struct request {
    request_id id;
    packet_type type{};
    extension_kind extension{};
    bool active = false;
    /// Nobody waits any more: its reply is checked and dropped.
    bool abandoned = false;
    /// Of a WRITE with a source: all of it has left. A reply that comes before its request has left is
    /// refused.
    bool sent = true;
    void* owner = nullptr;
    /// READ and WRITE: the range. `good` counts the bytes received, or taken from the source.
    std::uint64_t offset = 0;
    std::uint32_t length = 0;
    std::uint32_t good = 0;
    /// Of a WRITE that takes its data from a source.
    write_stream* stream = nullptr;
    std::error_code source_error;
    /// Encoded requests have left, and source WRITEs are due, when this many bytes of the encoded queue are
    /// gone.
    std::uint64_t queue_position = 0;
    /// The next slot of the list this one is in.
    std::uint32_t next = 0;
};

/// Slots by index; an id is the slot's index and a count of its uses, so that an answer given twice is
/// recognised.
class request_table {
  public:
    static constexpr std::uint32_t none = 0xffffffff;

    explicit request_table(std::pmr::memory_resource* memory) noexcept : slots_{memory} {}

    bool is_full() const noexcept { return active_ == limits::sftp_requests; }
    std::size_t active() const noexcept { return active_; }
    /// A slot with a fresh id. Precondition: not full. Pointers to other slots end here.
    request& add(packet_type type, void* owner);
    /// The request a reply names, or null.
    request* find(std::uint32_t id) noexcept {
        const std::uint32_t index = id & index_mask;
        return index < slots_.size() && slots_[index].active && slots_[index].id.value == id ? &slots_[index]
                                                                                             : nullptr;
    }
    void remove(request& r) noexcept;

    std::uint32_t index_of(const request& r) const noexcept { return r.id.value & index_mask; }
    request& operator[](std::uint32_t index) noexcept { return slots_[index]; }
    /// Every active request.
    template <class F>
    void for_each(F&& f) {
        for (request& r : slots_)
            if (r.active) f(r);
    }

  private:
    static_assert((limits::sftp_requests & (limits::sftp_requests - 1)) == 0,
                  "the index is the low bits of an id");
    static constexpr std::uint32_t index_mask = static_cast<std::uint32_t>(limits::sftp_requests) - 1;

    std::pmr::vector<request> slots_;
    std::uint32_t free_ = none;
    std::size_t active_ = 0;
};

/// A first-in-first-out list of slots, linked through them.
class request_list {
  public:
    bool empty() const noexcept { return first_ == request_table::none; }
    std::uint32_t first() const noexcept { return first_; }
    void push(request_table& table, request& r) noexcept;
    void pop(request_table& table) noexcept;

  private:
    std::uint32_t first_ = request_table::none;
    std::uint32_t last_ = request_table::none;
};

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/request_table.ipp>
#endif
