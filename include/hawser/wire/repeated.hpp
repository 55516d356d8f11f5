#pragma once
// Runs of equal items inside a message, counted or up to its end: checked once when decoded, walked as often
// as wanted.

#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include <span>

namespace hawser::inline HAWSER_ABI::wire {

/// The bytes of `count` items, each read by `read_one(reader&)`. A count above `most`, or more items than the
/// bytes hold, is an error of the reader; nothing is allocated, and time is bounded by the bytes there are as
/// long as an item takes some.
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

/// Strings up to the end of a message; a message that ends inside one is an error of the reader.
inline byte_view read_strings_to_end(reader& r) noexcept {
    reader ahead = r;
    while (ahead.left() != 0) ahead.string();
    if (ahead.ok()) return r.rest();
    r = ahead;
    return {};
}

/// Calls `f(byte_view)` for each string that read_strings_to_end has passed.
template <class F>
void for_each_string(byte_view strings, F&& f) {
    reader r{strings};
    while (r.left() != 0) {
        const byte_view one = r.string();
        if (r.ok()) f(one);
    }
}

/// Appends strings as for_each_string walks them.
inline void encode_strings(writer& w, std::span<const byte_view> strings) {
    for (byte_view one : strings) w.string(one);
}

} // namespace hawser::inline HAWSER_ABI::wire
