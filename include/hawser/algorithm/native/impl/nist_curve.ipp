#pragma once

#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/core/constant_time.hpp>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

/// More than the operations on secrets take.
inline constexpr std::size_t curve_stack_size = 4 * sizeof(multiples) + 4096;

inline residue twice(const residue& e) noexcept { return e + e; }
inline residue thrice(const residue& e) noexcept { return e + e + e; }

inline projective infinity(const curve_arithmetic& curve) noexcept {
    return {residue{curve.prime}, residue::one(curve.prime), residue{curve.prime}};
}

/// Renes, Costello, Batina: "Complete addition formulas for prime order elliptic curves", algorithm 4.
HAWSER_DECL projective sum_of(const curve_arithmetic& curve, const projective& p,
                              const projective& q) noexcept {
    const residue& b = curve.b;
    const residue xx = p.x * q.x, yy = p.y * q.y, zz = p.z * q.z;
    const residue xy = (p.x + p.y) * (q.x + q.y) - (xx + yy);
    const residue yz = (p.y + p.z) * (q.y + q.z) - (yy + zz);
    const residue xz = (p.x + p.z) * (q.x + q.z) - (xx + zz);
    const residue u = thrice(xz - b * zz);
    const residue minus = yy - u, plus = yy + u;
    const residue zz3 = thrice(zz);
    const residue v = thrice(b * xz - zz3 - xx);
    const residue w = thrice(xx) - zz3;
    return {xy * plus - yz * v, plus * minus + w * v, yz * minus + xy * w};
}
/// The same, algorithm 6.
HAWSER_DECL projective doubled(const curve_arithmetic& curve, const projective& p) noexcept {
    const residue& b = curve.b;
    const residue xx = p.x * p.x, yy = p.y * p.y, zz = p.z * p.z;
    const residue xy = twice(p.x * p.y), xz = twice(p.x * p.z), yz = twice(p.y * p.z);
    const residue u = thrice(b * zz - xz);
    const residue minus = yy - u, plus = yy + u;
    const residue zz3 = thrice(zz);
    const residue v = thrice(b * xz - zz3 - xx);
    const residue w = thrice(xx) - zz3;
    return {minus * xy - yz * v, plus * minus + w * v, twice(twice(yz * yy))};
}

inline multiples all_infinity(const curve_arithmetic& curve) noexcept {
    const projective p = infinity(curve);
    return {p, p, p, p, p, p, p, p, p, p, p, p, p, p, p, p};
}
/// 0 to 15 times a point.
HAWSER_DECL multiples multiples_of(const curve_arithmetic& curve, const projective& p) noexcept {
    multiples out = all_infinity(curve);
    out[1] = p;
    for (std::size_t i = 2; i < 16; ++i)
        out[i] = i % 2 == 0 ? doubled(curve, out[i / 2]) : sum_of(curve, out[i - 1], p);
    return out;
}

/// How far apart the teeth of a comb are, and its halves.
inline std::size_t comb_half(const curve_arithmetic& curve) noexcept { return curve.order.bytes; }
inline std::size_t comb_width(const curve_arithmetic& curve) noexcept { return 2 * comb_half(curve); }

/// Every entry is read, one is kept.
HAWSER_DECL void pick(projective& picked, const multiples& entries, limb digit) noexcept {
    for (limb k = 0; k < 16; ++k) {
        const limb keep = ~mask_if_nonzero(digit ^ k);
        picked.x.take_if(keep, entries[k].x);
        picked.y.take_if(keep, entries[k].y);
        picked.z.take_if(keep, entries[k].z);
    }
}

/// The multiple of the base point by a secret scalar.
HAWSER_DECL projective times_base(const curve_arithmetic& curve, byte_view secret) noexcept {
    const base_point_tables& of = curve.tables();
    projective out = infinity(curve), picked = out;
    const auto bit = [&](std::size_t index) {
        return std::to_integer<limb>(secret[secret.size() - 1 - index / 8]) >> (index % 8) & 1;
    };
    for (std::size_t i = comb_half(curve); i-- > 0;) {
        out = doubled(curve, out);
        for (std::size_t half = 0; half < 2; ++half) {
            limb digit = 0;
            for (std::size_t tooth = 0; tooth < 4; ++tooth)
                digit |= bit(tooth * comb_width(curve) + half * comb_half(curve) + i) << tooth;
            pick(picked, of.comb[half], digit);
            out = sum_of(curve, out, picked);
        }
    }
    return out;
}

/// Four bits of a scalar, the most significant ones first.
inline limb digit_of(byte_view bytes, std::size_t index) noexcept {
    const auto byte = std::to_integer<limb>(bytes[index / 2]);
    return index % 2 == 0 ? byte >> 4 : byte & 15;
}

/// The multiple of a point by a secret scalar.
HAWSER_DECL projective times(const curve_arithmetic& curve, const projective& point,
                             byte_view secret) noexcept {
    const multiples of = multiples_of(curve, point);
    projective out = infinity(curve), picked = out;
    for (std::size_t i = 0; i < 2 * secret.size(); ++i) {
        for (int twice = 0; twice < 4; ++twice) out = doubled(curve, out);
        pick(picked, of, digit_of(secret, i));
        out = sum_of(curve, out, picked);
    }
    return out;
}

/// The two coordinates of an encoded point.
inline byte_view x_of(byte_view point) noexcept { return point.subspan(1, point.size() / 2); }
inline byte_view y_of(byte_view point) noexcept { return point.subspan(1 + point.size() / 2); }

HAWSER_DECL bool decode(const curve_arithmetic& curve, byte_view bytes, projective& out) noexcept {
    const fixed_modulus& prime = curve.prime;
    if (bytes.size() != 1 + 2 * prime.bytes || bytes[0] != std::byte{4} ||
        !residue::in_range(prime, x_of(bytes)) || !residue::in_range(prime, y_of(bytes)))
        return false;
    out = {residue::load_bytes(prime, x_of(bytes)), residue::load_bytes(prime, y_of(bytes)),
           residue::one(prime)};
    return out.y * out.y == (out.x * out.x - thrice(residue::one(prime))) * out.x + curve.b;
}

/// False for infinity, which has no such encoding.
HAWSER_DECL bool encode(const projective& p, byte_span out) noexcept {
    const residue inverse = p.z.inverse();
    const std::size_t size = out.size() / 2;
    out[0] = std::byte{4};
    (p.x * inverse).store_bytes(out.subspan(1, size));
    (p.y * inverse).store_bytes(out.subspan(1 + size, size));
    return !p.z.is_zero();
}

/// Whether the x coordinate of a finite point is r modulo the order, r being below it: x is r or r + order.
HAWSER_DECL bool has_x(const curve_arithmetic& curve, const projective& p, byte_view r) noexcept {
    if (p.x == residue::load_bytes(curve.prime, r) * p.z) return true;
    const std::size_t n = curve.order.limbs;
    residue::number more{};
    load(more.data(), n, r);
    const limb carry = add(more.data(), more.data(), curve.order.value.data(), n);
    return carry == 0 && less(more.data(), curve.prime.value.data(), n) &&
           p.x == residue::of(curve.prime, more) * p.z;
}

/// The leftmost bits of a hash as a scalar.
HAWSER_DECL residue hash_scalar(const curve_arithmetic& curve, byte_view hash) noexcept {
    return residue::load_bytes(curve.order, hash.first(std::min(hash.size(), curve.order.bytes)));
}

} // namespace detail

HAWSER_DECL base_point_tables::base_point_tables(const curve_arithmetic& curve) noexcept
    : windows{detail::multiples_of(curve, {curve.x, curve.y, residue::one(curve.prime)})},
      comb{detail::all_infinity(curve), detail::all_infinity(curve)} {
    detail::projective power = windows[1];
    for (std::size_t tooth = 0; tooth < 4; ++tooth)
        for (auto& half : comb) {
            const std::size_t bit = std::size_t{1} << tooth;
            for (std::size_t i = 0; i < bit; ++i) half[bit + i] = detail::sum_of(curve, half[i], power);
            for (std::size_t i = 0; i < detail::comb_half(curve); ++i) power = detail::doubled(curve, power);
        }
}

HAWSER_DECL bool curve_arithmetic::is_point(byte_view bytes) const noexcept {
    detail::projective p = detail::infinity(*this);
    return detail::decode(*this, bytes, p);
}

HAWSER_DECL bool curve_arithmetic::is_scalar(byte_view bytes) const noexcept {
    return bytes.size() == order.bytes && residue::in_range(order, bytes) && !constant_time_is_zero(bytes);
}

HAWSER_DECL result<void> curve_arithmetic::generate(random_ref random, byte_span secret,
                                                    byte_span point) const {
    for (int attempt = 0; attempt < 64; ++attempt) {
        if (auto filled = random.fill(secret); !filled) return filled.error();
        secret[0] &= std::byte{0xff} >> spare_bits;
        if (public_point(secret, point)) return {};
    }
    return security_error::random_failed;
}

HAWSER_DECL bool curve_arithmetic::public_point(byte_view secret, byte_span point) const noexcept {
    return on_wiped_stack<detail::curve_stack_size>(
        [&] { return is_scalar(secret) && detail::encode(detail::times_base(*this, secret), point); });
}

HAWSER_DECL bool curve_arithmetic::agree(byte_view secret, byte_view peer, byte_span out) const noexcept {
    return on_wiped_stack<detail::curve_stack_size>([&] {
        detail::projective point = detail::infinity(*this);
        if (!detail::decode(*this, peer, point) || !is_scalar(secret)) return false;
        secret_array<1 + 2 * fixed_modulus::most_bytes> room;
        const byte_span shared = room.span().first(peer.size());
        const bool finite = detail::encode(detail::times(*this, point, secret), shared);
        std::ranges::copy(detail::x_of(shared), out.begin());
        return finite;
    });
}

HAWSER_DECL bool curve_arithmetic::sign(byte_view hash, byte_view secret, byte_view nonce, byte_span r,
                                        byte_span s) const noexcept {
    secret_array<1 + 2 * fixed_modulus::most_bytes> room; // the nonce's point: only r of it is public
    const byte_span point = room.span().first(1 + 2 * prime.bytes);
    return public_point(nonce, point) && sign_with_point(hash, secret, nonce, point, r, s);
}

HAWSER_DECL bool curve_arithmetic::sign_with_point(byte_view hash, byte_view secret, byte_view nonce,
                                                   byte_view nonce_point, byte_span r_out,
                                                   byte_span s_out) const noexcept {
    return on_wiped_stack<detail::curve_stack_size>([&] {
        if (!is_scalar(secret) || !is_scalar(nonce)) return false;
        const residue r = residue::load_bytes(order, detail::x_of(nonce_point));
        const residue d = residue::load_bytes(order, secret);
        const residue k = residue::load_bytes(order, nonce);
        const residue s = k.inverse() * (detail::hash_scalar(*this, hash) + r * d);
        r.store_bytes(r_out);
        s.store_bytes(s_out);
        return !r.is_zero() && !s.is_zero();
    });
}

HAWSER_DECL bool curve_arithmetic::verify(byte_view hash, byte_view point, byte_view r,
                                          byte_view s) const noexcept {
    using detail::digit_of;
    detail::projective sum = detail::infinity(*this), key = sum;
    if (!detail::decode(*this, point, key) || !is_scalar(r) || !is_scalar(s)) return false;
    const residue inverse = residue::load_bytes(order, s).inverse();
    std::array<std::byte, fixed_modulus::most_bytes> u1, u2;
    (detail::hash_scalar(*this, hash) * inverse).store_bytes(byte_span{u1}.first(order.bytes));
    (residue::load_bytes(order, r) * inverse).store_bytes(byte_span{u2}.first(order.bytes));
    // u1 * base + u2 * key, sharing the doublings
    const detail::multiples& base = tables().windows;
    const detail::multiples own = detail::multiples_of(*this, key);
    for (std::size_t i = 0; i < 2 * order.bytes; ++i) {
        for (int twice = 0; twice < 4; ++twice) sum = detail::doubled(*this, sum);
        if (const limb digit = digit_of(u1, i); digit != 0) sum = detail::sum_of(*this, sum, base[digit]);
        if (const limb digit = digit_of(u2, i); digit != 0) sum = detail::sum_of(*this, sum, own[digit]);
    }
    return !sum.z.is_zero() && detail::has_x(*this, sum, r);
}

HAWSER_DECL void curve_arithmetic::reduce_hash(byte_view hash, byte_span out) const noexcept {
    detail::hash_scalar(*this, hash).store_bytes(out);
}

} // namespace hawser::inline HAWSER_ABI::native
