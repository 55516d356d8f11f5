#pragma once
// ecdsa-sha2-nistp256, -nistp384 and -nistp521 (RFC 5656, section 3), with the nonces of RFC 6979.

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/host_key/signature_blob.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/algorithm/native/rfc6979.hpp>
#include <hawser/wire/mpint.hpp>

namespace hawser::inline HAWSER_ABI::host_key {

/// What an algorithm's shared code knows of its curve and hash.
struct ecdsa_method {
    std::string_view name;
    std::string_view curve;
    std::size_t scalar_size;
    std::size_t point_size;
    std::size_t digest_size;
    int spare_bits;
    // the members of the curve of these names
    bool (*is_point)(byte_view bytes);
    bool (*public_point)(byte_view secret, byte_span point);
    bool (*sign)(byte_view hash, byte_view secret, byte_view nonce, byte_span r, byte_span s);
    bool (*verify)(byte_view hash, byte_view point, byte_view r, byte_view s);
    void (*reduce_hash)(byte_view hash, byte_span out);
    /// False when the backend failed.
    bool (*hash)(byte_view message, byte_span digest);
    native::rfc6979_nonces::hmac* hmac;
};

namespace detail {

// What the members of basic_ecdsa of these names do.
result<void> ecdsa_check_key(const ecdsa_method& method, byte_view blob);
result<void> ecdsa_verify(const ecdsa_method& method, byte_view blob, byte_view message, byte_view signature);
result<void> ecdsa_sign(const ecdsa_method& method, byte_view fields, byte_view message, byte_buffer& out);

/// The point of private fields, and their scalar; both belong together.
result<byte_view> ecdsa_private_key(const ecdsa_method& method, byte_view fields, byte_span secret) noexcept;

template <class Hash>
bool ecdsa_hash(byte_view message, byte_span digest) noexcept {
    Hash h;
    return h.update(message) && h.final(digest);
}

} // namespace detail

/// The algorithm of one curve; its names are added by the descriptor.
template <class Names, class Curve, class Hash>
struct basic_ecdsa : Names {
    static constexpr std::string_view key_format = Names::name;

    static result<void> check_key(byte_view blob, const key_policy&) {
        return detail::ecdsa_check_key(method, blob);
    }

    static result<void> verify(byte_view blob, byte_view message, byte_view signature, const key_policy&) {
        return detail::ecdsa_verify(method, blob, message, signature);
    }

    /// `fields`: string curve, string public point, mpint private scalar.
    static result<void> sign(byte_view fields, byte_view message, random_ref, byte_buffer& out) {
        return detail::ecdsa_sign(method, fields, message, out);
    }

    /// Appends the private fields of a new key. Errors: those of the random source.
    static result<void> generate(random_ref random, byte_buffer& fields) {
        secret_array<Curve::scalar_size> secret;
        std::array<std::byte, Curve::point_size> point;
        if (auto made = Curve::generate(random, secret.span(), point); !made) return made;
        wire::writer w{fields};
        w.string(Curve::name).string(point);
        wire::encode_mpint_constant_time(w, secret.view());
        return w.finish();
    }

    /// Appends the public key blob that belongs to private fields. Errors: key_malformed.
    static result<void> public_blob(byte_view fields, byte_buffer& out) {
        secret_array<Curve::scalar_size> secret;
        const auto point = detail::ecdsa_private_key(method, fields, secret.span());
        if (!point) return point.error();
        wire::writer w{out};
        w.string(key_format).string(Curve::name).string(*point);
        return w.finish();
    }

  private:
    static constexpr ecdsa_method method{Names::name,
                                         Curve::name,
                                         Curve::scalar_size,
                                         Curve::point_size,
                                         Hash::size,
                                         Curve::spare_bits,
                                         Curve::is_point,
                                         Curve::public_point,
                                         Curve::sign,
                                         Curve::verify,
                                         Curve::reduce_hash,
                                         detail::ecdsa_hash<Hash>,
                                         native::hmac_of<cryptopp::hmac<Hash>>};
};

namespace detail {
struct ecdsa_sha2_nistp256_names {
    static constexpr std::string_view name = "ecdsa-sha2-nistp256";
    static constexpr grade rank = grade::preferred;
};
struct ecdsa_sha2_nistp384_names {
    static constexpr std::string_view name = "ecdsa-sha2-nistp384";
    static constexpr grade rank = grade::preferred;
};
struct ecdsa_sha2_nistp521_names {
    static constexpr std::string_view name = "ecdsa-sha2-nistp521";
    static constexpr grade rank = grade::preferred;
};
} // namespace detail

/// Of another backend: a curve as native/nist_curve.hpp describes it, and its hash.
template <class Curve, class Hash>
using basic_ecdsa_sha2_nistp256 = basic_ecdsa<detail::ecdsa_sha2_nistp256_names, Curve, Hash>;
template <class Curve, class Hash>
using basic_ecdsa_sha2_nistp384 = basic_ecdsa<detail::ecdsa_sha2_nistp384_names, Curve, Hash>;
template <class Curve, class Hash>
using basic_ecdsa_sha2_nistp521 = basic_ecdsa<detail::ecdsa_sha2_nistp521_names, Curve, Hash>;

using ecdsa_sha2_nistp256 = basic_ecdsa_sha2_nistp256<native::p256, cryptopp::sha256>;
using ecdsa_sha2_nistp384 = basic_ecdsa_sha2_nistp384<native::p384, cryptopp::sha384>;
using ecdsa_sha2_nistp521 = basic_ecdsa_sha2_nistp521<native::p521, cryptopp::sha512>;

} // namespace hawser::inline HAWSER_ABI::host_key

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/host_key/impl/ecdsa_nistp.ipp>
#endif
