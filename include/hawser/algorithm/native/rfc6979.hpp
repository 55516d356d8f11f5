#pragma once
// Deterministic nonces for ECDSA (RFC 6979, section 3.2): a broken or biased random source cannot give the key away.

#include <hawser/algorithm/digest.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// The nonces of one key and one hash, by any HMAC.
class rfc6979_nonces {
  public:
    /// HMAC of the parts, one after the other. Errors: those of the backend.
    using hmac = result<void>(byte_view key, std::span<const byte_view> parts, byte_span out);

    /// An HMAC of at most 64 bytes; scalars of `scalar_size` bytes whose first `spare_bits` bits are zero.
    rfc6979_nonces(hmac* function, std::size_t hmac_size, std::size_t scalar_size, int spare_bits) noexcept
        : hmac_{function},
          hmac_size_{hmac_size},
          scalar_size_{scalar_size},
          spare_bits_{spare_bits} {
        HAWSER_ASSERT(hmac_size <= most_hmac_size);
    }

    /// `key` and `hash` are scalars, the hash already reduced by the order (bits2octets). Errors: backend_failed.
    result<void> start(byte_view key, byte_view hash);

    /// The next candidate, a scalar; the caller tells whether it is in range and of use, and asks again if not.
    result<void> next(byte_span nonce);

  private:
    static constexpr std::size_t most_hmac_size = 64;

    byte_span k() noexcept { return k_.span().first(hmac_size_); }
    byte_span v() noexcept { return v_.span().first(hmac_size_); }
    /// K = HMAC_K(V || mark || key || hash), V = HMAC_K(V)
    result<void> stir(std::byte mark, byte_view key, byte_view hash);
    /// V = HMAC_K(V)
    result<void> turn();

    hmac* hmac_;
    std::size_t hmac_size_;
    std::size_t scalar_size_;
    int spare_bits_;
    secret_array<most_hmac_size> k_;
    secret_array<most_hmac_size> v_;
    bool started_ = false;
};

/// `Hmac` is keyed by `start`, then `update`d, then `final`.
template <class Hmac>
result<void> hmac_of(byte_view key, std::span<const byte_view> parts, byte_span out) {
    Hmac hmac;
    if (auto keyed = hmac.start(key); !keyed) return keyed;
    for (const byte_view part : parts)
        if (!hmac.update(part)) return security_error::backend_failed;
    if (!hmac.final(out)) return security_error::backend_failed;
    return {};
}

/// The same by the class `Hmac`.
template <class Hmac, std::size_t ScalarSize, int SpareBits>
struct rfc6979 : rfc6979_nonces {
    rfc6979() noexcept : rfc6979_nonces{hmac_of<Hmac>, Hmac::size, ScalarSize, SpareBits} {}
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/rfc6979.ipp>
#endif
