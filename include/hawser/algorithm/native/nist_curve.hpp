#pragma once
// The NIST curves over prime fields (FIPS 186-5, SEC 1): ECDH and ECDSA on points that have been checked.
//
// Why not Crypto++: its curve arithmetic is not written to be constant-time in secret scalars (compare CVE-2019-14318), and is
// slower. Here everything a secret touches - key pairs, agreement, signing - is constant-time as limbs.hpp says: the
// addition formulas are complete, so that no point is a special case, and table entries are all read. Only `verify`
// works on public numbers at whatever pace.
//
// The code is one for all curves: what is a curve's own is data.

#include <hawser/algorithm/native/residue.hpp>
#include <hawser/algorithm/native/wiped_stack.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>

#include <bit>

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

/// A curve as its arithmetic sees it. Scalars and coordinates are big-endian numbers of as many bytes as the order has.
struct curve_arithmetic {
    const fixed_modulus& prime;
    const fixed_modulus& order;
    residue b;
    residue x;
    residue y;
    /// How many bits of the first byte of a scalar are always zero.
    int spare_bits;
    /// Multiples of the base point.
    const struct base_point_tables& (*tables)() noexcept;

    // What the members of nist_curve of these names do.
    bool is_point(byte_view bytes) const noexcept;
    bool is_scalar(byte_view bytes) const noexcept;
    result<void> generate(random_ref random, byte_span secret, byte_span point) const;
    bool public_point(byte_view secret, byte_span point) const noexcept;
    bool agree(byte_view secret, byte_view peer, byte_span x) const noexcept;
    bool sign(byte_view hash, byte_view secret, byte_view nonce, byte_span r, byte_span s) const noexcept;
    bool sign_with_point(byte_view hash, byte_view secret, byte_view nonce, byte_view nonce_point,
                         byte_span r, byte_span s) const noexcept;
    bool verify(byte_view hash, byte_view point, byte_view r, byte_view s) const noexcept;
    void reduce_hash(byte_view hash, byte_span out) const noexcept;
};

namespace detail {

/// A point as x/z, y/z; infinity is (0, 1, 0).
struct projective {
    residue x;
    residue y;
    residue z;
};
using multiples = std::array<projective, 16>;

} // namespace detail

/// Multiples of the base point: 0 to 15 times, and a comb of four teeth, 2^width apart, in two halves: the entry of bits b is
/// the sum of 2^(i * width) times the point for each bit i of b, in the second half 2^(width / 2) times that. With it, most
/// of the doublings are done once for all scalars.
struct base_point_tables {
    explicit base_point_tables(const curve_arithmetic& curve) noexcept;

    detail::multiples windows;
    std::array<detail::multiples, 2> comb;
};

/// What kex::ecdh_nistp and host_key::ecdsa_nistp need of a curve. Scalars and coordinates are big-endian numbers of
/// `scalar_size` bytes; points are 0x04, x, y (SEC 1, section 2.3.3), no other form is taken.
template <class Parameters>
class nist_curve {
    // Members of a template: compilers compute them for the curves that a program uses.
    static constexpr fixed_modulus numbers_of_prime{Parameters::prime};
    static constexpr fixed_modulus prime{Parameters::prime, &unrolled_residues<numbers_of_prime>::operations};
    static constexpr fixed_modulus order{Parameters::order};
    static_assert(prime.bytes == order.bytes);

  public:
    static constexpr std::string_view name = Parameters::name;
    static constexpr std::size_t scalar_size = order.bytes;
    static constexpr std::size_t coordinate_size = prime.bytes;
    static constexpr std::size_t point_size = 1 + 2 * coordinate_size;
    /// Bits of the first byte of a scalar that are always zero.
    static constexpr int spare_bits =
        std::countl_zero(std::to_integer<unsigned char>(hex_constant<order.bytes>(Parameters::order)[0]));

    /// Whether the bytes are an uncompressed point of the curve other than infinity.
    static bool is_point(byte_view bytes) noexcept { return curve.is_point(bytes); }

    /// Whether a scalar is in 1 .. order - 1.
    static bool is_scalar(byte_view bytes) noexcept { return curve.is_scalar(bytes); }

    /// A new key pair. Errors: those of the random source; random_failed when it gives no usable scalar.
    static result<void> generate(random_ref random, byte_span secret, byte_span point) {
        return curve.generate(random, secret, point);
    }

    /// The public point of a secret scalar; false when it is not a scalar.
    static bool public_point(byte_view secret, byte_span point) noexcept {
        return curve.public_point(secret, point);
    }

    /// The x coordinate of secret * peer (SEC 1, section 3.3.1); false when the peer's bytes are not a point, or `secret`
    /// is not a scalar.
    static bool agree(byte_view secret, byte_view peer, byte_span x) noexcept {
        return curve.agree(secret, peer, x);
    }

    /// ECDSA (FIPS 186-5, section 6.4.1) with a nonce chosen by the caller; false when the key is not a scalar or the nonce
    /// is of no use.
    static bool sign(byte_view hash, byte_view secret, byte_view nonce, byte_span r, byte_span s) noexcept {
        return curve.sign(hash, secret, nonce, r, s);
    }

    /// The same where the point of the nonce has been computed by other means.
    static bool sign_with_point(byte_view hash, byte_view secret, byte_view nonce, byte_view nonce_point,
                                byte_span r, byte_span s) noexcept {
        return curve.sign_with_point(hash, secret, nonce, nonce_point, r, s);
    }

    /// ECDSA (FIPS 186-5, section 6.4.2). All arguments are public; false for whatever is out of its range.
    static bool verify(byte_view hash, byte_view point, byte_view r, byte_view s) noexcept {
        return curve.verify(hash, point, r, s);
    }

    /// A hash as a scalar of scalar_size bytes: its leftmost bits modulo the order (RFC 6979, section 2.3.4).
    static void reduce_hash(byte_view hash, byte_span out) noexcept { curve.reduce_hash(hash, out); }

  private:
    static_assert(spare_bits == 0 || scalar_size > 64,
                  "a hash as long as the order would need its last bits cut");

    static const base_point_tables& tables() noexcept {
        static const base_point_tables of_base{curve};
        return of_base;
    }
    static constexpr residue element(const char (&hex)[2 * coordinate_size + 1]) noexcept {
        return residue::of(prime, prime.parse(hex));
    }
    static constexpr curve_arithmetic curve{
        prime,      order, element(Parameters::b), element(Parameters::x), element(Parameters::y),
        spare_bits, tables};
};

using p256 = nist_curve<p256_parameters>;
using p384 = nist_curve<p384_parameters>;
using p521 = nist_curve<p521_parameters>;

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/nist_curve.ipp>
#endif
