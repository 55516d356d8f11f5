#pragma once
// A cursor over received bytes that remembers its first error (RFC 4251, section 5).

#include <hawser/core/bytes.hpp>
#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>

namespace hawser::inline HAWSER_ABI::wire {

/// Reads fields in order. After the first error every read gives zero or an empty view, so that a decoder needs one check
/// at its end. Views point into the bytes given at construction.
class reader {
  public:
    explicit reader(byte_view bytes) noexcept : bytes_{bytes} {}

    std::uint8_t u8() noexcept {
        const byte_view b = take(1);
        return b.empty() ? std::uint8_t{0} : std::to_integer<std::uint8_t>(b[0]);
    }
    HAWSER_NOINLINE std::uint32_t u32() noexcept {
        const byte_view b = take(4);
        return b.empty() ? 0 : load_u32(b.data());
    }
    std::uint64_t u64() noexcept {
        const byte_view b = take(8);
        return b.empty() ? 0 : load_u64(b.data());
    }
    /// Any value but zero is true.
    bool boolean() noexcept { return u8() != 0; }
    /// A length and that many bytes.
    HAWSER_NOINLINE byte_view string() noexcept { return take(u32()); }
    std::string_view text() noexcept { return as_text(string()); }
    /// The magnitude of a non-negative mpint without its leading zero byte; negative numbers and needless zeros are errors.
    byte_view mpint() noexcept;
    /// Exactly `size` bytes without a length.
    HAWSER_NOINLINE byte_view take(std::size_t size) noexcept {
        if (size > bytes_.size() - at_) {
            fail("cut short");
            return {};
        }
        const byte_view out = bytes_.subspan(at_, size);
        at_ += size;
        return out;
    }
    /// Everything that is left.
    byte_view rest() noexcept { return take(bytes_.size() - at_); }
    std::size_t left() const noexcept { return bytes_.size() - at_; }
    std::size_t offset() const noexcept { return at_; }

    /// Records an error found by the caller, such as a value out of range. `problem` is a literal.
    HAWSER_NOINLINE void fail(std::string_view problem) noexcept {
        if (problem_.empty()) {
            problem_ = problem;
            failed_at_ = at_;
        }
        at_ = bytes_.size();
    }
    bool ok() const noexcept { return problem_.empty(); }
    /// What went wrong first, and where.
    std::string_view problem() const noexcept { return problem_; }
    std::size_t failed_at() const noexcept { return failed_at_; }

    /// protocol_error::malformed_message after an error, protocol_error::trailing_bytes when bytes are left.
    HAWSER_NOINLINE result<void> finish() const noexcept {
        if (!ok()) return protocol_error::malformed_message;
        if (at_ != bytes_.size()) return protocol_error::trailing_bytes;
        return {};
    }
    /// The same, and fills `about` when given; `message` is a literal naming what was read.
    HAWSER_NOINLINE result<void> finish(std::string_view message, diagnostic* about) const {
        auto done = finish();
        if (!done && about != nullptr) *about = details(message);
        return done;
    }
    /// The details of what finish() reports; `message` is a literal naming what was read.
    malformed details(std::string_view message) const noexcept {
        return ok() ? malformed{message, "bytes after the last field", at_}
                    : malformed{message, problem_, failed_at_};
    }

  private:
    byte_view bytes_;
    std::size_t at_ = 0;
    std::size_t failed_at_ = 0;
    std::string_view problem_;
};

inline byte_view reader::mpint() noexcept {
    byte_view b = string();
    if (b.empty()) return b;
    const unsigned first = std::to_integer<unsigned>(b[0]);
    if (first >= 0x80) {
        fail("negative mpint");
        return {};
    }
    if (first != 0) return b;
    if (b.size() == 1 || std::to_integer<unsigned>(b[1]) < 0x80) {
        fail("mpint with needless zeros");
        return {};
    }
    return b.subspan(1);
}

} // namespace hawser::inline HAWSER_ABI::wire
