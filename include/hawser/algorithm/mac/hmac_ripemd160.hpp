#pragma once
// hmac-ripemd160 and hmac-ripemd160-96 (names of OpenSSH and of other vendors).

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/ripemd160.hpp>
#include <hawser/algorithm/mac/hmac_state.hpp>

namespace hawser::inline HAWSER_ABI::legacy::mac {

namespace detail {

template <mac_primitive Primitive, std::size_t TagSize = Primitive::size>
struct hmac_ripemd160
    : hawser::mac::hmac_family<Primitive, grade::legacy, mac_order::encrypt_and_mac, TagSize> {
    static_assert(Primitive::size == 20);
};

} // namespace detail

template <class Primitive>
struct basic_hmac_ripemd160 : detail::hmac_ripemd160<Primitive> {
    static constexpr std::string_view name = "hmac-ripemd160";
};
template <class Primitive>
struct basic_hmac_ripemd160_96 : detail::hmac_ripemd160<Primitive, hawser::mac::tag_96> {
    static constexpr std::string_view name = "hmac-ripemd160-96";
};

using hmac_ripemd160 = basic_hmac_ripemd160<cryptopp::hmac<cryptopp::ripemd160>>;
using hmac_ripemd160_96 = basic_hmac_ripemd160_96<cryptopp::hmac<cryptopp::ripemd160>>;

} // namespace hawser::inline HAWSER_ABI::legacy::mac
