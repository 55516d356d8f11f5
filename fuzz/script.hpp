#pragma once
// What fuzz targets share: an input read as a script, and the two things that must hold everywhere.

#include <hawser/core/bytes.hpp>
#include <hawser/core/error.hpp>

#include <algorithm>
#include <cstdio>
#include <cstdlib>

namespace hawser::fuzzing {

/// An input as steps: single bytes that choose, and strings behind a 2-byte length that are cut where the
/// input ends.
class script {
  public:
    script(const std::uint8_t* data, std::size_t size) noexcept
        : rest_{reinterpret_cast<const std::byte*>(data), size} {}

    bool empty() const noexcept { return rest_.empty(); }
    unsigned choice() noexcept { return empty() ? 0 : std::to_integer<unsigned>(take(1)[0]); }
    byte_view string() noexcept {
        const std::size_t high = choice();
        const std::size_t low = choice();
        return take(high << 8 | low);
    }
    byte_view rest() noexcept { return take(rest_.size()); }

  private:
    byte_view take(std::size_t size) noexcept {
        const byte_view out = rest_.first(std::min(size, rest_.size()));
        rest_ = rest_.subspan(out.size());
        return out;
    }

    byte_view rest_;
};

/// Stops at once: the input is a finding.
inline void require(bool holds, const char* what) {
    if (holds) return;
    std::fprintf(stderr, "does not hold: %s\n", what);
    std::abort();
}
/// Whatever the peer sends, it is the peer that is blamed.
inline void require_peer(std::error_code error) {
    if (blame_of(error) == blame::peer) return;
    std::fprintf(stderr, "blames another than the peer: %s\n", error.message().c_str());
    std::abort();
}

/// Calls `feed` with `bytes` whole when `step` is 0, else in pieces of `step` bytes and fewer.
template <class F>
void in_pieces(byte_view bytes, std::size_t step, F&& feed) {
    if (step == 0) return feed(bytes);
    while (!bytes.empty()) {
        const byte_view piece = bytes.first(std::min(step, bytes.size()));
        bytes = bytes.subspan(piece.size());
        feed(piece);
    }
}

} // namespace hawser::fuzzing
