#pragma once

#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::host_key::detail {

/// Room for what the largest curve has.
inline constexpr std::size_t ecdsa_scalar_room = native::p521::scalar_size;
inline constexpr std::size_t ecdsa_point_room = native::p521::point_size;
inline constexpr std::size_t ecdsa_digest_room = 64;

/// A magnitude at the end of a field of zeros; false when it is too long.
inline bool put_magnitude(byte_span field, byte_view magnitude) noexcept {
    if (magnitude.size() > field.size()) return false;
    std::ranges::copy(magnitude, field.last(magnitude.size()).begin());
    return true;
}

/// The point of an acceptable public key blob; empty for another one.
HAWSER_DECL byte_view ecdsa_point_of(const ecdsa_method& method, byte_view blob) noexcept {
    wire::reader r{blob};
    const std::string_view format = r.text();
    const std::string_view curve = r.text();
    const byte_view point = r.string();
    if (!r.finish() || format != method.name || curve != method.curve || !method.is_point(point)) return {};
    return point;
}

HAWSER_DECL result<void> ecdsa_check_key(const ecdsa_method& method, byte_view blob) {
    return ecdsa_point_of(method, blob).empty() ? result<void>{security_error::host_key_malformed}
                                                : result<void>{};
}

HAWSER_DECL result<byte_view> ecdsa_private_key(const ecdsa_method& method, byte_view fields,
                                                byte_span secret) noexcept {
    wire::reader r{fields};
    const std::string_view curve = r.text();
    const byte_view point = r.string();
    const bool fits = put_magnitude(secret, r.mpint());
    std::array<std::byte, ecdsa_point_room> room;
    const byte_span derived = byte_span{room}.first(method.point_size);
    if (!r.finish() || !fits || curve != method.curve || !method.public_point(secret, derived) ||
        !equal(derived, point))
        return usage_error::key_malformed;
    return point;
}

HAWSER_DECL result<void> ecdsa_verify(const ecdsa_method& method, byte_view blob, byte_view message,
                                      byte_view signature) {
    const byte_view point = ecdsa_point_of(method, blob);
    if (point.empty()) return security_error::host_key_malformed;
    const auto inner = read_signature(signature, method.name);
    if (!inner) return inner.error();
    // RFC 5656, section 3.1.2: r and s
    wire::reader reader{*inner};
    std::array<std::byte, ecdsa_scalar_room> r_room{}, s_room{};
    const byte_span r = byte_span{r_room}.first(method.scalar_size);
    const byte_span s = byte_span{s_room}.first(method.scalar_size);
    bool fits = put_magnitude(r, reader.mpint());
    fits = put_magnitude(s, reader.mpint()) && fits;
    std::array<std::byte, ecdsa_digest_room> digest_room;
    const byte_span digest = byte_span{digest_room}.first(method.digest_size);
    if (!method.hash(message, digest)) return security_error::backend_failed;
    if (!reader.finish() || !fits || !method.verify(digest, point, r, s))
        return security_error::signature_invalid;
    return {};
}

HAWSER_DECL result<void> ecdsa_sign(const ecdsa_method& method, byte_view fields, byte_view message,
                                    byte_buffer& out) {
    secret_array<ecdsa_scalar_room> secret_room;
    const byte_span secret = secret_room.span().first(method.scalar_size);
    const auto point = ecdsa_private_key(method, fields, secret);
    if (!point) return point.error();
    std::array<std::byte, ecdsa_digest_room> digest_room;
    const byte_span digest = byte_span{digest_room}.first(method.digest_size);
    if (!method.hash(message, digest)) return security_error::backend_failed;

    native::rfc6979_nonces candidates{method.hmac, method.digest_size, method.scalar_size, method.spare_bits};
    std::array<std::byte, ecdsa_scalar_room> reduced_room, r_room, s_room;
    const byte_span reduced = byte_span{reduced_room}.first(method.scalar_size);
    const byte_span r = byte_span{r_room}.first(method.scalar_size);
    const byte_span s = byte_span{s_room}.first(method.scalar_size);
    method.reduce_hash(digest, reduced);
    if (auto started = candidates.start(secret, reduced); !started) return started;
    secret_array<ecdsa_scalar_room> nonce_room;
    const byte_span nonce = nonce_room.span().first(method.scalar_size);
    bool made = false;
    // the first candidate is of use but once in 2^32 or more; eight in a row are not come by honestly
    for (int attempt = 0; attempt < 8 && !made; ++attempt) {
        if (auto next = candidates.next(nonce); !next) return next;
        made = method.sign(digest, secret, nonce, r, s);
    }
    if (!made || !method.verify(digest, *point, r, s)) // a fault here would give the key away
        return security_error::backend_failed;

    byte_buffer inner{2 * (4 + 1 + method.scalar_size)};
    wire::writer w{inner};
    w.mpint(r).mpint(s);
    if (auto written = w.finish(); !written) return written;
    return write_signature(out, method.name, inner.view());
}

} // namespace hawser::inline HAWSER_ABI::host_key::detail
