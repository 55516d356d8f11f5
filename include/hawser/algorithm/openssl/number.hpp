#pragma once
// Large numbers of libcrypto.

#include <hawser/algorithm/openssl/handle.hpp>

#include <openssl/bn.h>

namespace hawser::inline HAWSER_ABI::openssl {

/// All are wiped when they end, as is the scratch space of their arithmetic.
using number = std::unique_ptr<BIGNUM, freed_by<BN_clear_free>>;
using number_context = std::unique_ptr<BN_CTX, freed_by<BN_CTX_free>>;

namespace detail {
inline bool assign(const number& out, byte_view magnitude) noexcept {
    return out && BN_bin2bn(pointer(magnitude), static_cast<int>(magnitude.size()), out.get()) != nullptr;
}
} // namespace detail

/// The number of a big-endian magnitude; null without memory.
inline number number_of(byte_view magnitude) noexcept {
    number out{BN_new()};
    return detail::assign(out, magnitude) ? std::move(out) : nullptr;
}

/// Zero, marked as a secret: libcrypto takes its constant-time ways with it, and wipes what it copies it into.
inline number new_secret_number() noexcept {
    number out{BN_secure_new()};
    if (out) BN_set_flags(out.get(), BN_FLG_CONSTTIME);
    return out;
}
inline number secret_number(byte_view magnitude) noexcept {
    number out = new_secret_number();
    return detail::assign(out, magnitude) ? std::move(out) : nullptr;
}

} // namespace hawser::inline HAWSER_ABI::openssl
