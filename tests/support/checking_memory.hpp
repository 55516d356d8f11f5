#pragma once
// A memory resource that counts, checks that what comes back has been wiped, and can fail at the n-th call.

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory_resource>
#include <new>

namespace hawser::testing {

class checking_memory final : public std::pmr::memory_resource {
  public:
    static constexpr std::size_t never = static_cast<std::size_t>(-1);

    /// How many further allocations succeed.
    std::size_t allocations_left = never;

    std::size_t allocations = 0;
    std::size_t blocks_held = 0;
    std::size_t bytes_held = 0;
    /// The largest bytes_held so far.
    std::size_t most_held = 0;
    /// Blocks given back with any byte that is not zero.
    std::size_t unwiped = 0;

  private:
    void* do_allocate(std::size_t size, std::size_t alignment) override {
        if (allocations_left == 0) throw std::bad_alloc{};
        if (allocations_left != never) --allocations_left;
        void* block = std::pmr::new_delete_resource()->allocate(size, alignment);
        std::memset(block, 0xa5, size);
        ++allocations;
        ++blocks_held;
        bytes_held += size;
        most_held = std::max(most_held, bytes_held);
        return block;
    }
    void do_deallocate(void* block, std::size_t size, std::size_t alignment) override {
        const auto* bytes = static_cast<const unsigned char*>(block);
        for (std::size_t i = 0; i < size; ++i) {
            if (bytes[i] != 0) {
                ++unwiped;
                break;
            }
        }
        --blocks_held;
        bytes_held -= size;
        std::pmr::new_delete_resource()->deallocate(block, size, alignment);
    }
    bool do_is_equal(const std::pmr::memory_resource& other) const noexcept override {
        return this == &other;
    }
};

} // namespace hawser::testing
