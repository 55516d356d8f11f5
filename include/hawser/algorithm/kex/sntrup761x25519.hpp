#pragma once
// sntrup761x25519-sha512 (draft-josefsson-ntruprime-ssh) and the name it has in OpenSSH since 8.5: Streamlined NTRU Prime
// beside X25519, safe while either holds.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/hybrid.hpp>
#include <hawser/algorithm/native/sntrup761.hpp>

namespace hawser::inline HAWSER_ABI::kex {

template <class Kem, class X25519, class Hash>
struct basic_sntrup761x25519_sha512 : hybrid<Kem, x25519_agreement<X25519>, Hash> {
    static constexpr std::string_view name = "sntrup761x25519-sha512";
    static constexpr grade rank = grade::preferred;
};
/// The same method under OpenSSH's name, which servers before 9.9 know alone.
template <class Kem, class X25519, class Hash>
struct basic_sntrup761x25519_sha512_openssh : basic_sntrup761x25519_sha512<Kem, X25519, Hash> {
    static constexpr std::string_view name = "sntrup761x25519-sha512@openssh.com";
};

using sntrup761x25519_sha512 =
    basic_sntrup761x25519_sha512<native::sntrup761<cryptopp::sha512>, native::x25519, cryptopp::sha512>;
using sntrup761x25519_sha512_openssh =
    basic_sntrup761x25519_sha512_openssh<native::sntrup761<cryptopp::sha512>, native::x25519,
                                         cryptopp::sha512>;

} // namespace hawser::inline HAWSER_ABI::kex
