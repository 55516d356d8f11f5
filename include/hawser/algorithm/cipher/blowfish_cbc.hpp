#pragma once
// blowfish-cbc (RFC 4253, section 6.3): blocks of 64 bits, so a gigabyte a key at most.

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/cipher/paired_direction.hpp>
#include <hawser/algorithm/cryptopp/blowfish_cbc.hpp>

namespace hawser::inline HAWSER_ABI::legacy::cipher {

template <class Primitive>
struct basic_blowfish_cbc : hawser::cipher::cbc_directions<Primitive> {
    static_assert(Primitive::key_size == 16 && Primitive::block_size == 8);

    static constexpr std::string_view name = "blowfish-cbc";
    static constexpr grade rank = grade::broken;
    static constexpr std::size_t key_size = 16;
    static constexpr std::size_t iv_size = 8;
    static constexpr std::size_t block_size = 8;
    static constexpr std::uint64_t bytes_per_key = bytes_per_key_of(block_size);
};

using blowfish_cbc = basic_blowfish_cbc<cryptopp::blowfish_cbc>;

} // namespace hawser::inline HAWSER_ABI::legacy::cipher
