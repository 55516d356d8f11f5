#pragma once
// Residues modulo an odd number known at compile time, kept in Montgomery form. Constant-time as limbs.hpp says.

#include <hawser/algorithm/native/hex_constant.hpp>
#include <hawser/algorithm/native/montgomery.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// An odd modulus of `Bytes` bytes with what Montgomery's method needs of it: -1/m, R mod m and R * R mod m.
template <std::size_t Bytes>
struct fixed_modulus {
    static constexpr std::size_t bytes = Bytes;
    static constexpr std::size_t limbs = limbs_for(Bytes);
    using number = std::array<limb, limbs>;

    number value{};
    limb inverse = 0;
    number one{};
    number square{};

    /// From the hexadecimal digits of the modulus.
    constexpr explicit fixed_modulus(const char (&hex)[2 * Bytes + 1]) noexcept : value{parse(hex)} {
        inverse = negative_inverse(value[0]);
        std::array<limb, 2 * limbs> scratch{};
        std::size_t top = 8 * Bytes - 1;
        while ((value[top / limb_bits] >> (top % limb_bits) & 1) == 0) --top;
        montgomery_constants(one.data(), square.data(), value.data(), inverse, top, scratch.data(), limbs);
    }

    static constexpr number parse(const char (&hex)[2 * Bytes + 1]) noexcept {
        number out{};
        load(out.data(), limbs, hex_constant<Bytes>(hex));
        return out;
    }
};

/// A residue modulo `M`, a fixed_modulus. Secret ones are wiped by their owner.
template <const auto& M>
class residue {
  public:
    static constexpr std::size_t limbs = M.limbs;
    using number = std::array<limb, limbs>;

    /// Zero.
    constexpr residue() noexcept = default;
    /// Of a number below the modulus.
    static constexpr residue of(const number& n) noexcept { return residue{n} * residue{M.square}; }
    static constexpr residue one() noexcept { return residue{M.one}; }

    /// Whether a big-endian number of M.bytes bytes is below the modulus; only the answer is given away.
    static bool in_range(byte_view bytes) noexcept {
        number n;
        load(n.data(), limbs, bytes);
        const bool below = less(n.data(), M.value.data(), limbs);
        wipe_number(n);
        return below;
    }
    /// The residue of a big-endian number below twice the modulus.
    static residue load_bytes(byte_view bytes) noexcept {
        number n;
        number scratch;
        load(n.data(), limbs, bytes);
        subtract_once(n.data(), n.data(), 0, M.value.data(), scratch.data(), limbs);
        const residue out = of(n);
        wipe_number(n);
        wipe_number(scratch);
        return out;
    }
    /// Big-endian; `out` has M.bytes bytes.
    void store_bytes(byte_span out) const noexcept {
        residue plain = *this * residue{number{1}};
        store(out, plain.n_.data(), limbs);
        plain.wipe_value();
    }

    friend constexpr residue operator+(const residue& a, const residue& b) noexcept {
        return residue{sum(a.n_, b.n_, std::make_index_sequence<limbs>{})};
    }
    friend constexpr residue operator-(const residue& a, const residue& b) noexcept {
        return residue{difference(a.n_, b.n_, std::make_index_sequence<limbs>{})};
    }
    friend constexpr residue operator*(const residue& a, const residue& b) noexcept {
        return residue{product(a.n_, b.n_, std::make_index_sequence<limbs>{})};
    }

    /// 1/a, and zero for zero: a^(m - 2), for a prime modulus. The exponent is public.
    constexpr residue inverse() const noexcept {
        number exponent{};
        const number two{2};
        subtract(exponent.data(), M.value.data(), two.data(), limbs);
        std::array<residue, 16> powers{one()};
        for (std::size_t i = 1; i < 16; ++i) powers[i] = powers[i - 1] * *this;
        residue out = one();
        for (std::size_t bit = limbs * limb_bits; bit > 0;) {
            bit -= 4;
            for (int twice = 0; twice < 4; ++twice) out = out * out;
            out = out * powers[exponent[bit / limb_bits] >> (bit % limb_bits) & 15];
        }
        if (!std::is_constant_evaluated())
            for (residue& power : powers) power.wipe_value();
        return out;
    }

    /// Only the answer is given away.
    constexpr bool is_zero() const noexcept { return native::is_zero(n_.data(), limbs); }
    friend constexpr bool operator==(const residue& a, const residue& b) noexcept {
        return native::equal(a.n_.data(), b.n_.data(), limbs);
    }

    /// Becomes `other` when the mask is all ones, stays when it is zero.
    constexpr void take_if(limb mask, const residue& other) noexcept {
        select(n_.data(), mask, other.n_.data(), n_.data(), limbs);
    }
    void wipe_value() noexcept { wipe_number(n_); }

  private:
    constexpr explicit residue(const number& n) noexcept : n_{n} {}
    static void wipe_number(number& n) noexcept { wipe(std::as_writable_bytes(std::span{n})); }

    // Unrolled, so that carries stay in registers and the limbs of the modulus are constants in the code.

    template <std::size_t... I>
    static constexpr number sum(const number& a, const number& b, std::index_sequence<I...>) noexcept {
        number out{};
        limb carry = 0;
        (add_with(out[I], a[I], b[I], carry), ...);
        return below_modulus(out, carry, std::index_sequence<I...>{});
    }
    /// A number below twice the modulus, with `top` as a limb above it, modulo that.
    template <std::size_t... I>
    static constexpr number below_modulus(const number& a, limb top, std::index_sequence<I...>) noexcept {
        number out{};
        limb borrow = 0;
        (subtract_with(out[I], a[I], M.value[I], borrow), ...);
        // the difference holds unless it borrowed and there was nothing above to borrow from
        const limb keep = opaque(limb{0} - (borrow & (top ^ 1)));
        ((out[I] ^= keep & (out[I] ^ a[I])), ...);
        return out;
    }
    template <std::size_t... I>
    static constexpr number difference(const number& a, const number& b, std::index_sequence<I...>) noexcept {
        number out{};
        limb carry = 0, borrow = 0;
        (subtract_with(out[I], a[I], b[I], borrow), ...);
        const limb back = opaque(limb{0} - borrow);
        (add_with(out[I], out[I], M.value[I] & back, carry), ...);
        return out;
    }
    static constexpr void add_with(limb& out, limb a, limb b, limb& carry) noexcept {
        const wide_limb sum = wide_limb{a} + b + carry;
        out = low(sum);
        carry = high(sum);
    }
    static constexpr void subtract_with(limb& out, limb a, limb b, limb& borrow) noexcept {
        const wide_limb difference = wide_limb{a} - b - borrow;
        out = low(difference);
        borrow = high(difference) & 1;
    }

    /// What a quotient is multiplied with to clear the lowest limb: the modulus; or, where -1/m is 1 and the quotient is that
    /// limb itself, the modulus plus one, most of whose limbs are zero for the primes of P-256 and P-521.
    static constexpr number multiplier = [] {
        number out = M.value;
        if (M.inverse == 1)
            for (std::size_t i = 0; i < limbs && ++out[i] == 0;) ++i;
        return out;
    }();

    /// a * b / R mod m, for a * b below m * R. Unrolled, so that the limbs of the modulus are constants in the code.
    template <std::size_t... I>
    static constexpr number product(const number& a, const number& b, std::index_sequence<I...>) noexcept {
        number t{};
        limb top = 0;
        const auto row = [&](limb factor) {
            limb carry = 0;
            const auto step = [&](limb& to, wide_limb sum) {
                sum += carry;
                to = low(sum);
                carry = high(sum);
            };
            (step(t[I], wide_limb{a[I]} * factor + t[I]), ...);
            const wide_limb above = wide_limb{top} + carry;
            const limb quotient = t[0] * M.inverse;
            carry = M.inverse == 1 ? 0 : high(wide_limb{M.value[0]} * quotient + t[0]);
            ((I == 0 ? void() : step(t[I == 0 ? 0 : I - 1], wide_limb{multiplier[I]} * quotient + t[I])),
             ...);
            const wide_limb sum = above + carry;
            t[limbs - 1] = low(sum);
            top = high(sum);
        };
        (row(b[I]), ...);
        return below_modulus(t, top, std::index_sequence<I...>{});
    }

    number n_{};
};

} // namespace hawser::inline HAWSER_ABI::native
