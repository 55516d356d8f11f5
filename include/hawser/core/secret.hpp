#pragma once
// Secret bytes: wiped when they end, never copied by accident, never printed, never compared by ==.

#include <hawser/core/bytes.hpp>

#include <array>
#include <cstring>
#include <memory_resource>
#include <utility>

namespace hawser::inline HAWSER_ABI {

/// Overwrites memory with zeros in a way the optimiser keeps.
HAWSER_NOINLINE inline void wipe(byte_span bytes) noexcept {
    if (bytes.empty()) return;
    std::memset(bytes.data(), 0, bytes.size());
#if defined(__GNUC__)
    __asm__ __volatile__("" : : "r"(bytes.data()) : "memory");
#else
    for (volatile std::byte& b : bytes) b = std::byte{0};
#endif
}

/// A fixed number of secret bytes, in place.
template <std::size_t Size>
class secret_array {
  public:
    secret_array() noexcept = default;
    secret_array(const secret_array&) = delete;
    secret_array& operator=(const secret_array&) = delete;
    ~secret_array() { wipe(bytes_); }

    static constexpr std::size_t size() noexcept { return Size; }
    byte_span span() noexcept { return bytes_; }
    byte_view view() const noexcept { return bytes_; }

  private:
    std::array<std::byte, Size> bytes_{};
};

/// Secret bytes of a length chosen at run time. Movable; a copy must be asked for by `copy()`.
/// Allocation failure throws std::bad_alloc, which the session boundary turns into an error value.
class secret_bytes {
  public:
    explicit secret_bytes(std::pmr::memory_resource* memory = std::pmr::get_default_resource()) noexcept
        : memory_{memory} {}
    explicit secret_bytes(byte_view bytes,
                          std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : secret_bytes{bytes.size(), memory} {
        if (!bytes.empty()) std::memcpy(data_, bytes.data(), bytes.size());
    }
    /// `size` zero bytes.
    explicit secret_bytes(std::size_t size,
                          std::pmr::memory_resource* memory = std::pmr::get_default_resource())
        : memory_{memory},
          size_{size} {
        if (size_ == 0) return;
        data_ = static_cast<std::byte*>(memory_->allocate(size_, 1));
        std::memset(data_, 0, size_);
    }
    secret_bytes(secret_bytes&& other) noexcept
        : memory_{other.memory_},
          data_{std::exchange(other.data_, nullptr)},
          size_{std::exchange(other.size_, 0)} {}
    secret_bytes& operator=(secret_bytes&& other) noexcept {
        if (this != &other) {
            clear();
            memory_ = other.memory_;
            data_ = std::exchange(other.data_, nullptr);
            size_ = std::exchange(other.size_, 0);
        }
        return *this;
    }
    ~secret_bytes() { clear(); }

    secret_bytes copy() const { return secret_bytes{view(), memory_}; }

    std::size_t size() const noexcept { return size_; }
    bool empty() const noexcept { return size_ == 0; }
    byte_span span() noexcept { return {data_, size_}; }
    byte_view view() const noexcept { return {data_, size_}; }

    /// Wipes and gives the memory back.
    void clear() noexcept {
        if (data_ == nullptr) return;
        wipe(span());
        memory_->deallocate(data_, size_, 1);
        data_ = nullptr;
        size_ = 0;
    }

  private:
    std::pmr::memory_resource* memory_;
    std::byte* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace hawser::inline HAWSER_ABI
