#pragma once
// mlkem768nistp256-sha256 and mlkem1024nistp384-sha384 (draft-ietf-sshm-mlkem-hybrid-kex): ML-KEM beside ECDH. The
// classical secret is the x coordinate, all of its bytes.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/ecdh_nistp.hpp>
#include <hawser/algorithm/kex/hybrid.hpp>
#include <hawser/algorithm/native/ml_kem.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>

namespace hawser::inline HAWSER_ABI::kex {

template <class Kem, class Curve, class Hash>
struct basic_mlkem768nistp256_sha256 : hybrid<Kem, ecdh_agreement<Curve>, Hash> {
    static constexpr std::string_view name = "mlkem768nistp256-sha256";
    static constexpr grade rank = grade::opt_in;
};
template <class Kem, class Curve, class Hash>
struct basic_mlkem1024nistp384_sha384 : hybrid<Kem, ecdh_agreement<Curve>, Hash> {
    static constexpr std::string_view name = "mlkem1024nistp384-sha384";
    static constexpr grade rank = grade::opt_in;
};

using mlkem768nistp256_sha256 =
    basic_mlkem768nistp256_sha256<native::ml_kem_768, native::p256, cryptopp::sha256>;
using mlkem1024nistp384_sha384 =
    basic_mlkem1024nistp384_sha384<native::ml_kem_1024, native::p384, cryptopp::sha384>;

} // namespace hawser::inline HAWSER_ABI::kex
