#pragma once

#include <hawser/algorithm/native/residue.hpp>

namespace hawser::inline HAWSER_ABI::native {

HAWSER_DECL void looped_residues::sum(limb* out, const limb* a, const limb* b,
                                      const fixed_modulus& m) noexcept {
    fixed_modulus::number scratch;
    const limb carry = add(out, a, b, m.limbs);
    subtract_once(out, out, carry, m.value.data(), scratch.data(), m.limbs);
}

HAWSER_DECL void looped_residues::difference(limb* out, const limb* a, const limb* b,
                                             const fixed_modulus& m) noexcept {
    const limb back = opaque(limb{0} - subtract(out, a, b, m.limbs));
    limb carry = 0;
    for (std::size_t i = 0; i < m.limbs; ++i) {
        const wide_limb sum = wide_limb{out[i]} + (m.value[i] & back) + carry;
        out[i] = low(sum);
        carry = high(sum);
    }
}

HAWSER_DECL void looped_residues::product(limb* out, const limb* a, const limb* b,
                                          const fixed_modulus& m) noexcept {
    const std::size_t n = m.limbs, begin = m.multiplier_begin;
    std::array<limb, 2 * fixed_modulus::most_limbs> t;
    multiply(t.data(), a, n, b, n);
    limb top = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const limb carry =
            multiply_add(t.data() + i + begin, m.multiplier.data() + begin, t[i] * m.inverse, n - begin);
        const wide_limb sum = wide_limb{t[n + i]} + carry + top;
        t[n + i] = low(sum);
        top = high(sum);
    }
    subtract_once(out, t.data() + n, top, m.value.data(), t.data(), n);
}

HAWSER_DECL bool residue::in_range(const fixed_modulus& m, byte_view bytes) noexcept {
    number n;
    load(n.data(), m.limbs, bytes);
    const bool below = less(n.data(), m.value.data(), m.limbs);
    wipe_number(n);
    return below;
}

HAWSER_DECL residue residue::load_bytes(const fixed_modulus& m, byte_view bytes) noexcept {
    number scratch;
    residue out{m};
    load(out.n_.data(), m.limbs, bytes);
    subtract_once(out.n_.data(), out.n_.data(), 0, m.value.data(), scratch.data(), m.limbs);
    wipe_number(scratch);
    return out * residue{m, m.square};
}

HAWSER_DECL void residue::store_bytes(byte_span out) const noexcept {
    residue plain = *this * residue{*m_, number{1}};
    store(out, plain.n_.data(), m_->limbs);
    plain.wipe_value();
}

HAWSER_DECL residue residue::inverse() const noexcept {
    number exponent{};
    const number two{2};
    subtract(exponent.data(), m_->value.data(), two.data(), m_->limbs);
    const residue zero{*m_};
    std::array<residue, 16> powers{one(*m_), zero, zero, zero, zero, zero, zero, zero,
                                   zero,     zero, zero, zero, zero, zero, zero, zero};
    for (std::size_t i = 1; i < 16; ++i) powers[i] = powers[i - 1] * *this;
    residue out = one(*m_);
    for (std::size_t bit = m_->limbs * limb_bits; bit > 0;) {
        bit -= 4;
        for (int twice = 0; twice < 4; ++twice) out = out * out;
        out = out * powers[exponent[bit / limb_bits] >> (bit % limb_bits) & 15];
    }
    for (residue& power : powers) power.wipe_value();
    return out;
}

} // namespace hawser::inline HAWSER_ABI::native
