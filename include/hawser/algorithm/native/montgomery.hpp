#pragma once
// Arithmetic modulo an odd number by Montgomery's method, and exponentiation with secret exponents. Constant-time as
// limbs.hpp says: what a secret exponent or base changes is neither a branch nor an address.

#include <hawser/algorithm/native/limbs.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// -1/m modulo 2^limb_bits, for an odd m: each step of Newton's doubles the correct bits.
constexpr limb negative_inverse(limb m) noexcept {
    limb inverse = m; // correct to three bits
    for (std::size_t bits = 3; bits < limb_bits; bits *= 2) inverse *= 2 - m * inverse;
    return limb{0} - inverse;
}

/// out = t / 2^(n * limb_bits) mod m, for a `t` of 2n limbs below m * 2^(n * limb_bits), which is used up.
HAWSER_NOINLINE constexpr void montgomery_reduce(limb* out, limb* t, const limb* m, limb inverse,
                                                 std::size_t n) noexcept {
    limb top = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const limb carry = multiply_add(t + i, m, t[i] * inverse, n);
        const wide_limb sum = wide_limb{t[n + i]} + carry + top;
        t[n + i] = low(sum);
        top = high(sum);
    }
    subtract_once(out, t + n, top, m, t, n);
}

/// one = R mod m and square = R * R mod m for R = 2^(n * limb_bits). Bit `top` is the highest one of m. Both come in as zero;
/// `scratch` has 2n limbs.
HAWSER_NOINLINE constexpr void montgomery_constants(limb* one, limb* square, const limb* m, limb inverse,
                                                    std::size_t top, limb* scratch, std::size_t n) noexcept {
    const auto double_of = [&](limb* a) {
        const limb carry = add(a, a, a, n);
        subtract_once(a, a, carry, m, scratch, n);
    };
    // from the power of two below the modulus on
    one[top / limb_bits] = limb{1} << (top % limb_bits);
    for (; top < n * limb_bits; ++top) double_of(one);
    // R * R mod m is the Montgomery form of 2^(n * limb_bits): square and double along the bits of that exponent
    std::copy_n(one, n, square);
    std::size_t mask = 1;
    while (mask <= n * limb_bits / 2) mask *= 2;
    for (; mask != 0; mask /= 2) {
        native::square(scratch, square, n);
        montgomery_reduce(square, scratch, m, inverse, n);
        if ((n * limb_bits & mask) != 0) double_of(square);
    }
}

/// An odd modulus of at least three, of a size chosen at run time. Its methods allocate their scratch, wiped at the end;
/// allocation failure throws std::bad_alloc.
class odd_modulus {
  public:
    /// Leading zeros are dropped: the length of the rest is public.
    explicit odd_modulus(byte_view magnitude) : odd_modulus{trimmed(magnitude), 0} {}

    /// The modulus, in bytes and in limbs.
    std::size_t bytes() const noexcept { return bytes_; }
    const limb_vector& value() const noexcept { return m_; }

    /// base^exponent. `base` is a magnitude below the modulus, `out` has bytes() bytes. The time depends on the lengths of
    /// modulus and exponent alone.
    void power(byte_span out, byte_view base, byte_view exponent) const {
        const std::size_t n = m_.size();
        limb_vector t{2 * n};
        limb_vector table{16 * n}; // base^0 .. base^15
        limb_vector picked{n};
        limb_vector result{n};
        const auto times = [&](limb* to, const limb* a, const limb* b) {
            native::multiply(t.data(), a, n, b, n);
            montgomery_reduce(to, t.data(), m_.data(), inverse_, n);
        };
        const auto squared = [&](limb* a) {
            native::square(t.data(), a, n);
            montgomery_reduce(a, t.data(), m_.data(), inverse_, n);
        };
        load(picked.data(), n, base);
        std::copy_n(one_.data(), n, table.data());
        times(table.data() + n, picked.data(), square_.data());
        for (std::size_t i = 2; i < 16; ++i)
            times(table.data() + i * n, table.data() + (i - 1) * n, table.data() + n);

        std::copy_n(one_.data(), n, result.data());
        for (std::size_t i = 0; i < 2 * exponent.size(); ++i) {
            if (i != 0)
                for (int twice = 0; twice < 4; ++twice) squared(result.data());
            const auto byte = std::to_integer<limb>(exponent[i / 2]);
            const limb digit = i % 2 == 0 ? byte >> 4 : byte & 15;
            for (limb k = 0; k < 16; ++k) // every entry is read, one is kept
                select(picked.data(), mask_if_nonzero(digit ^ k), picked.data(), table.data() + k * n, n);
            times(result.data(), result.data(), picked.data());
        }
        std::fill_n(picked.data(), n, limb{0});
        picked.data()[0] = 1;
        times(result.data(), result.data(), picked.data());
        store(out, result.data(), n);
    }

    /// The residue of any number, of value().size() limbs.
    limb_vector reduce(const limb_vector& number) const {
        const std::size_t n = m_.size();
        limb_vector t{2 * n};
        limb_vector chunk{n};
        limb_vector result{n};
        limb_vector one{n};
        one.data()[0] = 1;
        const auto times = [&](limb* to, const limb* a, const limb* b) {
            native::multiply(t.data(), a, n, b, n);
            montgomery_reduce(to, t.data(), m_.data(), inverse_, n);
        };
        // Horner's rule over chunks of n limbs: result = result * R + chunk
        std::size_t at = 0;
        while (at < number.size()) at += n;
        while (at > 0) {
            at -= n;
            for (std::size_t i = 0; i < n; ++i)
                chunk.data()[i] = at + i < number.size() ? number.data()[at + i] : 0;
            times(chunk.data(), chunk.data(), square_.data());
            times(chunk.data(), chunk.data(), one.data());
            times(result.data(), result.data(), square_.data());
            const limb carry = add(result.data(), result.data(), chunk.data(), n);
            subtract_once(result.data(), result.data(), carry, m_.data(), t.data(), n);
        }
        return result;
    }

    /// a * b and a - b for residues of value().size() limbs.
    limb_vector multiply(const limb_vector& a, const limb_vector& b) const {
        const std::size_t n = m_.size();
        limb_vector t{2 * n};
        limb_vector result{n};
        native::multiply(t.data(), a.data(), n, square_.data(), n);
        montgomery_reduce(result.data(), t.data(), m_.data(), inverse_, n);
        native::multiply(t.data(), result.data(), n, b.data(), n);
        montgomery_reduce(result.data(), t.data(), m_.data(), inverse_, n);
        return result;
    }
    limb_vector subtract(const limb_vector& a, const limb_vector& b) const {
        const std::size_t n = m_.size();
        limb_vector result{n};
        limb_vector back{n};
        const limb borrow = native::subtract(result.data(), a.data(), b.data(), n);
        select(back.data(), limb{0} - borrow, m_.data(), back.data(), n);
        add(result.data(), result.data(), back.data(), n);
        return result;
    }

  private:
    static byte_view trimmed(byte_view magnitude) noexcept {
        while (!magnitude.empty() && given_away(magnitude[0] == std::byte{0}))
            magnitude = magnitude.subspan(1);
        return magnitude;
    }

    odd_modulus(byte_view magnitude, int)
        : bytes_{magnitude.size()},
          m_{magnitude},
          inverse_{negative_inverse(m_.data()[0])},
          one_{m_.size()},
          square_{m_.size()} {
        HAWSER_ASSERT(!magnitude.empty() && given_away((m_.data()[0] & 1) != 0));
        const std::size_t n = m_.size();
        limb_vector t{2 * n};
        const auto first = std::to_integer<unsigned>(magnitude[0]);
        std::size_t top = 8 * magnitude.size() - 8;
        for (unsigned i = 1; i < 8; ++i) top += (first >> i) != 0;
        declassify(top);
        montgomery_constants(one_.data(), square_.data(), m_.data(), inverse_, top, t.data(), n);
    }

    std::size_t bytes_;
    limb_vector m_;
    limb inverse_;
    limb_vector one_;    // R mod m
    limb_vector square_; // R * R mod m
};

/// Modular exponentiation as key exchange methods want it: the modulus must be odd and more than two.
struct modexp {
    /// out = base^exponent mod modulus; `out` is as long as the modulus without its leading zeros, `base` is below the
    /// modulus. Constant-time in base and exponent. Throws std::bad_alloc.
    static void power(byte_span out, byte_view base, byte_view exponent, byte_view modulus) {
        odd_modulus{modulus}.power(out, base, exponent);
    }
};

} // namespace hawser::inline HAWSER_ABI::native
