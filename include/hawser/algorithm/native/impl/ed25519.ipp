#pragma once

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/ed25519.hpp>
#include <hawser/algorithm/native/impl/edwards25519_ifma.hpp>

namespace hawser::inline HAWSER_ABI::native {

HAWSER_DECL bool ed25519::verify(byte_view key, byte_view message, byte_view signature,
                                 [[maybe_unused]] const cpu_features& cpu) noexcept {
#if HAWSER_VECTORS && defined(__x86_64__)
    if (cpu.avx512_ifma) {
        if (!in_range(key, signature)) return false;
        const byte_view r = signature.first(32), s = signature.subspan(32);
        std::array<std::byte, 64> digest;
        cryptopp::sha512 hash;
        if (!hash.update(r) || !hash.update(key) || !hash.update(message) || !hash.final(digest))
            return false;
        return detail::curve25519::is_signature(key, r, s, detail::curve25519::modulo_order(digest));
    }
#endif
    return cryptopp::ed25519::verify(key, message, signature);
}

} // namespace hawser::inline HAWSER_ABI::native
