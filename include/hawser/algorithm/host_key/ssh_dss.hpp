#pragma once
// ssh-dss (RFC 4253, section 6.6): DSA of 1024 bits with SHA-1. Broken by today's measure: for old servers, and never first.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/host_key/signature_blob.hpp>
#include <hawser/algorithm/native/dsa.hpp>
#include <hawser/algorithm/native/rfc6979.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/wire/mpint.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::legacy::host_key {

/// Its keys have one size, so that policy.modulus_bits_minimum says nothing about them: who names the algorithm wants it.
template <class Primitive, class Hash>
struct basic_ssh_dss {
    static constexpr std::string_view name = "ssh-dss";
    static constexpr std::string_view key_format = name;
    static constexpr grade rank = grade::broken;

    static result<void> check_key(byte_view blob, const key_policy&) { return key_of(blob).error(); }

    static result<void> verify(byte_view blob, byte_view message, byte_view signature, const key_policy&) {
        const auto key = key_of(blob);
        if (!key) return key.error();
        const auto inner = hawser::host_key::read_signature(signature, name);
        if (!inner) return inner.error();
        std::array<std::byte, Hash::size> digest;
        if (!hash(message, digest)) return security_error::backend_failed;
        return cryptopp::guard([&]() -> result<void> {
            if (inner->size() != 2 * size ||
                !Primitive::verify(digest, *key, inner->first(size), inner->last(size)))
                return security_error::signature_invalid;
            return {};
        });
    }

    /// `fields`: mpints p, q, g, y and the private x. The nonces are those of RFC 6979.
    static result<void> sign(byte_view fields, byte_view message, random_ref, byte_buffer& out) {
        return cryptopp::guard([&]() -> result<void> {
            secret_array<size> secret;
            const auto key = private_key(fields, secret.span());
            if (!key) return key.error();
            std::array<std::byte, Hash::size> digest;
            if (!hash(message, digest)) return security_error::backend_failed;
            nonces candidates;
            std::array<std::byte, size> reduced;
            std::array<std::byte, 2 * size> signature;
            const byte_span r = byte_span{signature}.first(size), s = byte_span{signature}.last(size);
            Primitive::reduce_hash(digest, *key, reduced);
            if (auto started = candidates.start(secret.view(), reduced); !started) return started;
            secret_array<size> nonce;
            bool made = false;
            // up to half of all candidates are above q
            for (int attempt = 0; attempt < 128 && !made; ++attempt) {
                if (auto next = candidates.next(nonce.span()); !next) return next;
                made = Primitive::sign(digest, *key, secret.view(), nonce.view(), r, s);
            }
            if (!made || !Primitive::verify(digest, *key, r, s)) // a fault here would give the key away
                return security_error::backend_failed;
            return hawser::host_key::write_signature(out, name, signature);
        });
    }

    /// Appends the public key blob that belongs to private fields. Errors: key_malformed.
    static result<void> public_blob(byte_view fields, byte_buffer& out) {
        return cryptopp::guard([&]() -> result<void> {
            secret_array<size> secret;
            const auto key = private_key(fields, secret.span());
            if (!key) return key.error();
            wire::writer w{out};
            w.string(key_format).mpint(key->p).mpint(key->q).mpint(key->g).mpint(key->y);
            return w.finish();
        });
    }

  private:
    static constexpr std::size_t size = Primitive::scalar_size;
    static_assert(Hash::size == size);
    using nonces = native::rfc6979<cryptopp::hmac<Hash>, size, Primitive::spare_bits>;

    static bool hash(byte_view message, byte_span digest) noexcept {
        Hash h;
        return h.update(message) && h.final(digest);
    }

    static result<native::dsa_key> key_of(byte_view blob) noexcept {
        return cryptopp::guard([&]() -> result<native::dsa_key> {
            wire::reader r{blob};
            const std::string_view format = r.text();
            const native::dsa_key key{r.mpint(), r.mpint(), r.mpint(), r.mpint()};
            if (!r.finish() || format != key_format || key.y.empty() || !Primitive::is_key(key))
                return security_error::host_key_malformed;
            return key;
        });
    }

    /// The public key of private fields, and their scalar; both belong together.
    static result<native::dsa_key> private_key(byte_view fields, byte_span secret) {
        wire::reader r{fields};
        const native::dsa_key key{r.mpint(), r.mpint(), r.mpint(), r.mpint()};
        const byte_view scalar = r.mpint();
        if (!r.finish() || scalar.size() > size || key.y.empty() || !Primitive::is_key(key))
            return usage_error::key_malformed;
        std::ranges::copy(scalar, secret.last(scalar.size()).begin());
        std::array<std::byte, Primitive::prime_size> derived;
        Primitive::public_value(secret, key, derived);
        byte_view y = derived;
        while (!y.empty() && y[0] == std::byte{0}) y = y.subspan(1);
        if (!Primitive::is_scalar(secret, key) || !equal(y, key.y)) return usage_error::key_malformed;
        return key;
    }
};

using ssh_dss = basic_ssh_dss<native::dsa, cryptopp::sha1>;

} // namespace hawser::inline HAWSER_ABI::legacy::host_key
