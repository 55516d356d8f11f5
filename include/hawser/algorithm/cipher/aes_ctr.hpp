#pragma once
// aes128-ctr, aes192-ctr and aes256-ctr (RFC 4344, section 4).

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/cipher/paired_direction.hpp>
#include <hawser/algorithm/native/aes_ctr.hpp>

namespace hawser::inline HAWSER_ABI::cipher {

namespace detail {

template <stream_primitive Primitive, std::size_t KeySize>
struct aes_ctr : stream_directions<Primitive> {
    static_assert(Primitive::key_size == KeySize && Primitive::iv_size == 16);

    static constexpr grade rank = grade::preferred;
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = 16;
    static constexpr std::size_t block_size = 16;
    static constexpr std::uint64_t bytes_per_key = bytes_per_key_of(block_size);
};

} // namespace detail

template <class Primitive>
struct basic_aes128_ctr : detail::aes_ctr<Primitive, 16> {
    static constexpr std::string_view name = "aes128-ctr";
};
template <class Primitive>
struct basic_aes192_ctr : detail::aes_ctr<Primitive, 24> {
    static constexpr std::string_view name = "aes192-ctr";
};
template <class Primitive>
struct basic_aes256_ctr : detail::aes_ctr<Primitive, 32> {
    static constexpr std::string_view name = "aes256-ctr";
};

using aes128_ctr = basic_aes128_ctr<native::aes_ctr<16>>;
using aes192_ctr = basic_aes192_ctr<native::aes_ctr<24>>;
using aes256_ctr = basic_aes256_ctr<native::aes_ctr<32>>;

} // namespace hawser::inline HAWSER_ABI::cipher
