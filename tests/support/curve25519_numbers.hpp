#pragma once
// Elements of the field of 2^255 - 19 as Crypto++'s integers, and elements with limbs at the edges.

#include <hawser/algorithm/native/impl/field25519_ifma.hpp>

#include "support/fixed_random.hpp"

#include <cryptopp/integer.h>

#include <algorithm>

namespace hawser::testing {

inline const CryptoPP::Integer prime = CryptoPP::Integer::Power2(255) - 19;

/// 32 bytes, least significant first.
inline byte_vector bytes_of(const CryptoPP::Integer& n) {
    byte_vector out(32);
    n.Encode(reinterpret_cast<CryptoPP::byte*>(out.data()), 32);
    std::ranges::reverse(out);
    return out;
}

#if HAWSER_VECTORS && defined(__x86_64__)

namespace field = native::detail::curve25519;

inline CryptoPP::Integer integer(const field::element_25519& a) {
    CryptoPP::Integer out;
    for (std::size_t i = 5; i-- > 0;)
        out = (out << 51) + CryptoPP::Integer{CryptoPP::Integer::POSITIVE, a[i]};
    return out;
}
inline CryptoPP::Integer residue(const field::element_25519& a) { return integer(a) % prime; }

/// Elements whose limbs are the smallest, the largest that a factor may have, what a product may leave, and drawn.
inline field::element_25519 drawn_element(fixed_random& random, std::uint64_t most) {
    field::element_25519 out;
    for (std::uint64_t& limb : out) {
        const std::uint64_t kind = random.below(6);
        limb = kind == 0   ? 0
               : kind == 1 ? most
               : kind == 2 ? field::mask_51
               : kind == 3 ? field::mask_51 + 1
                           : random.below(most + 1);
    }
    return out;
}

inline constexpr std::uint64_t most_of_factor = (std::uint64_t{1} << 52) - 1;
inline constexpr std::uint64_t most_of_result = (std::uint64_t{1} << 51) + (1 << 14) - 1;

#endif

} // namespace hawser::testing
