#pragma once
// AEAD_AES_128_GCM and AEAD_AES_256_GCM (RFC 5647): the packets of aes128-gcm@openssh.com and aes256-gcm@openssh.com
// under names that must be agreed as cipher and as MAC (section 5.1).

#include <hawser/algorithm/cipher/aes_gcm.hpp>

namespace hawser::inline HAWSER_ABI::cipher {

template <class Primitive>
struct basic_aead_aes_128_gcm : detail::gcm<Primitive, 16, grade::opt_in> {
    static constexpr std::string_view name = "AEAD_AES_128_GCM";
    static constexpr bool named_as_mac = true;
};
template <class Primitive>
struct basic_aead_aes_256_gcm : detail::gcm<Primitive, 32, grade::opt_in> {
    static constexpr std::string_view name = "AEAD_AES_256_GCM";
    static constexpr bool named_as_mac = true;
};

using aead_aes_128_gcm = basic_aead_aes_128_gcm<native::aes_gcm<16>>;
using aead_aes_256_gcm = basic_aead_aes_256_gcm<native::aes_gcm<32>>;

} // namespace hawser::inline HAWSER_ABI::cipher
