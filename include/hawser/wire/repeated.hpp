#pragma once
// A counted run of equal items inside a message: checked once when decoded, walked as often as wanted.

#include <hawser/wire/reader.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// The bytes of `count` items, each read by `read_one(reader&)`. A count above `most`, or more items than the bytes hold,
/// is an error of the reader; nothing is allocated, and time is bounded by the bytes there are as long as an item takes some.
template <class F>
byte_view read_repeated(reader& r, std::uint32_t count, std::size_t most, F&& read_one) {
    if (count > most) {
        r.fail("count is too large");
        return {};
    }
    reader ahead = r;
    for (std::uint32_t i = 0; i < count && ahead.ok(); ++i) read_one(ahead);
    if (!ahead.ok()) {
        r = ahead;
        return {};
    }
    return r.take(ahead.offset() - r.offset());
}

} // namespace hawser::inline HAWSER_ABI::wire
