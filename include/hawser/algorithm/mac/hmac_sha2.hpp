#pragma once
// hmac-sha2-256 and hmac-sha2-512 (RFC 6668), and their encrypt-then-MAC forms (OpenSSH PROTOCOL,
// section 1.1).

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/mac/hmac_state.hpp>

namespace hawser::inline HAWSER_ABI::mac {

namespace detail {

template <mac_primitive Primitive, std::size_t Size, mac_order Order>
struct hmac_sha2 : hmac_family<Primitive, grade::preferred, Order> {
    static_assert(Primitive::size == Size);
};

} // namespace detail

template <class Primitive>
struct basic_hmac_sha2_256 : detail::hmac_sha2<Primitive, 32, mac_order::encrypt_and_mac> {
    static constexpr std::string_view name = "hmac-sha2-256";
};
template <class Primitive>
struct basic_hmac_sha2_512 : detail::hmac_sha2<Primitive, 64, mac_order::encrypt_and_mac> {
    static constexpr std::string_view name = "hmac-sha2-512";
};
template <class Primitive>
struct basic_hmac_sha2_256_etm : detail::hmac_sha2<Primitive, 32, mac_order::encrypt_then_mac> {
    static constexpr std::string_view name = "hmac-sha2-256-etm@openssh.com";
};
template <class Primitive>
struct basic_hmac_sha2_512_etm : detail::hmac_sha2<Primitive, 64, mac_order::encrypt_then_mac> {
    static constexpr std::string_view name = "hmac-sha2-512-etm@openssh.com";
};

using hmac_sha2_256 = basic_hmac_sha2_256<cryptopp::hmac<cryptopp::sha256>>;
using hmac_sha2_512 = basic_hmac_sha2_512<cryptopp::hmac<cryptopp::sha512>>;
using hmac_sha2_256_etm = basic_hmac_sha2_256_etm<cryptopp::hmac<cryptopp::sha256>>;
using hmac_sha2_512_etm = basic_hmac_sha2_512_etm<cryptopp::hmac<cryptopp::sha512>>;

} // namespace hawser::inline HAWSER_ABI::mac
