#pragma once
// ecdsa-sha2-nistp256, -nistp384 and -nistp521 (RFC 5656, section 3), with the nonces of RFC 6979.

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/host_key/signature_blob.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/algorithm/native/rfc6979.hpp>
#include <hawser/wire/mpint.hpp>

namespace hawser::inline HAWSER_ABI::host_key {

/// The algorithm of one curve; its names are added by the descriptor.
template <class Names, class Curve, class Hash>
struct basic_ecdsa : Names {
    static constexpr std::string_view key_format = Names::name;

    static result<void> check_key(byte_view blob, const key_policy&) {
        return point_of(blob).empty() ? result<void>{security_error::host_key_malformed} : result<void>{};
    }

    static result<void> verify(byte_view blob, byte_view message, byte_view signature, const key_policy&) {
        const byte_view point = point_of(blob);
        if (point.empty()) return security_error::host_key_malformed;
        const auto inner = read_signature(signature, Names::name);
        if (!inner) return inner.error();
        // RFC 5656, section 3.1.2: r and s
        wire::reader reader{*inner};
        std::array<std::byte, Curve::scalar_size> r{}, s{};
        bool fits = put(r, reader.mpint());
        fits = put(s, reader.mpint()) && fits;
        std::array<std::byte, Hash::size> digest;
        if (!hash(message, digest)) return security_error::backend_failed;
        if (!reader.finish() || !fits || !Curve::verify(digest, point, r, s))
            return security_error::signature_invalid;
        return {};
    }

    /// `fields`: string curve, string public point, mpint private scalar.
    static result<void> sign(byte_view fields, byte_view message, random_ref, byte_buffer& out) {
        secret_array<Curve::scalar_size> secret;
        const auto point = private_key(fields, secret.span());
        if (!point) return point.error();
        std::array<std::byte, Hash::size> digest;
        if (!hash(message, digest)) return security_error::backend_failed;

        nonces candidates;
        std::array<std::byte, Curve::scalar_size> reduced, r, s;
        Curve::reduce_hash(digest, reduced);
        if (auto started = candidates.start(secret.view(), reduced); !started) return started;
        secret_array<Curve::scalar_size> nonce;
        bool made = false;
        // the first candidate is of use but once in 2^32 or more; eight in a row are not come by honestly
        for (int attempt = 0; attempt < 8 && !made; ++attempt) {
            if (auto next = candidates.next(nonce.span()); !next) return next;
            made = Curve::sign(digest, secret.view(), nonce.view(), r, s);
        }
        if (!made || !Curve::verify(digest, *point, r, s)) // a fault here would give the key away
            return security_error::backend_failed;

        byte_buffer inner{2 * (4 + 1 + Curve::scalar_size)};
        wire::writer w{inner};
        w.mpint(r).mpint(s);
        if (auto written = w.finish(); !written) return written;
        return write_signature(out, Names::name, inner.view());
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
        const auto point = private_key(fields, secret.span());
        if (!point) return point.error();
        wire::writer w{out};
        w.string(key_format).string(Curve::name).string(*point);
        return w.finish();
    }

  private:
    using nonces = native::rfc6979<cryptopp::hmac<Hash>, Curve::scalar_size, Curve::spare_bits>;

    /// A magnitude at the end of a fixed field; false when it is too long.
    static bool put(byte_span field, byte_view magnitude) noexcept {
        if (magnitude.size() > field.size()) return false;
        std::ranges::copy(magnitude, field.last(magnitude.size()).begin());
        return true;
    }

    static bool hash(byte_view message, byte_span digest) noexcept {
        Hash h;
        return h.update(message) && h.final(digest);
    }

    /// The point of an acceptable public key blob; empty for another one.
    static byte_view point_of(byte_view blob) noexcept {
        wire::reader r{blob};
        const std::string_view format = r.text();
        const std::string_view curve = r.text();
        const byte_view point = r.string();
        if (!r.finish() || format != key_format || curve != Curve::name || !Curve::is_point(point)) return {};
        return point;
    }

    /// The point of private fields, and their scalar; both belong together.
    static result<byte_view> private_key(byte_view fields, byte_span secret) noexcept {
        wire::reader r{fields};
        const std::string_view curve = r.text();
        const byte_view point = r.string();
        const bool fits = put(secret, r.mpint());
        std::array<std::byte, Curve::point_size> derived;
        if (!r.finish() || !fits || curve != Curve::name || !Curve::public_point(secret, derived) ||
            !equal(derived, point))
            return usage_error::key_malformed;
        return point;
    }
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
