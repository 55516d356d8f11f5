#pragma once
// 3des-ctr (RFC 4344, section 4) and 3des-cbc (RFC 4253, section 6.3): blocks of 64 bits, so a gigabyte a key at most.

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/cipher/paired_direction.hpp>
#include <hawser/algorithm/cryptopp/triple_des_cbc.hpp>
#include <hawser/algorithm/cryptopp/triple_des_ctr.hpp>

namespace hawser::inline HAWSER_ABI::legacy::cipher {

namespace detail {

template <class Primitive>
struct triple_des {
    static_assert(Primitive::key_size == 24 && Primitive::iv_size == 8);

    static constexpr grade rank = grade::legacy;
    static constexpr std::size_t key_size = 24;
    static constexpr std::size_t iv_size = 8;
    static constexpr std::size_t block_size = 8;
    static constexpr std::uint64_t bytes_per_key = bytes_per_key_of(block_size);
};

} // namespace detail

template <class Primitive>
struct basic_triple_des_ctr : detail::triple_des<Primitive>, hawser::cipher::stream_directions<Primitive> {
    static constexpr std::string_view name = "3des-ctr";
};
template <class Primitive>
struct basic_triple_des_cbc : detail::triple_des<Primitive>, hawser::cipher::cbc_directions<Primitive> {
    static constexpr std::string_view name = "3des-cbc";
};

using triple_des_ctr = basic_triple_des_ctr<cryptopp::triple_des_ctr>;
using triple_des_cbc = basic_triple_des_cbc<cryptopp::triple_des_cbc>;

} // namespace hawser::inline HAWSER_ABI::legacy::cipher
