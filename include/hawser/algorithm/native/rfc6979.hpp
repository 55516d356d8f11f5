#pragma once
// Deterministic nonces for ECDSA (RFC 6979, section 3.2): a broken or biased random source cannot give the key away.

#include <hawser/algorithm/digest.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::native {

/// The nonces of one key and one hash for scalars of `ScalarSize` bytes whose first `SpareBits` bits are zero. `Hmac` is
/// keyed by `start`, then `update`d, then `final`.
template <class Hmac, std::size_t ScalarSize, int SpareBits>
class rfc6979 {
  public:
    /// `key` and `hash` are scalars of ScalarSize bytes, the hash already reduced by the order (bits2octets).
    /// Errors: backend_failed.
    result<void> start(byte_view key, byte_view hash) {
        std::ranges::fill(v_.span(), std::byte{1});
        std::ranges::fill(k_.span(), std::byte{0});
        if (auto stirred = stir(std::byte{0}, key, hash); !stirred) return stirred;
        return stir(std::byte{1}, key, hash);
    }

    /// The next candidate, ScalarSize bytes; the caller tells whether it is in range and of use, and asks again if not.
    result<void> next(byte_span nonce) {
        if (started_)
            if (auto stirred = stir(std::byte{0}); !stirred) return stirred;
        started_ = true;
        for (std::size_t done = 0; done < ScalarSize;) {
            if (auto turned = turn(); !turned) return turned;
            const std::size_t size = std::min(ScalarSize - done, Hmac::size);
            std::ranges::copy(v_.view().first(size), nonce.subspan(done).begin());
            done += size;
        }
        if constexpr (SpareBits != 0) // bits2int keeps the leftmost bits
            for (std::size_t i = ScalarSize; i-- > 0;)
                nonce[i] = nonce[i] >> SpareBits | (i == 0 ? std::byte{0} : nonce[i - 1] << (8 - SpareBits));
        return {};
    }

  private:
    /// K = HMAC_K(V || mark || parts...), V = HMAC_K(V)
    template <class... Parts>
    result<void> stir(std::byte mark, Parts... parts) {
        Hmac hmac;
        if (auto keyed = hmac.start(k_.view()); !keyed) return keyed;
        if (!hmac.update(v_.view()) || !hmac.update({&mark, 1}) || !(hmac.update(parts) && ...) ||
            !hmac.final(k_.span()))
            return security_error::backend_failed;
        return turn();
    }
    /// V = HMAC_K(V)
    result<void> turn() {
        Hmac hmac;
        if (auto keyed = hmac.start(k_.view()); !keyed) return keyed;
        if (!hmac.update(v_.view()) || !hmac.final(v_.span())) return security_error::backend_failed;
        return {};
    }

    secret_array<Hmac::size> k_;
    secret_array<Hmac::size> v_;
    bool started_ = false;
};

} // namespace hawser::inline HAWSER_ABI::native
