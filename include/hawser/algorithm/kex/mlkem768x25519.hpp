#pragma once
// mlkem768x25519-sha256 (draft-ietf-sshm-mlkem-hybrid-kex): ML-KEM-768 beside X25519, safe while either holds.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/hybrid.hpp>
#include <hawser/algorithm/native/ml_kem.hpp>

namespace hawser::inline HAWSER_ABI::kex {

template <class Kem, class X25519, class Hash>
struct basic_mlkem768x25519_sha256 : hybrid<Kem, x25519_agreement<X25519>, Hash> {
    static constexpr std::string_view name = "mlkem768x25519-sha256";
    static constexpr grade rank = grade::preferred;
};

using mlkem768x25519_sha256 =
    basic_mlkem768x25519_sha256<native::ml_kem_768, native::x25519, cryptopp::sha256>;

} // namespace hawser::inline HAWSER_ABI::kex
