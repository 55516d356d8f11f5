#pragma once
// hmac-md5 and hmac-md5-96 (RFC 4253, section 6.4).

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/md5.hpp>
#include <hawser/algorithm/mac/hmac_state.hpp>

namespace hawser::inline HAWSER_ABI::legacy::mac {

namespace detail {

template <mac_primitive Primitive, std::size_t TagSize = Primitive::size>
struct hmac_md5 : hawser::mac::hmac_family<Primitive, grade::broken, mac_order::encrypt_and_mac, TagSize> {
    static_assert(Primitive::size == 16);
};

} // namespace detail

template <class Primitive>
struct basic_hmac_md5 : detail::hmac_md5<Primitive> {
    static constexpr std::string_view name = "hmac-md5";
};
template <class Primitive>
struct basic_hmac_md5_96 : detail::hmac_md5<Primitive, hawser::mac::tag_96> {
    static constexpr std::string_view name = "hmac-md5-96";
};

using hmac_md5 = basic_hmac_md5<cryptopp::hmac<cryptopp::md5>>;
using hmac_md5_96 = basic_hmac_md5_96<cryptopp::hmac<cryptopp::md5>>;

} // namespace hawser::inline HAWSER_ABI::legacy::mac
