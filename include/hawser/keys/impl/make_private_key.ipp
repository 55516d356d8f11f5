#pragma once

#include <hawser/algorithm/cryptopp/ed25519.hpp>
#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/rsa_consistency.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/error.hpp>
#include <hawser/keys/impl/key_fields.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

inline constexpr std::array<std::string_view, 6> formats{"ssh-ed25519",    curves[0].format, curves[1].format,
                                                         curves[2].format, "ssh-rsa",        "ssh-dss"};

// Each reads the private fields of one format and writes the fields of the public blob after its name.

HAWSER_DECL result<void> take_ed25519(wire::reader& r, wire::writer& blob) {
    const byte_view public_part = read_ed25519_public(r);
    const byte_view secret = r.string();
    if (!r.ok() || secret.size() != ed25519_secret_size) return usage_error::key_malformed;
    std::array<std::byte, ed25519_public_size> derived;
    if (!cryptopp::ed25519::public_key(secret.first(32), derived)) return security_error::backend_failed;
    if (!equal(secret.subspan(32), public_part) || !equal(derived, public_part))
        return usage_error::key_malformed;
    blob.string(public_part);
    return {};
}

HAWSER_DECL result<void> take_ecdsa(wire::reader& r, wire::writer& blob, const curve& c) {
    const byte_view point = read_point(r, c);
    const byte_view scalar = r.mpint();
    if (!r.ok() || scalar.empty() || scalar.size() > c.size) return usage_error::key_malformed;
    std::array<std::byte, 1 + 2 * curve_size_most> derived;
    const byte_span own = byte_span{derived}.first(point.size());
    if (!derive_point(scalar, c, own) || !equal(own, point)) return usage_error::key_malformed;
    blob.string(c.name).string(point);
    return {};
}

HAWSER_DECL result<void> take_rsa(wire::reader& r, wire::writer& blob) {
    cryptopp::rsa_numbers key;
    for (byte_view* number : {&key.n, &key.e, &key.d, &key.iqmp, &key.p, &key.q}) *number = r.mpint();
    if (!r.ok()) return usage_error::key_malformed;
    // bounds first: no arithmetic on numbers of any size a stranger likes
    if (const auto problem = check_rsa_public(key.n, key.e)) return problem;
    for (const byte_view number : {key.d, key.iqmp, key.p, key.q})
        if (number.size() > key.n.size()) return usage_error::key_malformed;
    const auto agree = cryptopp::rsa_numbers_agree(key);
    if (!agree) return agree.error();
    if (!*agree) return usage_error::key_malformed;
    blob.mpint(key.e).mpint(key.n);
    return {};
}

HAWSER_DECL result<void> take_dsa(wire::reader& r, wire::writer& blob) {
    const native::dsa_key key{r.mpint(), r.mpint(), r.mpint(), r.mpint()};
    const byte_view scalar = r.mpint();
    if (!r.ok()) return usage_error::key_malformed;
    const auto belongs = cryptopp::guard([&] {
        std::array<std::byte, native::dsa::prime_size> y;
        return !key.y.empty() && native::dsa::is_key(key) && derive_dsa(scalar, key, y) &&
               std::ranges::equal(magnitude_of(y), key.y);
    });
    if (!belongs) return belongs.error();
    if (!*belongs) return usage_error::key_malformed;
    blob.mpint(key.p).mpint(key.q).mpint(key.g).mpint(key.y);
    return {};
}

} // namespace detail

HAWSER_DECL std::span<const std::string_view> private_key_formats() noexcept { return detail::formats; }

HAWSER_DECL result<private_key> take_private_key(std::string_view format, byte_view bytes,
                                                 std::size_t& used) {
    wire::reader r{bytes};
    byte_buffer blob;
    wire::writer w{blob};
    w.string(format);
    result<void> taken = usage_error::key_type_not_supported;
    if (format == "ssh-ed25519")
        taken = detail::take_ed25519(r, w);
    else if (format == "ssh-rsa")
        taken = detail::take_rsa(r, w);
    else if (format == "ssh-dss")
        taken = detail::take_dsa(r, w);
    else if (const auto* curve = detail::curve_of_format(format))
        taken = detail::take_ecdsa(r, w, *curve);
    if (!taken) return taken.error();
    if (auto written = w.finish(); !written) return written.error();
    used = r.offset();
    return private_key{std::string{format}, to_vector(blob.view()), secret_bytes{bytes.first(used)}, {}};
}

HAWSER_DECL result<private_key> make_private_key(std::string_view format, byte_view fields,
                                                 std::string comment) {
    std::size_t used = 0;
    auto key = take_private_key(format, fields, used);
    if (key && used != fields.size()) return usage_error::key_malformed;
    if (key) key->comment = std::move(comment);
    return key;
}

} // namespace hawser::inline HAWSER_ABI::keys
