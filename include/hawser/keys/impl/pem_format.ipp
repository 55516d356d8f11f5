#pragma once

#include <hawser/algorithm/cryptopp/aes_cbc.hpp>
#include <hawser/algorithm/cryptopp/ed25519.hpp>
#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/md5.hpp>
#include <hawser/algorithm/cryptopp/triple_des_cbc.hpp>
#include <hawser/core/error.hpp>
#include <hawser/keys/der.hpp>
#include <hawser/keys/impl/key_fields.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/keys/pem_format.hpp>
#include <hawser/wire/writer.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

inline constexpr std::string_view rsa_oid{"\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01", 9};
inline constexpr std::string_view dsa_oid{"\x2a\x86\x48\xce\x38\x04\x01", 7};
inline constexpr std::string_view ec_oid{"\x2a\x86\x48\xce\x3d\x02\x01", 7};
inline constexpr std::string_view ed25519_oid{"\x2b\x65\x70", 3};

HAWSER_DECL const curve* curve_of_oid(byte_view oid) noexcept {
    for (const curve& c : curves)
        if (c.oid == as_text(oid)) return &c;
    return nullptr;
}

/// Writes the fields that `write` appends and makes a key of them.
template <class Write>
result<private_key> key_of(std::string_view format, Write write) {
    byte_buffer fields; // wipes what it gives back
    wire::writer w{fields};
    write(w);
    if (auto written = w.finish(); !written) return written.error();
    return make_private_key(format, fields.view());
}

/// RSAPrivateKey of RFC 8017.
HAWSER_DECL result<private_key> decode_rsa(byte_view der) {
    der_reader outer{der};
    der_reader r = outer.inside(der_tag::sequence);
    if (const byte_view version = r.integer(); r.ok() && !version.empty())
        return usage_error::key_type_not_supported;
    const byte_view n = r.integer(), e = r.integer(), d = r.integer(), p = r.integer(), q = r.integer();
    // d modulo p-1 and q-1 follow from the others, and so are not kept
    r.integer();
    r.integer();
    const byte_view iqmp = r.integer();
    if (!r.finished() || !outer.finished()) return usage_error::key_malformed;
    return key_of("ssh-rsa",
                  [&](wire::writer& w) { w.mpint(n).mpint(e).mpint(d).mpint(iqmp).mpint(p).mpint(q); });
}

/// OpenSSL's form of a DSA key: version, p, q, g, y, x.
HAWSER_DECL result<private_key> decode_dsa(byte_view der) {
    der_reader outer{der};
    der_reader r = outer.inside(der_tag::sequence);
    r.version(0);
    const byte_view p = r.integer(), q = r.integer(), g = r.integer(), y = r.integer(), x = r.integer();
    if (!r.finished() || !outer.finished()) return usage_error::key_malformed;
    return key_of("ssh-dss", [&](wire::writer& w) { w.mpint(p).mpint(q).mpint(g).mpint(y).mpint(x); });
}

/// The private scalar of a DSA key in PKCS #8, whose parameters stand beside its algorithm (RFC 3279, section 2.3.2).
HAWSER_DECL result<private_key> decode_dsa_scalar(byte_view der, der_reader& parameters) {
    const native::dsa_key key{parameters.integer(), parameters.integer(), parameters.integer(), {}};
    der_reader outer{der};
    const byte_view x = outer.integer();
    if (!parameters.finished() || !outer.finished()) return usage_error::key_malformed;
    std::array<std::byte, native::dsa::prime_size> y;
    const auto derived = cryptopp::guard([&] { return native::dsa::is_key(key) && derive_dsa(x, key, y); });
    if (!derived) return derived.error();
    if (!*derived) return usage_error::key_malformed;
    return key_of("ssh-dss", [&](wire::writer& w) {
        w.mpint(key.p).mpint(key.q).mpint(key.g).mpint(magnitude_of(y)).mpint(x);
    });
}

/// ECPrivateKey of RFC 5915; in PKCS #8 the curve is known from outside.
HAWSER_DECL result<private_key> decode_ec(byte_view der, const curve* known) {
    der_reader outer{der};
    der_reader r = outer.inside(der_tag::sequence);
    r.version(1);
    const byte_view scalar = r.element(der_tag::octet_string);
    if (r.next_is(der_tag::context_0)) {
        der_reader parameters = r.inside(der_tag::context_0);
        if (parameters.ok() && !parameters.next_is(der_tag::object_identifier))
            return usage_error::key_type_not_supported;
        const curve* named = curve_of_oid(parameters.element(der_tag::object_identifier));
        if (!parameters.finished()) return usage_error::key_malformed;
        if (named == nullptr) return usage_error::key_type_not_supported;
        if (known != nullptr && named != known) return usage_error::key_malformed;
        known = named;
    }
    if (!r.ok() || known == nullptr) return usage_error::key_malformed;
    if (scalar.size() > known->size) return usage_error::key_malformed;
    std::array<std::byte, 1 + 2 * curve_size_most> derived;
    byte_view point;
    if (r.next_is(der_tag::context_1)) {
        der_reader public_part = r.inside(der_tag::context_1);
        point = public_part.bit_string();
        if (!public_part.finished()) return usage_error::key_malformed;
    } else {
        // the point may be left out
        const byte_span own = byte_span{derived}.first(1 + 2 * known->size);
        if (!derive_point(scalar, *known, own)) return usage_error::key_malformed;
        point = own;
    }
    if (!r.finished() || !outer.finished()) return usage_error::key_malformed;
    return key_of(known->format, [&](wire::writer& w) { w.string(known->name).string(point).mpint(scalar); });
}

/// CurvePrivateKey of RFC 8410: the seed in an octet string of its own.
HAWSER_DECL result<private_key> decode_ed25519(byte_view der) {
    der_reader outer{der};
    const byte_view seed = outer.element(der_tag::octet_string);
    if (!outer.finished() || seed.size() != 32) return usage_error::key_malformed;
    std::array<std::byte, ed25519_public_size> derived;
    if (!cryptopp::ed25519::public_key(seed, derived)) return security_error::backend_failed;
    return key_of("ssh-ed25519", [&](wire::writer& w) {
        w.string(derived).u32(ed25519_secret_size).raw(seed).raw(derived);
    });
}

/// OneAsymmetricKey of RFC 5958 (PKCS #8). Attributes and a second public key are not looked at.
HAWSER_DECL result<private_key> decode_pkcs8(byte_view der) {
    der_reader outer{der};
    der_reader r = outer.inside(der_tag::sequence);
    const byte_view version = r.integer();
    if (version.size() > 1 || (!version.empty() && version[0] != std::byte{1}))
        return usage_error::key_malformed;
    der_reader algorithm = r.inside(der_tag::sequence);
    const std::string_view oid = as_text(algorithm.element(der_tag::object_identifier));
    const byte_view key = r.element(der_tag::octet_string);
    if (!r.ok() || !outer.finished()) return usage_error::key_malformed;
    if (oid == rsa_oid) {
        if (!algorithm.element(der_tag::null).empty() || !algorithm.finished())
            return usage_error::key_malformed;
        return decode_rsa(key);
    }
    if (oid == ec_oid) {
        if (!algorithm.next_is(der_tag::object_identifier)) return usage_error::key_type_not_supported;
        const curve* named = curve_of_oid(algorithm.element(der_tag::object_identifier));
        if (!algorithm.finished()) return usage_error::key_malformed;
        if (named == nullptr) return usage_error::key_type_not_supported;
        return decode_ec(key, named);
    }
    if (oid == dsa_oid) {
        der_reader parameters = algorithm.inside(der_tag::sequence);
        if (!algorithm.finished()) return usage_error::key_malformed;
        return decode_dsa_scalar(key, parameters);
    }
    if (oid == ed25519_oid) {
        if (!algorithm.finished()) return usage_error::key_malformed;
        return decode_ed25519(key);
    }
    return algorithm.ok() ? usage_error::key_type_not_supported : usage_error::key_malformed;
}

/// OpenSSL's EVP_BytesToKey with MD5 and one round: each digest covers the one before, the passphrase and the
/// salt.
HAWSER_DECL result<void> legacy_key(byte_view passphrase, byte_view salt, byte_span key) {
    cryptopp::md5 md5;
    secret_array<cryptopp::md5::size> digest;
    for (std::size_t at = 0; at < key.size();) {
        if ((at != 0 && !md5.update(digest.view())) || !md5.update(passphrase) || !md5.update(salt) ||
            !md5.final(digest.span()))
            return security_error::backend_failed;
        const std::size_t part = std::min(digest.size(), key.size() - at);
        std::ranges::copy(digest.view().first(part), key.subspan(at).begin());
        at += part;
    }
    return {};
}

/// Decrypts in place and returns the length without the padding (RFC 1423, section 1.1).
template <class Cipher>
result<std::size_t> decrypt_legacy(const pem_block& block, byte_view passphrase, byte_span body) {
    constexpr std::size_t salt_size = 8;
    if (block.iv.size() != Cipher::iv_size || body.empty() || body.size() % Cipher::block_size != 0)
        return usage_error::key_malformed;
    secret_array<Cipher::key_size> key;
    if (auto made = legacy_key(passphrase, byte_view{block.iv}.first(salt_size), key.span()); !made)
        return made.error();
    typename Cipher::decryption decryption;
    if (auto started = decryption.start(key.view(), block.iv); !started) return started.error();
    if (!decryption.apply(body)) return security_error::backend_failed;

    const std::byte last = body.back();
    const std::size_t padding = std::to_integer<std::size_t>(last);
    if (padding == 0 || padding > Cipher::block_size) return usage_error::wrong_passphrase;
    if (!std::ranges::all_of(body.last(padding), [&](std::byte b) { return b == last; }))
        return usage_error::wrong_passphrase;
    return body.size() - padding;
}

HAWSER_DECL result<std::size_t> decrypt_pem(const pem_block& block, byte_view passphrase, byte_span body) {
    if (block.cipher == "AES-128-CBC") return decrypt_legacy<cryptopp::aes_cbc<16>>(block, passphrase, body);
    if (block.cipher == "AES-192-CBC") return decrypt_legacy<cryptopp::aes_cbc<24>>(block, passphrase, body);
    if (block.cipher == "AES-256-CBC") return decrypt_legacy<cryptopp::aes_cbc<32>>(block, passphrase, body);
    if (block.cipher == "DES-EDE3-CBC")
        return decrypt_legacy<cryptopp::triple_des_cbc>(block, passphrase, body);
    return usage_error::key_type_not_supported;
}

} // namespace detail

HAWSER_DECL result<private_key> decode_pem_private_key(const pem_block& block,
                                                       std::optional<byte_view> passphrase) {
    const bool rsa = block.label == "RSA PRIVATE KEY", dsa = block.label == "DSA PRIVATE KEY",
               ec = block.label == "EC PRIVATE KEY";
    const bool traditional = rsa || dsa || ec;
    if (block.label == "ENCRYPTED PRIVATE KEY") return usage_error::key_in_encrypted_pkcs8;
    if (!traditional && block.label != "PRIVATE KEY") return usage_error::key_type_not_supported;

    secret_bytes plain;
    byte_view der = block.body.view();
    if (!block.cipher.empty()) {
        if (!traditional) return usage_error::key_malformed;
        if (!passphrase) return usage_error::key_encrypted;
        plain = block.body.copy();
        const auto size = detail::decrypt_pem(block, *passphrase, plain.span());
        if (!size) return size.error();
        der = plain.view().first(*size);
        // the format has no check of its own: a wrong passphrase that gives good padding shows here
        der_reader outer{der};
        outer.element(der_tag::sequence);
        if (!outer.finished()) return usage_error::wrong_passphrase;
    }
    if (rsa) return detail::decode_rsa(der);
    if (dsa) return detail::decode_dsa(der);
    if (ec) return detail::decode_ec(der, nullptr);
    return detail::decode_pkcs8(der);
}

HAWSER_DECL result<private_key> parse_pem_private_key(std::string_view text,
                                                      std::optional<byte_view> passphrase) {
    const auto block = read_pem(text);
    if (!block) return block.error();
    return decode_pem_private_key(*block, passphrase);
}

} // namespace hawser::inline HAWSER_ABI::keys
