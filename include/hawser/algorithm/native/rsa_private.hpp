#pragma once
// The private operation of RSA by the Chinese remainder theorem (RFC 8017, section 5.2.1), constant-time in the key.

#include <hawser/algorithm/native/montgomery.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/random.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// A private key as the files hold it, magnitudes without leading zeros; `iqmp` is 1/q mod p.
struct rsa_private_key {
    byte_view n, e, d, iqmp, p, q;
};

/// out = input^d mod n; `out` has as many bytes as n, `input` is a magnitude below n. The exponents are blinded: each has
/// a random multiple of p - 1 or q - 1 added, so that no two signatures repeat their steps. The result is not verified
/// here. Errors: key_malformed when the numbers do not belong together, those of the random source. Throws
/// std::bad_alloc.
inline result<void> rsa_private_power(byte_span out, byte_view input, const rsa_private_key& key,
                                      random_ref random) {
    // two odd primes and an odd modulus; shapes are checked before any arithmetic
    const auto odd = [](byte_view m) {
        return !m.empty() && given_away(m[0] != std::byte{0}) &&
               given_away((std::to_integer<unsigned>(m.back()) & 1) != 0) &&
               (m.size() > 1 || given_away(std::to_integer<unsigned>(m[0]) >= 3));
    };
    if (!odd(key.n) || !odd(key.e) || !odd(key.p) || !odd(key.q) || key.e.size() > 8 ||
        key.d.size() > key.n.size() || key.d.empty() || key.iqmp.empty() || key.iqmp.size() > key.p.size() ||
        key.p.size() >= key.n.size() || key.q.size() >= key.n.size() || out.size() != key.n.size())
        return usage_error::key_malformed;

    const odd_modulus p{key.p};
    const odd_modulus q{key.q};
    const limb_vector e{key.e};
    const limb_vector d{key.d};
    const limb_vector c{input};
    const std::size_t np = p.value().size();
    const std::size_t nq = q.value().size();

    limb_vector product{np + nq};
    multiply(product.data(), p.value().data(), np, q.value().data(), nq);
    if (key.n.size() > product.size() * limb_bytes) return usage_error::key_malformed;
    const limb_vector n{product.size(), key.n};
    if (!equal(product.data(), n.data(), n.size())) return usage_error::key_malformed;

    // 1 = iqmp * q mod p
    const limb_vector iqmp{np, key.iqmp};
    const limb_vector unit = p.multiply(p.reduce(iqmp), p.reduce(q.value()));
    limb_vector one{np};
    one.data()[0] = 1;
    if (!equal(unit.data(), one.data(), np)) return usage_error::key_malformed;

    // input^d modulo one prime
    const auto half = [&](const odd_modulus& prime) -> result<limb_vector> {
        const std::size_t size = prime.value().size();
        limb_vector order{size};
        std::copy_n(prime.value().data(), size, order.data());
        order.data()[0] ^= 1; // the prime is odd
        const limb_vector exponent = remainder(d, order);

        limb_vector exponent_times_e{size + e.size()};
        multiply(exponent_times_e.data(), exponent.data(), size, e.data(), e.size());
        const limb_vector rest = remainder(exponent_times_e, order);
        if (!given_away(rest.data()[0] == 1) || !is_zero(rest.data() + 1, size - 1))
            return usage_error::key_malformed;

        secret_array<8> mask;
        if (auto filled = random.fill(mask.span()); !filled) return filled.error();
        const limb_vector factor{mask.view()};
        limb_vector blinded{size + factor.size()};
        limb_vector wide{blinded.size()};
        multiply(blinded.data(), order.data(), size, factor.data(), factor.size());
        std::copy_n(exponent.data(), size, wide.data());
        add(blinded.data(), blinded.data(), wide.data(),
            blinded.size()); // the sum fits: both terms leave room

        secret_bytes exponent_bytes{prime.bytes() + mask.size()};
        secret_bytes base{prime.bytes()};
        secret_bytes power{prime.bytes()};
        store(exponent_bytes.span(), blinded.data(), blinded.size());
        const limb_vector residue = prime.reduce(c);
        store(base.span(), residue.data(), size);
        prime.power(power.span(), base.view(), exponent_bytes.view());
        return limb_vector{size, power.view()};
    };
    const result<limb_vector> m1 = half(p);
    if (!m1) return m1.error();
    const result<limb_vector> m2 = half(q);
    if (!m2) return m2.error();

    // m2 + q * (iqmp * (m1 - m2) mod p)
    const limb_vector h = p.multiply(p.reduce(iqmp), p.subtract(*m1, p.reduce(*m2)));
    limb_vector sum{np + nq};
    limb_vector wide{np + nq};
    multiply(sum.data(), h.data(), np, q.value().data(), nq);
    std::copy_n(m2->data(), nq, wide.data());
    add(sum.data(), sum.data(), wide.data(), sum.size());
    store(out, sum.data(), sum.size());
    return {};
}

} // namespace hawser::inline HAWSER_ABI::native
