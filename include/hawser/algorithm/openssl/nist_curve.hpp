#pragma once
// P-256 and P-384 (FIPS 186-5, SEC 1) by libcrypto: multiplications of points, which cost the most. Whatever a peer sends
// is checked by our own parser first, and arithmetic modulo the order stays with our own constant-time code.

#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/algorithm/openssl/number.hpp>

#include <openssl/ec.h>
#include <openssl/obj_mac.h>

namespace hawser::inline HAWSER_ABI::openssl {

/// What kex::ecdh_nistp and host_key::ecdsa_nistp need of a curve; sizes and forms are those of `Native`. libcrypto
/// multiplies by secret scalars in constant time on these curves.
template <class Native, int Curve>
class nist_curve {
  public:
    static constexpr std::string_view name = Native::name;
    static constexpr std::size_t scalar_size = Native::scalar_size;
    static constexpr std::size_t coordinate_size = Native::coordinate_size;
    static constexpr std::size_t point_size = Native::point_size;
    static constexpr int spare_bits = Native::spare_bits;

    static bool is_point(byte_view bytes) noexcept { return Native::is_point(bytes); }
    static bool is_scalar(byte_view bytes) noexcept { return Native::is_scalar(bytes); }
    static void reduce_hash(byte_view hash, byte_span out) noexcept { Native::reduce_hash(hash, out); }

    /// A new key pair. Errors: those of the random source; random_failed when it gives no usable scalar;
    /// backend_failed.
    static result<void> generate(random_ref random, byte_span secret, byte_span point) {
        for (int attempt = 0; attempt < 64; ++attempt) {
            if (auto filled = random.fill(secret); !filled) return filled.error();
            if constexpr (spare_bits != 0) secret[0] &= std::byte{0xff >> spare_bits};
            if (!is_scalar(secret)) continue;
            if (public_point(secret, point)) return {};
            return security_error::backend_failed;
        }
        return security_error::random_failed;
    }

    /// The public point of a secret scalar; false when it is not a scalar, or libcrypto failed.
    static bool public_point(byte_view secret, byte_span point) noexcept {
        if (!is_scalar(secret)) return false;
        const auto scalar = secret_number(secret);
        return multiply(scalar.get(), nullptr, nullptr, point);
    }

    /// The x coordinate of secret * peer (SEC 1, section 3.3.1); false when the peer's bytes are not a point, `secret` is
    /// not a scalar, or libcrypto failed.
    static bool agree(byte_view secret, byte_view peer, byte_span x) noexcept {
        const auto point = is_scalar(secret) ? decode(peer) : nullptr;
        const auto scalar = secret_number(secret);
        secret_array<point_size> shared;
        if (!point || !scalar || !multiply(nullptr, point.get(), scalar.get(), shared.span())) return false;
        std::copy_n(shared.view().begin() + 1, coordinate_size, x.begin());
        return true;
    }

    /// ECDSA (FIPS 186-5, section 6.4.1) with a nonce chosen by the caller; false when the key is not a scalar or the nonce
    /// is of no use.
    static bool sign(byte_view hash, byte_view secret, byte_view nonce, byte_span r, byte_span s) noexcept {
        secret_array<point_size> point;
        return public_point(nonce, point.span()) &&
               Native::sign_with_point(hash, secret, nonce, point.view(), r, s);
    }

    /// ECDSA (FIPS 186-5, section 6.4.2). All arguments are public; false for whatever is out of its range.
    static bool verify(byte_view hash, byte_view point, byte_view r, byte_view s) noexcept {
        const auto key = is_scalar(r) && is_scalar(s) ? decode(point) : nullptr;
        const number_context context{BN_CTX_new()};
        std::array<std::byte, scalar_size> reduced, seen_r;
        reduce_hash(hash, reduced);
        const auto h = number_of(reduced), r_number = number_of(r), s_number = number_of(s);
        const number u1{BN_new()}, u2{BN_new()};
        if (!key || !context || !h || !r_number || !s_number || !u1 || !u2) return false;
        const BIGNUM* const order = EC_GROUP_get0_order(group());
        std::array<std::byte, point_size> sum;
        if (BN_mod_inverse(s_number.get(), s_number.get(), order, context.get()) == nullptr ||
            BN_mod_mul(u1.get(), h.get(), s_number.get(), order, context.get()) != 1 ||
            BN_mod_mul(u2.get(), r_number.get(), s_number.get(), order, context.get()) != 1 ||
            !multiply(u1.get(), key.get(), u2.get(), sum))
            return false;
        reduce_hash(byte_view{sum}.subspan(1, coordinate_size), seen_r);
        return equal(seen_r, r);
    }

  private:
    using owned_point = std::unique_ptr<EC_POINT, freed_by<EC_POINT_clear_free>>;

    /// Never given back, for libcrypto's cleanup at exit may come first.
    static const EC_GROUP* group() noexcept {
        static const EC_GROUP* const made = EC_GROUP_new_by_curve_name(Curve);
        return made;
    }

    /// Coordinates that our own parser has found to be on the curve; libcrypto's decoder of points is not asked.
    static owned_point decode(byte_view bytes) noexcept {
        if (!is_point(bytes) || group() == nullptr) return nullptr;
        owned_point out{EC_POINT_new(group())};
        const auto x = number_of(bytes.subspan(1, coordinate_size));
        const auto y = number_of(bytes.subspan(1 + coordinate_size));
        if (!out || !x || !y ||
            EC_POINT_set_affine_coordinates(group(), out.get(), x.get(), y.get(), nullptr) != 1)
            return nullptr;
        return out;
    }

    /// base * of_base + point * of_point as 0x04, x, y; false at infinity. Terms without a scalar are left out.
    static bool multiply(const BIGNUM* of_base, const EC_POINT* point, const BIGNUM* of_point,
                         byte_span out) noexcept {
        if (group() == nullptr || (of_base == nullptr && of_point == nullptr)) return false;
        const number_context context{BN_CTX_new()};
        const owned_point product{EC_POINT_new(group())};
        const number x{BN_new()}, y{BN_new()};
        if (!context || !product || !x || !y ||
            EC_POINT_mul(group(), product.get(), of_base, point, of_point, context.get()) != 1 ||
            EC_POINT_get_affine_coordinates(group(), product.get(), x.get(), y.get(), context.get()) != 1)
            return false;
        constexpr int size = static_cast<int>(coordinate_size);
        out[0] = std::byte{4};
        return BN_bn2binpad(x.get(), pointer(out.subspan(1, coordinate_size)), size) == size &&
               BN_bn2binpad(y.get(), pointer(out.subspan(1 + coordinate_size)), size) == size;
    }
};

using p256 = nist_curve<native::p256, NID_X9_62_prime256v1>;
using p384 = nist_curve<native::p384, NID_secp384r1>;

} // namespace hawser::inline HAWSER_ABI::openssl
