#pragma once
// rsa-sha2-256 and rsa-sha2-512 (RFC 8332): RSASSA-PKCS1-v1_5 with keys of the format ssh-rsa (RFC 4253, section 6.6).

#include <hawser/algorithm/cryptopp/rsa.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/host_key/signature_blob.hpp>
#include <hawser/algorithm/native/hex_constant.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::host_key {

/// What an algorithm's shared code knows of its hash.
struct rsa_method {
    std::string_view name;
    /// The DER prefix of the hash (RFC 8017, section 9.2, note 1).
    byte_view digest_info;
    std::size_t digest_size;
    /// False when the backend failed.
    bool (*hash)(byte_view message, byte_span digest);
};

namespace detail {

/// Keys and signatures, whatever the hash.
template <class Primitive>
struct rsa_keys {
    static constexpr std::string_view key_format = "ssh-rsa";
    static constexpr std::size_t least_bits = limits::modulus_bits_least;
    struct public_key {
        byte_view n;
        byte_view e;
    };

    /// Shapes and sizes of a public key. Errors: `malformed`, key_too_small.
    static std::error_code check(byte_view n, byte_view e, const key_policy& policy,
                                 std::error_code malformed) noexcept {
        const auto odd = [](byte_view m) {
            return !m.empty() && (std::to_integer<unsigned>(m.back()) & 1) != 0;
        };
        std::size_t bits = 8 * n.size();
        if (!n.empty())
            for (auto top = std::to_integer<unsigned>(n[0]); top < 0x80; top <<= 1) --bits;
        if (bits > limits::rsa_bits_maximum || e.size() > 8 || !odd(n) || !odd(e)) return malformed;
        if (e.size() == 1 && e[0] < std::byte{3}) return malformed;
        if (bits < std::max(policy.modulus_bits_minimum, least_bits)) return security_error::key_too_small;
        return {};
    }

    static result<public_key> read_key(byte_view blob, const key_policy& policy) noexcept {
        wire::reader r{blob};
        const std::string_view format = r.text();
        const byte_view e = r.mpint();
        const byte_view n = r.mpint();
        if (!r.finish() || format != key_format) return security_error::host_key_malformed;
        if (auto wrong = check(n, e, policy, security_error::host_key_malformed)) return wrong;
        return public_key{n, e};
    }

    static result<typename Primitive::private_key> read_private(byte_view fields) noexcept {
        wire::reader r{fields};
        const typename Primitive::private_key key{r.mpint(), r.mpint(), r.mpint(),
                                                  r.mpint(), r.mpint(), r.mpint()};
        if (!r.finish()) return usage_error::key_malformed;
        if (auto wrong = check(key.n, key.e, key_policy{least_bits}, usage_error::key_malformed))
            return wrong;
        return key;
    }

    /// EMSA-PKCS1-v1_5 (RFC 8017, section 9.2): the whole of what a right signature opens to.
    static bool encode(const rsa_method& method, byte_view message, byte_span out) noexcept {
        const std::size_t tail = method.digest_info.size() + method.digest_size;
        std::ranges::fill(out, std::byte{0xff});
        out[0] = std::byte{0};
        out[1] = std::byte{1};
        out[out.size() - tail - 1] = std::byte{0};
        std::ranges::copy(method.digest_info, out.last(tail).begin());
        return method.hash(message, out.last(method.digest_size));
    }

    /// Compares whole encodings: nothing of what a signature opens to is parsed.
    static bool opens_to(const public_key& key, byte_view signature, byte_view expected) {
        byte_vector opened(key.n.size());
        return signature.size() <= key.n.size() && Primitive::public_power(opened, signature, key.n, key.e) &&
               equal(opened, expected);
    }

    /// What the members of basic_rsa of these names do.
    static result<void> verify(const rsa_method& method, byte_view blob, byte_view message,
                               byte_view signature, const key_policy& policy) {
        const auto key = read_key(blob, policy);
        if (!key) return key.error();
        const auto inner = read_signature(signature, method.name);
        if (!inner) return inner.error();
        byte_vector expected(key->n.size());
        if (!encode(method, message, expected)) return security_error::backend_failed;
        if (!opens_to(*key, *inner, expected)) return security_error::signature_invalid;
        return {};
    }
    static result<void> sign(const rsa_method& method, byte_view fields, byte_view message, random_ref random,
                             byte_buffer& out) {
        const auto key = read_private(fields);
        if (!key) return key.error();
        byte_vector encoded(key->n.size());
        if (!encode(method, message, encoded)) return security_error::backend_failed;
        byte_vector signature(key->n.size());
        if (auto made = Primitive::private_power(signature, encoded, *key, random); !made) return made;
        // a fault in one half would give the factors away
        if (!opens_to({key->n, key->e}, signature, encoded)) return security_error::backend_failed;
        return write_signature(out, method.name, signature);
    }
};

} // namespace detail

/// The algorithm with one hash; `Names` adds the name and `digest_info`, the DER prefix of the hash (RFC 8017, section
/// 9.2, note 1).
template <class Names, class Primitive, class Hash>
struct basic_rsa : Names {
    static constexpr std::string_view key_format = detail::rsa_keys<Primitive>::key_format;

    /// The modulus has from policy.modulus_bits_minimum to limits::rsa_bits_maximum bits; the exponent is odd, at least three
    /// and, as OpenSSL wants it for large moduli, of at most 64 bits: more is work for nothing.
    static result<void> check_key(byte_view blob, const key_policy& policy) {
        return keys::read_key(blob, policy).error();
    }

    /// A signature may be shorter than the modulus, never longer (RFC 8332, section 3).
    static result<void> verify(byte_view blob, byte_view message, byte_view signature,
                               const key_policy& policy) {
        return keys::verify(method, blob, message, signature, policy);
    }

    /// `fields`: mpints n, e, d, iqmp, p, q. `random` blinds the computation. Also key_too_small below 1024 bits.
    static result<void> sign(byte_view fields, byte_view message, random_ref random, byte_buffer& out) {
        return keys::sign(method, fields, message, random, out);
    }

    /// Appends the private fields of a new key. Errors: those of the random source, backend_failed, key_too_small.
    static result<void> generate(random_ref random, byte_buffer& fields, std::size_t bits = 3072) {
        if (bits < keys::least_bits) return security_error::key_too_small;
        const auto made = Primitive::generate(random, bits);
        if (!made) return made.error();
        wire::writer w{fields};
        for (const secret_bytes* number : {&made->n, &made->e, &made->d, &made->iqmp, &made->p, &made->q})
            w.mpint(number->view());
        return w.finish();
    }

    /// Appends the public key blob that belongs to private fields. Errors: key_malformed, key_too_small.
    static result<void> public_blob(byte_view fields, byte_buffer& out) {
        const auto key = keys::read_private(fields);
        if (!key) return key.error();
        wire::writer w{out};
        w.string(key_format).mpint(key->e).mpint(key->n);
        return w.finish();
    }

  private:
    using keys = detail::rsa_keys<Primitive>;
    static_assert(8 * (Names::digest_info.size() + Hash::size + 11) <= keys::least_bits);

    static bool hash(byte_view message, byte_span digest) noexcept {
        Hash h;
        return h.update(message) && h.final(digest);
    }
    static constexpr rsa_method method{Names::name, Names::digest_info, Hash::size, hash};
};

namespace detail {
struct rsa_sha2_256_names {
    static constexpr std::string_view name = "rsa-sha2-256";
    static constexpr grade rank = grade::preferred;
    static constexpr auto digest_info = native::hex_constant<19>("3031300d060960864801650304020105000420");
};
struct rsa_sha2_512_names {
    static constexpr std::string_view name = "rsa-sha2-512";
    static constexpr grade rank = grade::preferred;
    static constexpr auto digest_info = native::hex_constant<19>("3051300d060960864801650304020305000440");
};
} // namespace detail

/// Of another backend: the operations of cryptopp/rsa.hpp, and the hash.
template <class Primitive, class Hash>
using basic_rsa_sha2_256 = basic_rsa<detail::rsa_sha2_256_names, Primitive, Hash>;
template <class Primitive, class Hash>
using basic_rsa_sha2_512 = basic_rsa<detail::rsa_sha2_512_names, Primitive, Hash>;

using rsa_sha2_256 = basic_rsa_sha2_256<cryptopp::rsa, cryptopp::sha256>;
using rsa_sha2_512 = basic_rsa_sha2_512<cryptopp::rsa, cryptopp::sha512>;

} // namespace hawser::inline HAWSER_ABI::host_key
