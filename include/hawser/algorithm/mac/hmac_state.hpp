#pragma once
// What all HMACs of SSH share: the tag over the sequence number and the packet (RFC 4253, section 6.4).

#include <hawser/algorithm/mac.hpp>
#include <hawser/algorithm/primitive.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::mac {

/// The state of a mac_algorithm; `TagSize` may be less than what the primitive computes.
template <mac_primitive Primitive, std::size_t KeySize, std::size_t TagSize = Primitive::size>
class hmac_state {
  public:
    static_assert(TagSize > 0 && TagSize <= Primitive::size);

    hmac_state() = default;
    hmac_state(const hmac_state&) = delete;
    hmac_state& operator=(const hmac_state&) = delete;

    /// Errors: usage_error::invalid_argument for a key of another size, and those of the backend.
    result<void> start(byte_view key) {
        ready_ = false;
        if (key.size() != KeySize) return usage_error::invalid_argument;
        auto keyed = primitive_.start(key);
        ready_ = keyed.has_value();
        return keyed;
    }
    /// `out` has exactly TagSize bytes; when it fails they are zero and nothing works any more.
    bool sign(std::uint32_t sequence, byte_view bytes, byte_span out) noexcept {
        secret_array<Primitive::size> tag;
        ready_ = compute(sequence, bytes, tag.span()) && out.size() == TagSize;
        if (ready_)
            std::ranges::copy(tag.view().first(TagSize), out.begin());
        else
            wipe(out);
        return ready_;
    }
    bool verify(std::uint32_t sequence, byte_view bytes, byte_view tag) noexcept {
        secret_array<Primitive::size> expected;
        ready_ = compute(sequence, bytes, expected.span());
        return ready_ && constant_time_equal(expected.view().first(TagSize), tag);
    }

  private:
    bool compute(std::uint32_t sequence, byte_view bytes, byte_span tag) noexcept {
        std::array<std::byte, 4> number;
        store_u32(number.data(), sequence);
        return ready_ && primitive_.update(number) && primitive_.update(bytes) && primitive_.final(tag);
    }

    Primitive primitive_;
    bool ready_ = false;
};

/// A mac_algorithm but for its name: the key is as long as the hash, whose first TagSize bytes are the tag.
template <mac_primitive Primitive, grade Rank, mac_order Order, std::size_t TagSize = Primitive::size>
struct hmac_family {
    static constexpr grade rank = Rank;
    static constexpr std::size_t key_size = Primitive::size;
    static constexpr std::size_t tag_size = TagSize;
    static constexpr mac_order order = Order;
    using state = hmac_state<Primitive, key_size, tag_size>;
};

/// The tag of the -96 forms.
inline constexpr std::size_t tag_96 = 12;

} // namespace hawser::inline HAWSER_ABI::mac
