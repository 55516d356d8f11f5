#pragma once
// RSA (RFC 8017) by libcrypto. Keys are handed over as numbers, never as ASN.1.

#include <hawser/algorithm/native/rsa_private.hpp>
#include <hawser/algorithm/openssl/number.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/secret.hpp>

#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>

namespace hawser::inline HAWSER_ABI::openssl {

struct rsa {
    using private_key = native::rsa_private_key;

    /// out = input^e mod n for an odd n; `out` has as many bytes as n. False when `input` is not below n, or libcrypto
    /// failed. Magnitudes are big-endian without leading zeros, except that `input` may have them.
    static bool public_power(byte_span out, byte_view input, byte_view n, byte_view e) noexcept {
        const number_context context{BN_CTX_new()};
        const number base = number_of(input), modulus = number_of(n), exponent = number_of(e),
                     power{BN_new()};
        const int size = static_cast<int>(out.size());
        return context && base && modulus && exponent && power && BN_cmp(base.get(), modulus.get()) < 0 &&
               BN_mod_exp_mont(power.get(), base.get(), exponent.get(), modulus.get(), context.get(),
                               nullptr) == 1 &&
               BN_bn2binpad(power.get(), pointer(out), size) == size;
    }

    /// out = input^d mod n. libcrypto blinds it, with random numbers of its own: `random` is not asked. The result is not
    /// verified here. Errors: key_malformed when the numbers do not belong together, backend_failed.
    static result<void> private_power(byte_span out, byte_view input, const private_key& key, random_ref) {
        const number_context context{BN_CTX_new()};
        const number n = number_of(key.n), e = number_of(key.e), d = secret_number(key.d),
                     iqmp = secret_number(key.iqmp), p = secret_number(key.p), q = secret_number(key.q),
                     p_1 = new_secret_number(), q_1 = new_secret_number(), dp = new_secret_number(),
                     dq = new_secret_number(), product = new_secret_number();
        for (const number* made : {&n, &e, &d, &iqmp, &p, &q, &p_1, &q_1, &dp, &dq, &product})
            if (!*made) return std::make_error_code(std::errc::not_enough_memory);
        if (!context) return std::make_error_code(std::errc::not_enough_memory);

        // shapes before any arithmetic: two odd primes, an odd modulus, a short exponent
        for (const number* prime : {&p, &q})
            if (BN_is_odd(prime->get()) == 0 || BN_is_one(prime->get()) != 0)
                return usage_error::key_malformed;
        if (BN_is_odd(n.get()) == 0 || BN_is_odd(e.get()) == 0 || key.e.size() > 8 ||
            out.size() != key.n.size() || input.size() > out.size() || key.p.size() >= key.n.size() ||
            key.q.size() >= key.n.size() || key.d.size() > key.n.size() || key.iqmp.size() > key.p.size())
            return usage_error::key_malformed;
        if (BN_sub(p_1.get(), p.get(), BN_value_one()) != 1 ||
            BN_sub(q_1.get(), q.get(), BN_value_one()) != 1 ||
            BN_mod(dp.get(), d.get(), p_1.get(), context.get()) != 1 ||
            BN_mod(dq.get(), d.get(), q_1.get(), context.get()) != 1)
            return security_error::backend_failed;
        // n = p q; iqmp q = 1 mod p; d e = 1 modulo either prime less one
        const auto is_one = [&](const number& a, const number& b, const number& modulus) {
            return BN_mod_mul(product.get(), a.get(), b.get(), modulus.get(), context.get()) == 1 &&
                   BN_is_one(product.get()) != 0;
        };
        if (BN_mul(product.get(), p.get(), q.get(), context.get()) != 1 ||
            BN_cmp(product.get(), n.get()) != 0 || !is_one(iqmp, q, p) || !is_one(dp, e, p_1) ||
            !is_one(dq, e, q_1))
            return usage_error::key_malformed;

        const std::unique_ptr<OSSL_PARAM_BLD, freed_by<OSSL_PARAM_BLD_free>> builder{OSSL_PARAM_BLD_new()};
        if (!builder) return std::make_error_code(std::errc::not_enough_memory);
        const std::pair<const char*, const number*> parts[] = {
            {OSSL_PKEY_PARAM_RSA_N, &n},          {OSSL_PKEY_PARAM_RSA_E, &e},
            {OSSL_PKEY_PARAM_RSA_D, &d},          {OSSL_PKEY_PARAM_RSA_FACTOR1, &p},
            {OSSL_PKEY_PARAM_RSA_FACTOR2, &q},    {OSSL_PKEY_PARAM_RSA_EXPONENT1, &dp},
            {OSSL_PKEY_PARAM_RSA_EXPONENT2, &dq}, {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, &iqmp}};
        for (const auto& [part, value] : parts)
            if (OSSL_PARAM_BLD_push_BN(builder.get(), part, value->get()) != 1)
                return security_error::backend_failed;
        const std::unique_ptr<OSSL_PARAM, freed_by<OSSL_PARAM_free>> parameters{
            OSSL_PARAM_BLD_to_param(builder.get())};
        const key_context maker{EVP_PKEY_CTX_new_from_name(nullptr, "RSA", nullptr)};
        EVP_PKEY* raw = nullptr;
        if (!parameters || !maker || EVP_PKEY_fromdata_init(maker.get()) != 1 ||
            EVP_PKEY_fromdata(maker.get(), &raw, EVP_PKEY_KEYPAIR, parameters.get()) != 1)
            return security_error::backend_failed;
        const owned_key owned{raw};

        secret_bytes padded{out.size()};
        std::copy(input.begin(), input.end(),
                  padded.span().end() - static_cast<std::ptrdiff_t>(input.size()));
        const key_context signer{EVP_PKEY_CTX_new_from_pkey(nullptr, owned.get(), nullptr)};
        std::size_t size = out.size();
        if (!signer || EVP_PKEY_sign_init(signer.get()) != 1 ||
            EVP_PKEY_CTX_set_rsa_padding(signer.get(), RSA_NO_PADDING) != 1 ||
            EVP_PKEY_sign(signer.get(), pointer(out), &size, pointer(padded.view()), padded.size()) != 1 ||
            size != out.size())
            return security_error::backend_failed;
        return {};
    }

    /// The numbers of a new private key; e is 65537.
    struct generated {
        secret_bytes n, e, d, iqmp, p, q;
    };
    /// libcrypto draws from its own generator, which the system seeds; bytes of `random` are stirred in. Errors: those of
    /// the random source, backend_failed.
    static result<generated> generate(random_ref random, std::size_t bits) {
        secret_array<32> more;
        if (auto filled = random.fill(more.span()); !filled) return filled.error();
        RAND_add(more.view().data(), static_cast<int>(more.size()), 0);
        const owned_key key{EVP_PKEY_Q_keygen(nullptr, nullptr, "RSA", bits)};
        if (!key) return security_error::backend_failed;
        generated out;
        const std::pair<const char*, secret_bytes*> parts[] = {
            {OSSL_PKEY_PARAM_RSA_N, &out.n},       {OSSL_PKEY_PARAM_RSA_E, &out.e},
            {OSSL_PKEY_PARAM_RSA_D, &out.d},       {OSSL_PKEY_PARAM_RSA_COEFFICIENT1, &out.iqmp},
            {OSSL_PKEY_PARAM_RSA_FACTOR1, &out.p}, {OSSL_PKEY_PARAM_RSA_FACTOR2, &out.q}};
        for (const auto& [part, magnitude] : parts) {
            BIGNUM* raw = nullptr;
            if (EVP_PKEY_get_bn_param(key.get(), part, &raw) != 1) return security_error::backend_failed;
            const number value{raw};
            *magnitude = secret_bytes{static_cast<std::size_t>(BN_num_bytes(raw))};
            if (BN_bn2bin(raw, pointer(magnitude->span())) != static_cast<int>(magnitude->size()))
                return security_error::backend_failed;
        }
        return out;
    }

  private:
    using key_context = std::unique_ptr<EVP_PKEY_CTX, freed_by<EVP_PKEY_CTX_free>>;
    using owned_key = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
};

} // namespace hawser::inline HAWSER_ABI::openssl
