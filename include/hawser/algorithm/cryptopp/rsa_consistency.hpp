#pragma once
// Whether the numbers of an RSA private key belong together (RFC 8017, section 3.2).

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/integer.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// The numbers of a key as magnitudes, most significant byte first; `iqmp` is the inverse of q modulo p.
struct rsa_numbers {
    byte_view n, e, d, iqmp, p, q;
};

/// n = p q with odd factors above 1, e d = 1 modulo p-1 and q-1, iqmp q = 1 modulo p. Whether p and q are
/// prime is not asked: a wrong signature shows it when it is made. A wrong iqmp would give a factor away with
/// the first signature. Not constant-time: it is done once, when a key is read. Sizes are the caller's to
/// bound.
inline result<bool> rsa_numbers_agree(const rsa_numbers& key) noexcept {
    return guard([&] {
        using CryptoPP::Integer;
        const auto number = [](byte_view magnitude) { return Integer{pointer(magnitude), magnitude.size()}; };
        const Integer n = number(key.n), e = number(key.e), d = number(key.d), iqmp = number(key.iqmp),
                      p = number(key.p), q = number(key.q), one = Integer::One();
        if (p <= one || q <= one || !p.IsOdd() || !q.IsOdd() || p * q != n) return false;
        if (d >= n || iqmp >= p) return false;
        const Integer ed = e * d;
        return ed % (p - one) == one && ed % (q - one) == one && iqmp * q % p == one;
    });
}

} // namespace hawser::inline HAWSER_ABI::cryptopp
