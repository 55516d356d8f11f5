#pragma once
// hmac-sha2-256-96 and hmac-sha2-512-96 (a draft of RFC 6668; OpenSSH 5.9 to 6.0), and their encrypt-then-MAC forms (AsyncSSH).

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/mac/hmac_state.hpp>

namespace hawser::inline HAWSER_ABI::legacy::mac {

namespace detail {

template <mac_primitive Primitive, std::size_t Size, mac_order Order>
struct hmac_sha2_96 : hawser::mac::hmac_family<Primitive, grade::legacy, Order, hawser::mac::tag_96> {
    static_assert(Primitive::size == Size);
};

} // namespace detail

template <class Primitive>
struct basic_hmac_sha2_256_96 : detail::hmac_sha2_96<Primitive, 32, mac_order::encrypt_and_mac> {
    static constexpr std::string_view name = "hmac-sha2-256-96";
};
template <class Primitive>
struct basic_hmac_sha2_512_96 : detail::hmac_sha2_96<Primitive, 64, mac_order::encrypt_and_mac> {
    static constexpr std::string_view name = "hmac-sha2-512-96";
};
template <class Primitive>
struct basic_hmac_sha2_256_96_etm : detail::hmac_sha2_96<Primitive, 32, mac_order::encrypt_then_mac> {
    static constexpr std::string_view name = "hmac-sha2-256-96-etm@openssh.com";
};
template <class Primitive>
struct basic_hmac_sha2_512_96_etm : detail::hmac_sha2_96<Primitive, 64, mac_order::encrypt_then_mac> {
    static constexpr std::string_view name = "hmac-sha2-512-96-etm@openssh.com";
};

using hmac_sha2_256_96 = basic_hmac_sha2_256_96<cryptopp::hmac<cryptopp::sha256>>;
using hmac_sha2_512_96 = basic_hmac_sha2_512_96<cryptopp::hmac<cryptopp::sha512>>;
using hmac_sha2_256_96_etm = basic_hmac_sha2_256_96_etm<cryptopp::hmac<cryptopp::sha256>>;
using hmac_sha2_512_96_etm = basic_hmac_sha2_512_96_etm<cryptopp::hmac<cryptopp::sha512>>;

} // namespace hawser::inline HAWSER_ABI::legacy::mac
