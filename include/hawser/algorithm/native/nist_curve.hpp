#pragma once
// The NIST curves over prime fields (FIPS 186-5, SEC 1): ECDH and ECDSA on points that have been checked.
//
// Why not Crypto++: its curve arithmetic is not written to be constant-time in secret scalars (compare CVE-2019-14318), and is
// slower. Here everything a secret touches - key pairs, agreement, signing - is constant-time as limbs.hpp says: the
// addition formulas are complete, so that no point is a special case, and table entries are all read. Only `verify`
// works on public numbers at whatever pace.

#include <hawser/algorithm/native/residue.hpp>
#include <hawser/algorithm/native/wiped_stack.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// y^2 = x^3 - 3x + b over the prime field, with a base point of prime order; all numbers in hexadecimal.
struct p256_parameters {
    static constexpr std::string_view name = "nistp256";
    static constexpr char prime[] = "ffffffff00000001000000000000000000000000ffffffffffffffffffffffff";
    static constexpr char order[] = "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551";
    static constexpr char b[] = "5ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b";
    static constexpr char x[] = "6b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296";
    static constexpr char y[] = "4fe342e2fe1a7f9b8ee7eb4a7c0f9e162bce33576b315ececbb6406837bf51f5";
};

struct p384_parameters {
    static constexpr std::string_view name = "nistp384";
    static constexpr char prime[] = "ffffffffffffffffffffffffffffffffffffffffffffffff"
                                    "fffffffffffffffeffffffff0000000000000000ffffffff";
    static constexpr char order[] = "ffffffffffffffffffffffffffffffffffffffffffffffff"
                                    "c7634d81f4372ddf581a0db248b0a77aecec196accc52973";
    static constexpr char b[] = "b3312fa7e23ee7e4988e056be3f82d19181d9c6efe814112"
                                "0314088f5013875ac656398d8a2ed19d2a85c8edd3ec2aef";
    static constexpr char x[] = "aa87ca22be8b05378eb1c71ef320ad746e1d3b628ba79b98"
                                "59f741e082542a385502f25dbf55296c3a545e3872760ab7";
    static constexpr char y[] = "3617de4a96262c6f5d9e98bf9292dc29f8f41dbd289a147c"
                                "e9da3113b5f0b8c00a60b1ce1d7e819d7a431d7c90ea0e5f";
};
struct p521_parameters {
    static constexpr std::string_view name = "nistp521";
    static constexpr char prime[] = "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                                    "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff";
    static constexpr char order[] = "01ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"
                                    "fa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409";
    static constexpr char b[] = "0051953eb9618e1c9a1f929a21a0b68540eea2da725b99b315f3b8b489918ef109"
                                "e156193951ec7e937b1652c0bd3bb1bf073573df883d2c34f1ef451fd46b503f00";
    static constexpr char x[] = "00c6858e06b70404e9cd9e3ecb662395b4429c648139053fb521f828af606b4d3d"
                                "baa14b5e77efe75928fe1dc127a2ffa8de3348b3c1856a429bf97e7e31c2e5bd66";
    static constexpr char y[] = "011839296a789a3bc0045c8a5fb42c7d1bd998f54449579b446817afbd17273e66"
                                "2c97ee72995ef42640c550b9013fad0761353c7086a272c24088be94769fd16650";
};

/// What kex::ecdh_nistp and host_key::ecdsa_nistp need of a curve. Scalars and coordinates are big-endian numbers of
/// `scalar_size` bytes; points are 0x04, x, y (SEC 1, section 2.3.3), no other form is taken.
template <class Parameters>
class nist_curve {
    // Members of a template: compilers compute them for the curves that a program uses.
    static constexpr fixed_modulus<(sizeof Parameters::prime - 1) / 2> prime{Parameters::prime};
    static constexpr fixed_modulus<(sizeof Parameters::order - 1) / 2> order{Parameters::order};
    static_assert(prime.bytes == order.bytes);

  public:
    static constexpr std::string_view name = Parameters::name;
    static constexpr std::size_t scalar_size = order.bytes;
    static constexpr std::size_t coordinate_size = prime.bytes;
    static constexpr std::size_t point_size = 1 + 2 * coordinate_size;

    /// Whether the bytes are an uncompressed point of the curve other than infinity.
    static bool is_point(byte_view bytes) noexcept {
        projective p;
        return decode(bytes, p);
    }

    /// Whether a scalar is in 1 .. order - 1.
    static bool is_scalar(byte_view bytes) noexcept {
        return bytes.size() == scalar_size && scalar::in_range(bytes) && !constant_time_is_zero(bytes);
    }

    /// A new key pair. Errors: those of the random source; random_failed when it gives no usable scalar.
    static result<void> generate(random_ref random, byte_span secret, byte_span point) {
        for (int attempt = 0; attempt < 64; ++attempt) {
            if (auto filled = random.fill(secret); !filled) return filled.error();
            if constexpr (spare_bits != 0) secret[0] &= std::byte{0xff >> spare_bits};
            if (public_point(secret, point)) return {};
        }
        return security_error::random_failed;
    }

    /// The public point of a secret scalar; false when it is not a scalar.
    static bool public_point(byte_view secret, byte_span point) noexcept {
        return on_wiped_stack<stack_size>(
            [&] { return is_scalar(secret) && encode(times_base(secret), point); });
    }

    /// The x coordinate of secret * peer (SEC 1, section 3.3.1); false when the peer's bytes are not a point, or `secret`
    /// is not a scalar.
    static bool agree(byte_view secret, byte_view peer, byte_span x) noexcept {
        return on_wiped_stack<stack_size>([&] {
            projective point;
            if (!decode(peer, point) || !is_scalar(secret)) return false;
            secret_array<point_size> shared;
            const bool finite = encode(times(table{point}, secret), shared.span());
            std::ranges::copy(shared.view().subspan(1, coordinate_size), x.begin());
            return finite;
        });
    }

    /// ECDSA (FIPS 186-5, section 6.4.1) with a nonce chosen by the caller; false when the key is not a scalar or the nonce
    /// is of no use.
    static bool sign(byte_view hash, byte_view secret, byte_view nonce, byte_span r_out,
                     byte_span s_out) noexcept {
        secret_array<point_size> point; // the nonce's point: only r of it is public
        return public_point(nonce, point.span()) &&
               sign_with_point(hash, secret, nonce, point.view(), r_out, s_out);
    }

    /// The same where the point of the nonce has been computed by other means.
    static bool sign_with_point(byte_view hash, byte_view secret, byte_view nonce, byte_view nonce_point,
                                byte_span r_out, byte_span s_out) noexcept {
        return on_wiped_stack<stack_size>([&] {
            if (!is_scalar(secret) || !is_scalar(nonce)) return false;
            const scalar r = scalar::load_bytes(nonce_point.subspan(1, coordinate_size));
            const scalar d = scalar::load_bytes(secret);
            const scalar k = scalar::load_bytes(nonce);
            const scalar s = k.inverse() * (hash_scalar(hash) + r * d);
            r.store_bytes(r_out);
            s.store_bytes(s_out);
            return !r.is_zero() && !s.is_zero();
        });
    }

    /// ECDSA (FIPS 186-5, section 6.4.2). All arguments are public; false for whatever is out of its range.
    static bool verify(byte_view hash, byte_view point, byte_view r, byte_view s) noexcept {
        projective key;
        if (!decode(point, key) || !is_scalar(r) || !is_scalar(s)) return false;
        const scalar r_scalar = scalar::load_bytes(r);
        const scalar inverse = scalar::load_bytes(s).inverse();
        std::array<std::byte, scalar_size> u1, u2;
        (hash_scalar(hash) * inverse).store_bytes(u1);
        (r_scalar * inverse).store_bytes(u2);
        // u1 * base + u2 * key, sharing the doublings
        const table& base = tables_of_base().windows;
        const table own{key};
        projective sum;
        for (std::size_t i = 0; i < 2 * scalar_size; ++i) {
            for (int twice = 0; twice < 4; ++twice) sum = sum.doubled();
            if (const limb digit = digit_of(u1, i); digit != 0) sum = sum + base.entries[digit];
            if (const limb digit = digit_of(u2, i); digit != 0) sum = sum + own.entries[digit];
        }
        return !sum.z.is_zero() && has_x(sum, r);
    }

    /// A hash as a scalar of scalar_size bytes: its leftmost bits modulo the order (RFC 6979, section 2.3.4).
    static void reduce_hash(byte_view hash, byte_span out) noexcept { hash_scalar(hash).store_bytes(out); }

  private:
    static constexpr int bits_of_top_byte() noexcept {
        limb top = order.value[(scalar_size - 1) / limb_bytes] >> (8 * ((scalar_size - 1) % limb_bytes));
        int bits = 0;
        for (; top != 0; top >>= 1) ++bits;
        return bits;
    }

  public:
    /// Bits of the first byte of a scalar that are always zero.
    static constexpr int spare_bits = 8 - bits_of_top_byte();

  private:
    using element = residue<prime>;
    using scalar = residue<order>;

    static constexpr element constant(const char (&hex)[2 * coordinate_size + 1]) noexcept {
        return element::of(prime.parse(hex));
    }
    static constexpr element b = constant(Parameters::b);

    /// A point as x/z, y/z; infinity is (0, 1, 0).
    struct projective {
        element x{};
        element y = element::one();
        element z{};

        /// Renes, Costello, Batina: "Complete addition formulas for prime order elliptic curves", algorithm 4.
        friend constexpr projective operator+(const projective& p, const projective& q) noexcept {
            const element xx = p.x * q.x, yy = p.y * q.y, zz = p.z * q.z;
            const element xy = (p.x + p.y) * (q.x + q.y) - (xx + yy);
            const element yz = (p.y + p.z) * (q.y + q.z) - (yy + zz);
            const element xz = (p.x + p.z) * (q.x + q.z) - (xx + zz);
            const element u = thrice(xz - b * zz);
            const element minus = yy - u, plus = yy + u;
            const element zz3 = thrice(zz);
            const element v = thrice(b * xz - zz3 - xx);
            const element w = thrice(xx) - zz3;
            return {xy * plus - yz * v, plus * minus + w * v, yz * minus + xy * w};
        }
        /// The same, algorithm 6.
        constexpr projective doubled() const noexcept {
            const element xx = x * x, yy = y * y, zz = z * z;
            const element xy = twice(x * y), xz = twice(x * z), yz = twice(y * z);
            const element u = thrice(b * zz - xz);
            const element minus = yy - u, plus = yy + u;
            const element zz3 = thrice(zz);
            const element v = thrice(b * xz - zz3 - xx);
            const element w = thrice(xx) - zz3;
            return {minus * xy - yz * v, plus * minus + w * v, twice(twice(yz * yy))};
        }

      private:
        static constexpr element twice(const element& e) noexcept { return e + e; }
        static constexpr element thrice(const element& e) noexcept { return e + e + e; }
    };

    /// 0 to 15 times a point.
    struct table {
        std::array<projective, 16> entries;

        explicit constexpr table(const projective& p) noexcept {
            entries[1] = p;
            for (std::size_t i = 2; i < 16; ++i)
                entries[i] = i % 2 == 0 ? entries[i / 2].doubled() : entries[i - 1] + p;
        }
    };

    /// More than the operations on secrets take.
    static constexpr std::size_t stack_size = 4 * sizeof(table) + 4096;

    /// Multiples of the base point: 0 to 15 times, and a comb of four teeth, 2^comb_width apart, in two halves: the entry of
    /// bits b is the sum of 2^(i * comb_width) times the point for each bit i of b, in the second half 2^comb_half times
    /// that. With it, most of the doublings are done once for all scalars.
    static constexpr std::size_t comb_half = scalar_size;
    static constexpr std::size_t comb_width = 2 * comb_half;
    struct base_tables {
        table windows;
        std::array<std::array<projective, 16>, 2> comb;

        explicit base_tables(const projective& p) noexcept : windows{p} {
            projective power = p;
            for (std::size_t tooth = 0; tooth < 4; ++tooth)
                for (auto& half : comb) {
                    const std::size_t bit = std::size_t{1} << tooth;
                    for (std::size_t i = 0; i < bit; ++i) half[bit + i] = half[i] + power;
                    for (std::size_t i = 0; i < comb_half; ++i) power = power.doubled();
                }
        }
    };
    static const base_tables& tables_of_base() noexcept {
        static const base_tables of_base{{constant(Parameters::x), constant(Parameters::y), element::one()}};
        return of_base;
    }

    /// The multiple of the base point by a secret scalar.
    static projective times_base(byte_view secret) noexcept {
        const base_tables& of = tables_of_base();
        projective out;
        projective picked;
        const auto bit = [&](std::size_t index) {
            return std::to_integer<limb>(secret[scalar_size - 1 - index / 8]) >> (index % 8) & 1;
        };
        for (std::size_t i = comb_half; i-- > 0;) {
            out = out.doubled();
            for (std::size_t half = 0; half < 2; ++half) {
                limb digit = 0;
                for (std::size_t tooth = 0; tooth < 4; ++tooth)
                    digit |= bit(tooth * comb_width + half * comb_half + i) << tooth;
                pick(picked, of.comb[half], digit);
                out = out + picked;
            }
        }
        return out;
    }

    /// Four bits of a scalar, the most significant ones first.
    static limb digit_of(byte_view bytes, std::size_t index) noexcept {
        const auto byte = std::to_integer<limb>(bytes[index / 2]);
        return index % 2 == 0 ? byte >> 4 : byte & 15;
    }

    /// Every entry is read, one is kept.
    static void pick(projective& picked, const std::array<projective, 16>& entries, limb digit) noexcept {
        for (limb k = 0; k < 16; ++k) {
            const limb keep = ~mask_if_nonzero(digit ^ k);
            picked.x.take_if(keep, entries[k].x);
            picked.y.take_if(keep, entries[k].y);
            picked.z.take_if(keep, entries[k].z);
        }
    }

    /// The multiple of the table's point by a secret scalar.
    static projective times(const table& of, byte_view secret) noexcept {
        projective out;
        projective picked;
        for (std::size_t i = 0; i < 2 * scalar_size; ++i) {
            for (int twice = 0; twice < 4; ++twice) out = out.doubled();
            pick(picked, of.entries, digit_of(secret, i));
            out = out + picked;
        }
        return out;
    }

    static bool decode(byte_view bytes, projective& out) noexcept {
        if (bytes.size() != point_size || bytes[0] != std::byte{4}) return false;
        const byte_view x = bytes.subspan(1, coordinate_size);
        const byte_view y = bytes.subspan(1 + coordinate_size);
        if (!element::in_range(x) || !element::in_range(y)) return false;
        out = {element::load_bytes(x), element::load_bytes(y), element::one()};
        const element three = element::one() + element::one() + element::one();
        return out.y * out.y == (out.x * out.x - three) * out.x + b;
    }

    /// Whether the x coordinate of a finite point is r modulo the order, r being below it: x is r or r + order.
    static bool has_x(const projective& p, byte_view r) noexcept {
        if (p.x == element::load_bytes(r) * p.z) return true;
        typename scalar::number more{};
        load(more.data(), more.size(), r);
        const limb carry = add(more.data(), more.data(), order.value.data(), more.size());
        return carry == 0 && less(more.data(), prime.value.data(), more.size()) &&
               p.x == element::of(more) * p.z;
    }

    /// False for infinity, which has no such encoding.
    static bool encode(const projective& p, byte_span out) noexcept {
        const element inverse = p.z.inverse();
        out[0] = std::byte{4};
        (p.x * inverse).store_bytes(out.subspan(1, coordinate_size));
        (p.y * inverse).store_bytes(out.subspan(1 + coordinate_size, coordinate_size));
        return !p.z.is_zero();
    }

    /// The leftmost bits of a hash as a scalar.
    static scalar hash_scalar(byte_view hash) noexcept {
        static_assert(spare_bits == 0 || scalar_size > 64,
                      "a hash as long as the order would need its last bits cut");
        return scalar::load_bytes(hash.first(std::min(hash.size(), scalar_size)));
    }
};

using p256 = nist_curve<p256_parameters>;
using p384 = nist_curve<p384_parameters>;
using p521 = nist_curve<p521_parameters>;

} // namespace hawser::inline HAWSER_ABI::native
