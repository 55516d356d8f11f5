#pragma once
// Unsigned integers of many limbs, least significant limb first. Time and memory accesses depend on the sizes, which are
// public, and never on the values: no branch and no address comes from a limb. (This rests on a multiplier whose time
// does not depend on its operands, as on x86-64 and on ARMv8.)

#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <type_traits>
#include <vector>

namespace hawser::inline HAWSER_ABI::native {

#if defined(__SIZEOF_INT128__)
using limb = std::uint64_t;
__extension__ typedef unsigned __int128 wide_limb;
#else
using limb = std::uint32_t;
using wide_limb = std::uint64_t;
#endif
inline constexpr std::size_t limb_bytes = sizeof(limb);
inline constexpr std::size_t limb_bits = 8 * limb_bytes;

constexpr std::size_t limbs_for(std::size_t bytes) noexcept { return (bytes + limb_bytes - 1) / limb_bytes; }

constexpr limb low(wide_limb w) noexcept { return static_cast<limb>(w); }
constexpr limb high(wide_limb w) noexcept { return static_cast<limb>(w >> limb_bits); }

/// out = a + b; the carry. `out` may be one of them.
constexpr limb add(limb* out, const limb* a, const limb* b, std::size_t n) noexcept {
    limb carry = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const wide_limb sum = wide_limb{a[i]} + b[i] + carry;
        out[i] = low(sum);
        carry = high(sum);
    }
    return carry;
}

/// out = a - b; the borrow, 0 or 1. `out` may be one of them.
constexpr limb subtract(limb* out, const limb* a, const limb* b, std::size_t n) noexcept {
    limb borrow = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const wide_limb difference = wide_limb{a[i]} - b[i] - borrow;
        out[i] = low(difference);
        borrow = high(difference) & 1;
    }
    return borrow;
}

/// All ones when `value` is not zero, else zero.
constexpr limb mask_if_nonzero(limb value) noexcept {
    return limb{0} - ((value | (limb{0} - value)) >> (limb_bits - 1));
}

/// A mask that the optimiser knows nothing of: without this, compilers choose between two addresses by it.
constexpr limb opaque(limb mask) noexcept {
    return std::is_constant_evaluated() ? mask : value_barrier(mask);
}

/// out = mask ? a : b, for a mask of all ones or of zero.
constexpr void select(limb* out, limb mask, const limb* a, const limb* b, std::size_t n) noexcept {
    mask = opaque(mask);
    for (std::size_t i = 0; i < n; ++i) out[i] = b[i] ^ (mask & (a[i] ^ b[i]));
}

/// With `top` as a limb above `a` and a value below 2m: out = value mod m. `scratch` has n limbs.
constexpr void subtract_once(limb* out, const limb* a, limb top, const limb* m, limb* scratch,
                             std::size_t n) noexcept {
    const limb borrow = subtract(scratch, a, m, n);
    // the difference holds unless it borrowed and there was nothing above to borrow from
    const limb keep = limb{0} - (borrow & (top ^ 1));
    select(out, keep, a, scratch, n);
}

/// The answer to a question about secrets is public where the function that answers says so.
constexpr bool given_away(bool answer) noexcept {
    if (!std::is_constant_evaluated()) declassify(answer);
    return answer;
}

/// Whether a < b; only the answer is given away.
constexpr bool less(const limb* a, const limb* b, std::size_t n) noexcept {
    limb borrow = 0;
    for (std::size_t i = 0; i < n; ++i) borrow = high(wide_limb{a[i]} - b[i] - borrow) & 1;
    return given_away(borrow != 0);
}

/// Whether all limbs are zero; only the answer is given away.
constexpr bool is_zero(const limb* a, std::size_t n) noexcept {
    limb any = 0;
    for (std::size_t i = 0; i < n; ++i) any |= a[i];
    return given_away(any == 0);
}

constexpr bool equal(const limb* a, const limb* b, std::size_t n) noexcept {
    limb any = 0;
    for (std::size_t i = 0; i < n; ++i) any |= a[i] ^ b[i];
    return given_away(any == 0);
}

/// The limbs of a big-endian magnitude that fits into n limbs.
HAWSER_NOINLINE constexpr void load(limb* out, std::size_t n, byte_view magnitude) noexcept {
    HAWSER_ASSERT(magnitude.size() <= n * limb_bytes);
    for (std::size_t i = 0; i < n; ++i) out[i] = 0;
    for (std::size_t i = 0; i < magnitude.size(); ++i) {
        const limb byte = std::to_integer<limb>(magnitude[magnitude.size() - 1 - i]);
        out[i / limb_bytes] |= byte << (8 * (i % limb_bytes));
    }
}

/// The low bytes of n limbs, big-endian; zeros in front when there is room for more.
HAWSER_NOINLINE inline void store(byte_span out, const limb* a, std::size_t n) noexcept {
    for (std::size_t i = 0; i < out.size(); ++i) {
        const limb value = i / limb_bytes < n ? a[i / limb_bytes] >> (8 * (i % limb_bytes)) : 0;
        out[out.size() - 1 - i] = static_cast<std::byte>(value & 0xff);
    }
}

/// out += a * factor; the carry. By fours, which lets the compiler keep the carry in a register.
constexpr limb multiply_add(limb* out, const limb* a, limb factor, std::size_t n) noexcept {
    limb carry = 0;
    const auto step = [&](std::size_t i) {
        const wide_limb sum = wide_limb{a[i]} * factor + out[i] + carry;
        out[i] = low(sum);
        carry = high(sum);
    };
    std::size_t i = 0;
    for (; i + 4 <= n; i += 4) {
        step(i);
        step(i + 1);
        step(i + 2);
        step(i + 3);
    }
    for (; i < n; ++i) step(i);
    return carry;
}

/// out = a * b, of na + nb limbs; `out` overlaps neither.
HAWSER_NOINLINE constexpr void multiply(limb* out, const limb* a, std::size_t na, const limb* b,
                                        std::size_t nb) noexcept {
    for (std::size_t i = 0; i < na; ++i) out[i] = 0;
    for (std::size_t i = 0; i < nb; ++i) out[na + i] = multiply_add(out + i, a, b[i], na);
}

/// out = a * a, of 2n limbs; `out` does not overlap a. Each mixed product is computed once and doubled.
HAWSER_NOINLINE constexpr void square(limb* out, const limb* a, std::size_t n) noexcept {
    for (std::size_t i = 0; i < 2 * n; ++i) out[i] = 0;
    for (std::size_t i = 0; i + 1 < n; ++i)
        out[n + i] = multiply_add(out + 2 * i + 1, a + i + 1, a[i], n - 1 - i);
    limb carry = 0;
    limb shifted = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const wide_limb own = wide_limb{a[i]} * a[i];
        const limb first = out[2 * i];
        const limb second = out[2 * i + 1];
        wide_limb sum = wide_limb{first << 1 | shifted} + low(own) + carry;
        out[2 * i] = low(sum);
        sum = wide_limb{second << 1 | first >> (limb_bits - 1)} + high(own) + high(sum);
        out[2 * i + 1] = low(sum);
        carry = high(sum);
        shifted = second >> (limb_bits - 1);
    }
}

/// A number of limbs chosen at run time, wiped when it ends. Allocation failure throws std::bad_alloc.
class limb_vector {
  public:
    explicit limb_vector(std::size_t n) : limbs_(n) {}
    limb_vector(std::size_t n, byte_view magnitude) : limbs_(n) { load(data(), n, magnitude); }
    explicit limb_vector(byte_view magnitude) : limb_vector{limbs_for(magnitude.size()), magnitude} {}
    limb_vector(limb_vector&&) noexcept = default;
    limb_vector& operator=(limb_vector&&) = delete;
    ~limb_vector() { wipe(std::as_writable_bytes(std::span{limbs_})); }

    limb* data() noexcept { return limbs_.data(); }
    const limb* data() const noexcept { return limbs_.data(); }
    std::size_t size() const noexcept { return limbs_.size(); }

  private:
    std::vector<limb> limbs_;
};

/// The remainder of a value by any modulus whose top limb is not zero, bit by bit: slow beside a division, and
/// constant-time.
inline limb_vector remainder(const limb_vector& value, const limb_vector& modulus) {
    const std::size_t n = modulus.size();
    limb_vector out{n};
    limb_vector scratch{n};
    const std::size_t below = std::min(n - 1, value.size()); // so many limbs are less than the modulus
    const std::size_t rest = value.size() - below;
    std::copy_n(value.data() + rest, below, out.data());
    for (std::size_t i = rest * limb_bits; i-- > 0;) {
        limb carry = value.data()[i / limb_bits] >> (i % limb_bits) & 1;
        for (std::size_t j = 0; j < n; ++j) {
            const limb next = out.data()[j] >> (limb_bits - 1);
            out.data()[j] = out.data()[j] << 1 | carry;
            carry = next;
        }
        subtract_once(out.data(), out.data(), carry, modulus.data(), scratch.data(), n);
    }
    return out;
}

} // namespace hawser::inline HAWSER_ABI::native
