#pragma once
// Secret multiple-precision integers (RFC 4251, section 5).

#include <hawser/core/constant_time.hpp>
#include <hawser/wire/writer.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// Appends an unsigned magnitude of fixed length as an mpint. Nothing but the length of the encoding, which
/// the format gives away, depends on the value: no branch and no address while the value is looked at.
inline void encode_mpint_constant_time(writer& w, byte_view magnitude) {
    std::size_t zeros = 0;
    unsigned seen = 0;
    unsigned first = 0;
    for (std::byte b : magnitude) {
        const auto value = std::to_integer<unsigned>(b);
        first |= value & (seen - 1);
        seen = value_barrier(seen | (value + 0xff) >> 8);
        zeros += 1 - seen;
    }
    const unsigned sign_byte = first >> 7;
    declassify(zeros);
    declassify(sign_byte);
    const byte_view digits = magnitude.subspan(zeros);
    w.u32(static_cast<std::uint32_t>(digits.size() + sign_byte));
    if (sign_byte != 0) w.u8(0);
    w.raw(digits);
}

} // namespace hawser::inline HAWSER_ABI::wire
