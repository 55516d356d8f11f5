#pragma once
// ssh-ed25519 (RFC 8709).

#include <hawser/algorithm/host_key/signature_blob.hpp>
#include <hawser/algorithm/native/ed25519.hpp>
#include <hawser/core/secret.hpp>

namespace hawser::inline HAWSER_ABI::host_key {

template <class Primitive>
struct basic_ssh_ed25519 {
    static constexpr std::string_view name = "ssh-ed25519";
    static constexpr std::string_view key_format = name;
    static constexpr grade rank = grade::preferred;

    static result<void> check_key(byte_view blob, const key_policy&) {
        return key_of(blob).empty() ? result<void>{security_error::host_key_malformed} : result<void>{};
    }

    static result<void> verify(byte_view blob, byte_view message, byte_view signature, const key_policy&) {
        const byte_view key = key_of(blob);
        if (key.empty()) return security_error::host_key_malformed;
        const auto inner = read_signature(signature, name);
        if (!inner) return inner.error();
        if (!Primitive::verify(key, message, *inner)) return security_error::signature_invalid;
        return {};
    }

    /// `fields`: string public key, string seed and public key.
    static result<void> sign(byte_view fields, byte_view message, random_ref, byte_buffer& out) {
        const auto key = private_key(fields);
        if (!key) return key.error();
        std::array<std::byte, Primitive::signature_size> signature;
        if (!Primitive::sign(key->seed, key->public_part, message, signature) ||
            !Primitive::verify(key->public_part, message, signature)) // a fault here would give the key away
            return security_error::backend_failed;
        return write_signature(out, name, signature);
    }

    /// Appends the private fields of a new key. Errors: those of the random source, backend_failed.
    static result<void> generate(random_ref random, byte_buffer& fields) {
        secret_array<Primitive::seed_size + Primitive::key_size> pair;
        const byte_span seed = pair.span().first(Primitive::seed_size);
        const byte_span key = pair.span().subspan(Primitive::seed_size);
        if (auto filled = random.fill(seed); !filled) return filled;
        if (!Primitive::public_key(seed, key)) return security_error::backend_failed;
        wire::writer w{fields};
        w.string(key).string(pair.view());
        return w.finish();
    }

    /// Appends the public key blob that belongs to private fields. Errors: key_malformed.
    static result<void> public_blob(byte_view fields, byte_buffer& out) {
        const auto key = private_key(fields);
        if (!key) return key.error();
        wire::writer w{out};
        w.string(key_format).string(key->public_part);
        return w.finish();
    }

  private:
    /// The 32 bytes of an acceptable public key blob; empty for another one.
    static byte_view key_of(byte_view blob) noexcept {
        wire::reader r{blob};
        const std::string_view format = r.text();
        const byte_view key = r.string();
        if (!r.finish() || format != key_format || !Primitive::is_key(key)) return {};
        return key;
    }

    struct private_view {
        byte_view seed;
        byte_view public_part;
    };
    /// Only a public key that belongs to the seed: signing under another would reveal the seed. To verify the signature is not
    /// to ask this: under the right key and a point of small order besides, one signature in two, four or eight is right.
    static result<private_view> private_key(byte_view fields) noexcept {
        wire::reader r{fields};
        const byte_view key = r.string();
        const byte_view pair = r.string();
        if (!r.finish() || key.size() != Primitive::key_size ||
            pair.size() != Primitive::seed_size + key.size())
            return usage_error::key_malformed;
        const byte_view seed = pair.first(Primitive::seed_size);
        std::array<std::byte, Primitive::key_size> derived;
        if (!Primitive::public_key(seed, derived)) return security_error::backend_failed;
        if (!equal(derived, key) || !equal(derived, pair.subspan(Primitive::seed_size)))
            return usage_error::key_malformed;
        return private_view{seed, key};
    }
};

using ssh_ed25519 = basic_ssh_ed25519<native::ed25519>;

} // namespace hawser::inline HAWSER_ABI::host_key
