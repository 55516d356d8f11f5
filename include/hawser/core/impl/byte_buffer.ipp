#pragma once

#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <cstring>
#include <new>
#include <utility>

namespace hawser::inline HAWSER_ABI {

HAWSER_DECL byte_buffer::byte_buffer(byte_buffer&& other) noexcept
    : memory_{other.memory_},
      data_{std::exchange(other.data_, nullptr)},
      capacity_{std::exchange(other.capacity_, 0)},
      begin_{std::exchange(other.begin_, 0)},
      end_{std::exchange(other.end_, 0)},
      limit_{other.limit_} {}

HAWSER_DECL byte_buffer& byte_buffer::operator=(byte_buffer&& other) noexcept {
    if (this == &other) return *this;
    release();
    memory_ = other.memory_;
    data_ = std::exchange(other.data_, nullptr);
    capacity_ = std::exchange(other.capacity_, 0);
    begin_ = std::exchange(other.begin_, 0);
    end_ = std::exchange(other.end_, 0);
    limit_ = other.limit_;
    return *this;
}

HAWSER_DECL result<byte_span> byte_buffer::prepare(std::size_t size) {
    const std::size_t used = end_ - begin_;
    if (used > limit_ || size > limit_ - used) return std::errc::no_buffer_space;
    if (capacity_ - end_ >= size) return byte_span{data_ + end_, capacity_ - end_};
    if (capacity_ - used >= size && begin_ >= used / 2) {
        // Moving the rest to the front is cheaper than growing; demanding a used-up front keeps it amortised.
        std::memmove(data_, data_ + begin_, used);
        begin_ = 0;
        end_ = used;
        return byte_span{data_ + end_, capacity_ - end_};
    }
    const std::size_t wanted = (std::min)((std::max)({used + size, capacity_ * 2, std::size_t{256}}),
                                          (std::max)(limit_, used + size));
    std::byte* fresh = nullptr;
    HAWSER_TRY { fresh = static_cast<std::byte*>(memory_->allocate(wanted, alignof(std::max_align_t))); }
    HAWSER_CATCH(const std::bad_alloc&) { fresh = nullptr; }
    if (fresh == nullptr) return std::errc::not_enough_memory;
    reallocate(fresh, wanted);
    return byte_span{data_ + end_, capacity_ - end_};
}

HAWSER_DECL result<void> byte_buffer::append(byte_view bytes) {
    if (bytes.empty()) return {};
    auto room = prepare(bytes.size());
    if (!room) return room.error();
    std::memcpy(room->data(), bytes.data(), bytes.size());
    commit(bytes.size());
    return {};
}

HAWSER_DECL void byte_buffer::release() noexcept {
    if (data_ == nullptr) return;
    wipe({data_, capacity_});
    memory_->deallocate(data_, capacity_, alignof(std::max_align_t));
    data_ = nullptr;
    capacity_ = begin_ = end_ = 0;
}

HAWSER_DECL void byte_buffer::reallocate(std::byte* to, std::size_t capacity) noexcept {
    const std::size_t used = end_ - begin_;
    if (used != 0) std::memcpy(to, data_ + begin_, used);
    release();
    data_ = to;
    capacity_ = capacity;
    begin_ = 0;
    end_ = used;
}

} // namespace hawser::inline HAWSER_ABI
