#pragma once
// DSA with a prime of 1024 bits and a subgroup of 160 (FIPS 186-2), as SSH has it. Too small for our times; for old servers.

#include <hawser/algorithm/native/montgomery.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// A public key, or its parameters alone with an empty y: magnitudes without leading zeros.
struct dsa_key {
    byte_view p, q, g, y;
};

/// All of these throw std::bad_alloc. Constant-time in the private key and the nonce.
struct dsa {
    static constexpr std::size_t prime_size = 128;
    static constexpr std::size_t scalar_size = 20;
    /// The bits of a scalar that are always zero.
    static constexpr int spare_bits = 0;

    /// Sizes, ranges, that q divides p - 1, and that g generates a group of order q with y in it (SP 800-89, sections 5.2
    /// and 5.3.1). Whether p and q are prime is not asked. `y` is looked at if it is not empty.
    static bool is_key(const dsa_key& key) {
        if (!has_size(key.p, prime_size) || !has_size(key.q, scalar_size)) return false;
        const odd_modulus p{key.p};
        const odd_modulus q{key.q};
        limb_vector even{key.p};
        even.data()[0] ^= 1;
        const limb_vector rest = q.reduce(even);
        if (!is_zero(rest.data(), rest.size())) return false;
        return generates(p, key.q, key.g) && (key.y.empty() || generates(p, key.q, key.y));
    }

    /// Whether a scalar of scalar_size bytes is in 1 .. q - 1.
    static bool is_scalar(byte_view scalar, const dsa_key& key) {
        if (scalar.size() != scalar_size || constant_time_is_zero(scalar)) return false;
        const limb_vector value{scalar};
        const limb_vector q{key.q};
        return less(value.data(), q.data(), q.size());
    }

    /// y of a private scalar, prime_size bytes. The key's numbers are those of is_key.
    static void public_value(byte_view secret, const dsa_key& key, byte_span y) {
        odd_modulus{key.p}.power(y, key.g, secret);
    }

    /// FIPS 186-4, section 4.6, with a nonce chosen by the caller; false when that is of no use. `hash` has scalar_size
    /// bytes, and so have r and s.
    static bool sign(byte_view hash, const dsa_key& key, byte_view secret, byte_view nonce, byte_span r_out,
                     byte_span s_out) {
        if (!is_scalar(secret, key) || !is_scalar(nonce, key)) return false;
        const odd_modulus q{key.q};
        secret_array<prime_size> power;
        odd_modulus{key.p}.power(power.span(), key.g, nonce);
        const limb_vector r = q.reduce(limb_vector{power.view()});
        secret_array<scalar_size> inverse;
        invert(q, key.q, nonce, inverse.span());
        const limb_vector sum = add(q, q.reduce(limb_vector{hash}), q.multiply(r, limb_vector{secret}));
        const limb_vector s = q.multiply(limb_vector{inverse.view()}, sum);
        store(r_out, r.data(), r.size());
        store(s_out, s.data(), s.size());
        return !constant_time_is_zero(r_out) && !constant_time_is_zero(s_out);
    }

    /// FIPS 186-4, section 4.7. All arguments are public; false for r or s outside 1 .. q - 1.
    static bool verify(byte_view hash, const dsa_key& key, byte_view r, byte_view s) {
        if (!is_scalar(r, key) || !is_scalar(s, key)) return false;
        const odd_modulus p{key.p};
        const odd_modulus q{key.q};
        std::array<std::byte, scalar_size> w, u1, u2;
        invert(q, key.q, s, w);
        const limb_vector inverse{w};
        const limb_vector first = q.multiply(q.reduce(limb_vector{hash}), inverse);
        const limb_vector second = q.multiply(limb_vector{r}, inverse);
        store(u1, first.data(), first.size());
        store(u2, second.data(), second.size());
        std::array<std::byte, prime_size> of_g, of_y;
        p.power(of_g, key.g, u1);
        p.power(of_y, key.y, u2);
        const limb_vector v = q.reduce(p.multiply(limb_vector{of_g}, limb_vector{of_y}));
        std::array<std::byte, scalar_size> found;
        store(found, v.data(), v.size());
        return hawser::equal(found, r);
    }

    /// A hash of scalar_size bytes modulo q (RFC 6979, section 2.3.4).
    static void reduce_hash(byte_view hash, const dsa_key& key, byte_span out) {
        const limb_vector reduced = odd_modulus{key.q}.reduce(limb_vector{hash});
        store(out, reduced.data(), reduced.size());
    }

  private:
    /// An odd number whose highest bit fills `size` bytes.
    static bool has_size(byte_view number, std::size_t size) noexcept {
        return number.size() == size && number[0] >= std::byte{0x80} &&
               (number.back() & std::byte{1}) != std::byte{0};
    }

    /// 1 < element < p - 1, and element^q is 1.
    static bool generates(const odd_modulus& p, byte_view q, byte_view element) {
        if (element.empty() || element.size() > prime_size) return false;
        const std::size_t n = p.value().size();
        const limb_vector value{n, element};
        if (!less(value.data(), p.value().data(), n)) return false;
        std::array<std::byte, prime_size> power, one{};
        one.back() = std::byte{1};
        p.power(power, element, q);
        // of 1, whose power is 1 as well, and of p - 1, whose power is p - 1 for an odd q, the first remains
        return hawser::equal(power, one) && !(element.size() == 1 && element[0] == std::byte{1});
    }

    /// 1/a modulo a prime q: a^(q - 2).
    static void invert(const odd_modulus& q, byte_view magnitude, byte_view a, byte_span out) {
        std::array<std::byte, scalar_size> exponent;
        std::ranges::copy(magnitude, exponent.begin());
        unsigned borrow = 2;
        for (std::size_t i = scalar_size; i-- > 0;) {
            const unsigned digit = std::to_integer<unsigned>(exponent[i]) + 0x100 - borrow;
            exponent[i] = static_cast<std::byte>(digit & 0xff);
            borrow = digit < 0x100 ? 1 : 0;
        }
        q.power(out, a, exponent);
    }

    static limb_vector add(const odd_modulus& q, const limb_vector& a, const limb_vector& b) {
        const limb_vector zero{a.size()};
        return q.subtract(a, q.subtract(zero, b));
    }
};

} // namespace hawser::inline HAWSER_ABI::native
