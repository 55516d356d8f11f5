#pragma once
// Appends fields to a byte_buffer and remembers its first error (RFC 4251, section 5).

#include <hawser/core/byte_buffer.hpp>

#include <cstring>

namespace hawser::inline HAWSER_ABI::wire {

/// Writes fields in order at the end of a buffer. When the buffer cannot grow, later writes do nothing and finish() tells.
class writer {
  public:
    explicit writer(byte_buffer& out) noexcept : out_{&out} {}

    writer& u8(std::uint8_t value) {
        if (std::byte* at = room(1)) *at = static_cast<std::byte>(value);
        return *this;
    }
    HAWSER_NOINLINE writer& u32(std::uint32_t value) {
        if (std::byte* at = room(4)) store_u32(at, value);
        return *this;
    }
    writer& u64(std::uint64_t value) {
        if (std::byte* at = room(8)) store_u64(at, value);
        return *this;
    }
    writer& boolean(bool value) { return u8(value ? 1 : 0); }
    HAWSER_NOINLINE writer& raw(byte_view bytes) {
        if (std::byte* at = room(bytes.size()); at != nullptr && !bytes.empty())
            std::memcpy(at, bytes.data(), bytes.size());
        return *this;
    }
    HAWSER_NOINLINE writer& string(byte_view bytes) {
        return u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes);
    }
    writer& string(std::string_view text) { return string(as_bytes(text)); }
    /// An unsigned magnitude, most significant byte first, with or without leading zeros. Its value is public; secrets are
    /// encoded by encode_mpint_constant_time.
    writer& mpint(byte_view magnitude) {
        while (!magnitude.empty() && magnitude[0] == std::byte{0}) magnitude = magnitude.subspan(1);
        const bool sign_byte = !magnitude.empty() && std::to_integer<unsigned>(magnitude[0]) >= 0x80;
        u32(static_cast<std::uint32_t>(magnitude.size() + (sign_byte ? 1 : 0)));
        if (sign_byte) u8(0);
        return raw(magnitude);
    }
    /// Room for `size` bytes to be filled by the caller at once; empty after an error.
    byte_span reserve(std::size_t size) {
        std::byte* at = room(size);
        return at == nullptr ? byte_span{} : byte_span{at, size};
    }

    /// The first error: no_buffer_space or not_enough_memory.
    result<void> finish() const noexcept { return error_ ? result<void>{error_} : result<void>{}; }

  private:
    HAWSER_NOINLINE std::byte* room(std::size_t size) {
        if (error_) return nullptr;
        auto prepared = out_->prepare(size);
        if (!prepared) {
            error_ = prepared.error();
            return nullptr;
        }
        out_->commit(size);
        return prepared->data();
    }

    byte_buffer* out_;
    std::error_code error_;
};

} // namespace hawser::inline HAWSER_ABI::wire
