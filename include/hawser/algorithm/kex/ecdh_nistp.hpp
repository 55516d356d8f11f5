#pragma once
// ecdh-sha2-nistp256, -nistp384 and -nistp521 (RFC 5656, section 4).

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/two_message.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>

namespace hawser::inline HAWSER_ABI::kex {

/// An ephemeral key pair on a curve; the secret is the x coordinate of the common point.
template <class Curve>
class ecdh_agreement {
  public:
    using init_message = wire::ecdh_init;
    using reply_message = wire::ecdh_reply;
    static constexpr std::size_t value_size = Curve::point_size;

    result<void> start(random_ref random) { return Curve::generate(random, private_.span(), value_); }
    byte_view value() const noexcept { return value_; }
    result<void> agree(byte_view peer) {
        const bool agreed = Curve::agree(private_.view(), peer, secret_.span());
        wipe(private_.span());
        if (!agreed) return protocol_error::kex_value_out_of_range;
        return {};
    }
    byte_view secret() const noexcept { return secret_.view(); }

  private:
    secret_array<Curve::scalar_size> private_;
    secret_array<Curve::coordinate_size> secret_;
    std::array<std::byte, Curve::point_size> value_{};
};

/// The method of one curve; its names are added by the descriptor.
template <class Names, class Curve, class Hash>
struct basic_ecdh : Names {
    using hash = Hash;
    using options = no_kex_options;
    using initiator = two_message_initiator<ecdh_agreement<Curve>>;
    using responder = two_message_responder<ecdh_agreement<Curve>>;
};

namespace detail {
struct ecdh_sha2_nistp256_names {
    static constexpr std::string_view name = "ecdh-sha2-nistp256";
    static constexpr grade rank = grade::preferred;
};
struct ecdh_sha2_nistp384_names {
    static constexpr std::string_view name = "ecdh-sha2-nistp384";
    static constexpr grade rank = grade::preferred;
};
struct ecdh_sha2_nistp521_names {
    static constexpr std::string_view name = "ecdh-sha2-nistp521";
    static constexpr grade rank = grade::preferred;
};
} // namespace detail

/// Of another backend: a curve as native/nist_curve.hpp describes it, and its hash.
template <class Curve, class Hash>
using basic_ecdh_sha2_nistp256 = basic_ecdh<detail::ecdh_sha2_nistp256_names, Curve, Hash>;
template <class Curve, class Hash>
using basic_ecdh_sha2_nistp384 = basic_ecdh<detail::ecdh_sha2_nistp384_names, Curve, Hash>;
template <class Curve, class Hash>
using basic_ecdh_sha2_nistp521 = basic_ecdh<detail::ecdh_sha2_nistp521_names, Curve, Hash>;

using ecdh_sha2_nistp256 = basic_ecdh_sha2_nistp256<native::p256, cryptopp::sha256>;
using ecdh_sha2_nistp384 = basic_ecdh_sha2_nistp384<native::p384, cryptopp::sha384>;
using ecdh_sha2_nistp521 = basic_ecdh_sha2_nistp521<native::p521, cryptopp::sha512>;

} // namespace hawser::inline HAWSER_ABI::kex
