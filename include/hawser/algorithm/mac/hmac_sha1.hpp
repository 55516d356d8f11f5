#pragma once
// hmac-sha1 and hmac-sha1-96 (RFC 4253, section 6.4), and hmac-sha1-etm@openssh.com (OpenSSH PROTOCOL, section 1.1).

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/mac/hmac_state.hpp>

namespace hawser::inline HAWSER_ABI::legacy::mac {

namespace detail {

template <mac_primitive Primitive, mac_order Order, std::size_t TagSize = Primitive::size>
struct hmac_sha1 : hawser::mac::hmac_family<Primitive, grade::legacy, Order, TagSize> {
    static_assert(Primitive::size == 20);
};

} // namespace detail

template <class Primitive>
struct basic_hmac_sha1 : detail::hmac_sha1<Primitive, mac_order::encrypt_and_mac> {
    static constexpr std::string_view name = "hmac-sha1";
};
template <class Primitive>
struct basic_hmac_sha1_96 : detail::hmac_sha1<Primitive, mac_order::encrypt_and_mac, hawser::mac::tag_96> {
    static constexpr std::string_view name = "hmac-sha1-96";
};
template <class Primitive>
struct basic_hmac_sha1_etm : detail::hmac_sha1<Primitive, mac_order::encrypt_then_mac> {
    static constexpr std::string_view name = "hmac-sha1-etm@openssh.com";
};

using hmac_sha1 = basic_hmac_sha1<cryptopp::hmac<cryptopp::sha1>>;
using hmac_sha1_96 = basic_hmac_sha1_96<cryptopp::hmac<cryptopp::sha1>>;
using hmac_sha1_etm = basic_hmac_sha1_etm<cryptopp::hmac<cryptopp::sha1>>;

} // namespace hawser::inline HAWSER_ABI::legacy::mac
