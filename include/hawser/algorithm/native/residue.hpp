#pragma once
// Residues modulo an odd number known at compile time, kept in Montgomery form. Constant-time as limbs.hpp says.

#include <hawser/algorithm/native/hex_constant.hpp>
#include <hawser/algorithm/native/montgomery.hpp>

#include <array>
#include <utility>

namespace hawser::inline HAWSER_ABI::native {

struct fixed_modulus;

/// How one computes with the limbs of two residues: their sum, their difference, and a * b / R. `out` may be one of them.
struct residue_operations {
    using operation = void(limb* out, const limb* a, const limb* b, const fixed_modulus& m) noexcept;
    operation* sum;
    operation* difference;
    operation* product;
};

/// For any modulus, by loops.
struct looped_residues {
    static residue_operations::operation sum, difference, product;
    static constexpr residue_operations operations{sum, difference, product};
};

/// An odd modulus of at most 66 bytes with what Montgomery's method needs of it: -1/m, R mod m and R * R mod m.
struct fixed_modulus {
    static constexpr std::size_t most_bytes = 66;
    static constexpr std::size_t most_limbs = limbs_for(most_bytes);
    using number = std::array<limb, most_limbs>;

    std::size_t bytes;
    std::size_t limbs;
    number value{};
    limb inverse = 0;
    number one{};
    number square{};
    /// What a quotient is multiplied with to clear the lowest limb: the modulus; or, where -1/m is 1 and the quotient is that
    /// limb itself, the modulus plus one, most of whose limbs are zero for the primes of P-256 and P-521.
    number multiplier{};
    /// How many of its lowest limbs are zero.
    std::size_t multiplier_begin = 0;
    const residue_operations* operations;

    /// From the hexadecimal digits of the modulus.
    template <std::size_t Digits>
    constexpr explicit fixed_modulus(const char (&hex)[Digits],
                                     const residue_operations* how = &looped_residues::operations) noexcept
        : bytes{Digits / 2},
          limbs{limbs_for(bytes)},
          value{parse(hex)},
          operations{how} {
        inverse = negative_inverse(value[0]);
        std::array<limb, 2 * most_limbs> scratch{};
        std::size_t top = 8 * bytes - 1;
        while ((value[top / limb_bits] >> (top % limb_bits) & 1) == 0) --top;
        montgomery_constants(one.data(), square.data(), value.data(), inverse, top, scratch.data(), limbs);
        multiplier = value;
        if (inverse == 1) {
            for (std::size_t i = 0; i < limbs && ++multiplier[i] == 0;) ++i;
            while (multiplier_begin < limbs && multiplier[multiplier_begin] == 0) ++multiplier_begin;
        }
    }

    template <std::size_t Digits>
    static constexpr number parse(const char (&hex)[Digits]) noexcept {
        number out{};
        load(out.data(), limbs_for(Digits / 2), hex_constant<Digits / 2>(hex));
        return out;
    }

    /// The Montgomery form of a number below the modulus.
    constexpr number form_of(const number& n) const noexcept {
        number out{};
        std::array<limb, 2 * most_limbs> t{};
        multiply(t.data(), n.data(), limbs, square.data(), limbs);
        montgomery_reduce(out.data(), t.data(), value.data(), inverse, limbs);
        return out;
    }
};

/// A residue modulo a number that outlives it. Secret ones are wiped by their owner.
class residue {
  public:
    using number = fixed_modulus::number;

    /// Zero.
    constexpr explicit residue(const fixed_modulus& m) noexcept : m_{&m} {}
    /// Of a number below the modulus.
    static constexpr residue of(const fixed_modulus& m, const number& n) noexcept {
        return residue{m, m.form_of(n)};
    }
    static constexpr residue one(const fixed_modulus& m) noexcept { return residue{m, m.one}; }

    /// Whether a big-endian number of m.bytes bytes is below the modulus; only the answer is given away.
    static bool in_range(const fixed_modulus& m, byte_view bytes) noexcept;
    /// The residue of a big-endian number below twice the modulus.
    static residue load_bytes(const fixed_modulus& m, byte_view bytes) noexcept;
    /// Big-endian; `out` has m.bytes bytes.
    void store_bytes(byte_span out) const noexcept;

    friend residue operator+(const residue& a, const residue& b) noexcept {
        residue out{*a.m_};
        a.m_->operations->sum(out.n_.data(), a.n_.data(), b.n_.data(), *a.m_);
        return out;
    }
    friend residue operator-(const residue& a, const residue& b) noexcept {
        residue out{*a.m_};
        a.m_->operations->difference(out.n_.data(), a.n_.data(), b.n_.data(), *a.m_);
        return out;
    }
    friend residue operator*(const residue& a, const residue& b) noexcept {
        residue out{*a.m_};
        a.m_->operations->product(out.n_.data(), a.n_.data(), b.n_.data(), *a.m_);
        return out;
    }

    /// 1/a, and zero for zero: a^(m - 2), for a prime modulus. The exponent is public.
    residue inverse() const noexcept;

    /// Only the answer is given away.
    bool is_zero() const noexcept { return native::is_zero(n_.data(), m_->limbs); }
    friend bool operator==(const residue& a, const residue& b) noexcept {
        return native::equal(a.n_.data(), b.n_.data(), a.m_->limbs);
    }

    /// Becomes `other` when the mask is all ones, stays when it is zero.
    void take_if(limb mask, const residue& other) noexcept {
        select(n_.data(), mask, other.n_.data(), n_.data(), m_->limbs);
    }
    void wipe_value() noexcept { wipe_number(n_); }

  private:
    constexpr residue(const fixed_modulus& m, const number& n) noexcept : m_{&m}, n_{n} {}
    static void wipe_number(number& n) noexcept { wipe(std::as_writable_bytes(std::span{n})); }

    const fixed_modulus* m_;
    number n_{};
};

/// The same modulo `M`, unrolled, so that carries stay in registers and the limbs of the modulus are constants in the code:
/// for numbers whose speed is worth that.
template <const fixed_modulus& M>
class unrolled_residues {
    using number = std::array<limb, M.limbs>;
    using indices = std::make_index_sequence<M.limbs>;

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

    /// A number below twice the modulus, with `top` as a limb above it, modulo that.
    template <std::size_t... I>
    static void below_modulus(limb* out, const number& a, limb top, std::index_sequence<I...>) noexcept {
        number reduced;
        limb borrow = 0;
        (subtract_with(reduced[I], a[I], M.value[I], borrow), ...);
        // the difference holds unless it borrowed and there was nothing above to borrow from
        const limb keep = opaque(limb{0} - (borrow & (top ^ 1)));
        ((out[I] = reduced[I] ^ (keep & (reduced[I] ^ a[I]))), ...);
    }
    template <std::size_t... I>
    static void add(limb* out, const limb* a, const limb* b, std::index_sequence<I...> all) noexcept {
        number sum;
        limb carry = 0;
        (add_with(sum[I], a[I], b[I], carry), ...);
        below_modulus(out, sum, carry, all);
    }
    template <std::size_t... I>
    static void subtract(limb* out, const limb* a, const limb* b, std::index_sequence<I...>) noexcept {
        number difference;
        limb carry = 0, borrow = 0;
        (subtract_with(difference[I], a[I], b[I], borrow), ...);
        const limb back = opaque(limb{0} - borrow);
        (add_with(out[I], difference[I], M.value[I] & back, carry), ...);
    }
    template <std::size_t... I>
    static void multiply(limb* out, const limb* a, const limb* b, std::index_sequence<I...> all) noexcept {
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
            ((I == 0 ? void() : step(t[I == 0 ? 0 : I - 1], wide_limb{M.multiplier[I]} * quotient + t[I])),
             ...);
            const wide_limb sum = above + carry;
            t[M.limbs - 1] = low(sum);
            top = high(sum);
        };
        if constexpr (8 * M.bytes <= 256) {
            (row(b[I]), ...);
        } else { // a tenth slower, and a sixth of the code
            for (std::size_t i = 0; i < M.limbs; ++i) row(b[i]);
        }
        below_modulus(out, t, top, all);
    }

    static void sum(limb* out, const limb* a, const limb* b, const fixed_modulus&) noexcept {
        add(out, a, b, indices{});
    }
    static void difference(limb* out, const limb* a, const limb* b, const fixed_modulus&) noexcept {
        subtract(out, a, b, indices{});
    }
    static void product(limb* out, const limb* a, const limb* b, const fixed_modulus&) noexcept {
        multiply(out, a, b, indices{});
    }

  public:
    static constexpr residue_operations operations{sum, difference, product};
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/residue.ipp>
#endif
