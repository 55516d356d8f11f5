#pragma once
// Which bytes of a file are done, told as the length of the unbroken front.

#include <hawser/core/config.hpp>

#include <cstddef>
#include <cstdint>
#include <vector>

namespace hawser::inline HAWSER_ABI::sftp {

/// Half-open range of file offsets.
struct byte_range {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;

    std::uint64_t size() const noexcept { return end - begin; }
    friend bool operator==(const byte_range&, const byte_range&) = default;
};

/// A set of offsets from a base on: a front, and islands beyond it. While ranges come in order it holds no
/// memory.
class range_set {
  public:
    explicit range_set(std::uint64_t base = 0) noexcept : front_{base}, top_{base} {}

    /// Adds a range; overlaps are fine, and what lies before the base is passed over.
    void add(byte_range range);
    /// Every offset from the base up to here is in the set.
    std::uint64_t front() const noexcept { return front_; }
    /// The end of the last range.
    std::uint64_t top() const noexcept { return top_; }
    std::size_t islands() const noexcept { return islands_.size(); }

  private:
    std::uint64_t front_;
    std::uint64_t top_;
    /// Sorted, apart from each other and from the front.
    std::vector<byte_range> islands_;
};

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/range_set.ipp>
#endif
