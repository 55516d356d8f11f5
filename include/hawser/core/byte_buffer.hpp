#pragma once
// A bounded, growable, linear buffer: bytes are appended at the end and consumed at the front. Memory that it gives
// back has been wiped, for it may have held plaintext.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <memory_resource>

namespace hawser::inline HAWSER_ABI {

/// Views into the buffer stay valid until the next call that is not const.
class byte_buffer {
  public:
    /// `limit` bounds the unconsumed bytes plus what is prepared.
    explicit byte_buffer(std::size_t limit = static_cast<std::size_t>(-1),
                         std::pmr::memory_resource* memory = std::pmr::get_default_resource()) noexcept
        : memory_{memory},
          limit_{limit} {}
    byte_buffer(byte_buffer&& other) noexcept;
    byte_buffer& operator=(byte_buffer&& other) noexcept;
    ~byte_buffer() { release(); }

    /// The unconsumed bytes.
    byte_view view() const noexcept { return {data_ + begin_, end_ - begin_}; }
    byte_span span() noexcept { return {data_ + begin_, end_ - begin_}; }
    std::size_t size() const noexcept { return end_ - begin_; }
    bool empty() const noexcept { return begin_ == end_; }
    std::size_t capacity() const noexcept { return capacity_; }
    std::size_t limit() const noexcept { return limit_; }
    void limit(std::size_t bytes) noexcept { limit_ = bytes; }
    std::pmr::memory_resource* memory() const noexcept { return memory_; }

    /// Writable room of at least `size` bytes after the unconsumed ones; it may be larger.
    /// Errors: std::errc::no_buffer_space past the limit, std::errc::not_enough_memory. Nothing is lost then.
    result<byte_span> prepare(std::size_t size);
    /// The first `size` bytes of the prepared room now belong to the unconsumed bytes.
    void commit(std::size_t size) noexcept {
        HAWSER_ASSERT(size <= capacity_ - end_);
        end_ += size;
    }
    /// prepare, copy, commit. `bytes` must not lie inside this buffer.
    result<void> append(byte_view bytes);

    /// Forgets bytes at the front.
    void consume(std::size_t size) noexcept {
        HAWSER_ASSERT(size <= end_ - begin_);
        begin_ += size;
        if (begin_ == end_) begin_ = end_ = 0;
    }
    /// Forgets bytes at the end, leaving `size`.
    void truncate(std::size_t size) noexcept {
        HAWSER_ASSERT(size <= end_ - begin_);
        end_ = begin_ + size;
    }
    void clear() noexcept { begin_ = end_ = 0; }
    /// Wipes all memory and gives it back.
    void release() noexcept;

  private:
    void reallocate(std::byte* to, std::size_t capacity) noexcept;

    std::pmr::memory_resource* memory_;
    std::byte* data_ = nullptr;
    std::size_t capacity_ = 0;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    std::size_t limit_;
};

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/core/impl/byte_buffer.ipp>
#endif
