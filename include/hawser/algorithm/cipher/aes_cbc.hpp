#pragma once
// aes128-cbc, aes192-cbc and aes256-cbc (RFC 4253, section 6.3), for old servers: beside a MAC over the plaintext
// a forged length field can be an oracle (CVE-2008-5161), beside an encrypt-then-MAC one the peer must know strict
// key exchange (CVE-2023-48795).

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/cipher/paired_direction.hpp>
#include <hawser/algorithm/cryptopp/aes_cbc.hpp>

namespace hawser::inline HAWSER_ABI::legacy::cipher {

namespace detail {

template <cbc_primitive Primitive, std::size_t KeySize>
struct aes_cbc : hawser::cipher::cbc_directions<Primitive> {
    static_assert(Primitive::key_size == KeySize && Primitive::block_size == 16);

    static constexpr grade rank = grade::legacy;
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = 16;
    static constexpr std::size_t block_size = 16;
    static constexpr std::uint64_t bytes_per_key = bytes_per_key_of(block_size);
};

} // namespace detail

template <class Primitive>
struct basic_aes128_cbc : detail::aes_cbc<Primitive, 16> {
    static constexpr std::string_view name = "aes128-cbc";
};
template <class Primitive>
struct basic_aes192_cbc : detail::aes_cbc<Primitive, 24> {
    static constexpr std::string_view name = "aes192-cbc";
};
template <class Primitive>
struct basic_aes256_cbc : detail::aes_cbc<Primitive, 32> {
    static constexpr std::string_view name = "aes256-cbc";
};

using aes128_cbc = basic_aes128_cbc<cryptopp::aes_cbc<16>>;
using aes192_cbc = basic_aes192_cbc<cryptopp::aes_cbc<24>>;
using aes256_cbc = basic_aes256_cbc<cryptopp::aes_cbc<32>>;

} // namespace hawser::inline HAWSER_ABI::legacy::cipher
