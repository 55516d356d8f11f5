#pragma once
// Data that can be told from any other and from itself moved: made and checked at any offset, without keeping
// it.

#include <hawser/core/bytes.hpp>

#include "support/fixed_random.hpp"

#include <algorithm>
#include <cstring>

namespace hawser::testing {

/// An endless stream of bytes of its own for each seed. Its period is a prime, so that pieces which change
/// places are noticed whatever their sizes.
class pattern {
  public:
    explicit pattern(std::uint64_t seed) : block_(fixed_random{seed}.bytes(65521)) {}

    void fill(std::uint64_t offset, byte_span out) const {
        each(offset, out.size(), [&](std::size_t at, byte_view piece) {
            std::memcpy(out.data() + at, piece.data(), piece.size());
        });
    }
    bool matches(std::uint64_t offset, byte_view bytes) const {
        bool same = true;
        each(offset, bytes.size(), [&](std::size_t at, byte_view piece) {
            same = same && std::memcmp(bytes.data() + at, piece.data(), piece.size()) == 0;
        });
        return same;
    }
    /// As many bytes as lie together, at most `most`.
    byte_view piece(std::uint64_t offset, std::uint64_t most) const {
        const std::size_t start = static_cast<std::size_t>(offset % block_.size());
        return byte_view{block_}.subspan(
            start, static_cast<std::size_t>(std::min<std::uint64_t>(most, block_.size() - start)));
    }

  private:
    template <class F>
    void each(std::uint64_t offset, std::size_t size, F&& f) const {
        for (std::size_t at = 0; at < size;) {
            const byte_view one = piece(offset + at, size - at);
            f(at, one);
            at += one.size();
        }
    }

    byte_vector block_;
};

} // namespace hawser::testing
