#pragma once
// A cursor over DER (ITU-T X.690, section 10): the few types that private keys are made of, strictly.

#include <hawser/core/bytes.hpp>

namespace hawser::inline HAWSER_ABI::keys {

/// The identifier octets that occur in private keys.
enum class der_tag : std::uint8_t {
    integer = 0x02,
    bit_string = 0x03,
    octet_string = 0x04,
    null = 0x05,
    object_identifier = 0x06,
    sequence = 0x30,
    context_0 = 0xa0,
    context_1 = 0xa1,
};

/// Reads elements in order. After the first error every read gives an empty view, so that a decoder needs one
/// check at its end. Lengths are definite, in their shortest form, and inside the bytes given; nesting is
/// what the caller asks for, so its depth is bounded by the caller's code. Views point into the bytes given
/// at construction.
class der_reader {
  public:
    explicit der_reader(byte_view bytes) noexcept : left_{bytes} {}

    /// The contents of the next element, which must have this tag.
    byte_view element(der_tag tag) noexcept {
        if (!next_is(tag)) return fail();
        std::size_t header = 2;
        if (left_.size() < header) return fail();
        std::size_t length = std::to_integer<std::size_t>(left_[1]);
        if (length >= 0x80) {
            const std::size_t digits = length & 0x7f;
            // three bytes of length are more than a key file can hold; none means the indefinite form
            if (digits == 0 || digits > 3 || left_.size() < header + digits) return fail();
            length = 0;
            for (std::size_t i = 0; i < digits; ++i)
                length = length << 8 | std::to_integer<std::size_t>(left_[header + i]);
            if (length < 0x80 || length >> (8 * (digits - 1)) == 0) return fail();
            header += digits;
        }
        if (length > left_.size() - header) return fail();
        const byte_view contents = left_.subspan(header, length);
        left_ = left_.subspan(header + length);
        return contents;
    }
    /// A reader of what is inside the next element; it fails by itself when this one did.
    der_reader inside(der_tag tag) noexcept {
        der_reader inner{element(tag)};
        inner.ok_ = ok_;
        return inner;
    }
    /// The magnitude of a non-negative integer without its sign byte; empty for zero.
    byte_view integer() noexcept {
        byte_view contents = element(der_tag::integer);
        if (contents.empty()) return fail();
        const unsigned first = std::to_integer<unsigned>(contents[0]);
        if (first >= 0x80) return fail();
        if (first != 0) return contents;
        if (contents.size() > 1 && std::to_integer<unsigned>(contents[1]) < 0x80) return fail();
        return contents.subspan(1);
    }
    /// Requires an integer of this value.
    void version(unsigned expected) noexcept {
        const byte_view value = integer();
        const unsigned found = value.empty() ? 0 : std::to_integer<unsigned>(value[0]);
        if (value.size() > 1 || found != expected) fail();
    }
    /// A bit string of whole bytes.
    byte_view bit_string() noexcept {
        const byte_view contents = element(der_tag::bit_string);
        if (contents.empty() || contents[0] != std::byte{0}) return fail();
        return contents.subspan(1);
    }
    bool next_is(der_tag tag) const noexcept {
        return !left_.empty() && left_[0] == static_cast<std::byte>(tag);
    }

    byte_view fail() noexcept {
        ok_ = false;
        left_ = {};
        return {};
    }
    bool ok() const noexcept { return ok_; }
    /// Whether nothing failed and nothing is left.
    bool finished() const noexcept { return ok_ && left_.empty(); }

  private:
    byte_view left_;
    bool ok_ = true;
};

} // namespace hawser::inline HAWSER_ABI::keys
