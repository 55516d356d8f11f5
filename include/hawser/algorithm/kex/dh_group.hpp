#pragma once
// Diffie-Hellman in the fixed groups of RFC 3526 (RFC 4253, section 8; RFC 8268).

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/dh_key_pair.hpp>
#include <hawser/algorithm/kex/modp_group.hpp>
#include <hawser/algorithm/kex/two_message.hpp>
#include <hawser/algorithm/native/montgomery.hpp>

namespace hawser::inline HAWSER_ABI::kex {

/// An ephemeral key pair in a fixed group.
template <class Group, class Modexp>
class dh_agreement {
  public:
    using init_message = wire::dh_init;
    using reply_message = wire::dh_reply;
    static_assert(Group::prime.size() < limits::kex_mpint);

    result<void> start(random_ref random) { return own_.start(random, Group::prime, Group::generator); }
    byte_view value() const noexcept { return own_.value(); }
    result<void> agree(byte_view peer) { return own_.agree(peer); }
    byte_view secret() const noexcept { return own_.secret(); }

  private:
    dh_key_pair<Modexp> own_;
};

/// The method of one group; its names are added by the descriptor.
template <class Names, class Group, class Modexp, class Hash>
struct basic_dh_group : Names {
    using hash = Hash;
    using options = no_kex_options;
    using initiator = two_message_initiator<dh_agreement<Group, Modexp>>;
    using responder = two_message_responder<dh_agreement<Group, Modexp>>;
};

namespace detail {
struct diffie_hellman_group14_sha256_names {
    static constexpr std::string_view name = "diffie-hellman-group14-sha256";
    static constexpr grade rank = grade::preferred;
};
struct diffie_hellman_group16_sha512_names {
    static constexpr std::string_view name = "diffie-hellman-group16-sha512";
    static constexpr grade rank = grade::preferred;
};
struct diffie_hellman_group18_sha512_names {
    static constexpr std::string_view name = "diffie-hellman-group18-sha512";
    static constexpr grade rank = grade::preferred;
};
} // namespace detail

using diffie_hellman_group14_sha256 =
    basic_dh_group<detail::diffie_hellman_group14_sha256_names, modp_2048, native::modexp, cryptopp::sha256>;
using diffie_hellman_group16_sha512 =
    basic_dh_group<detail::diffie_hellman_group16_sha512_names, modp_4096, native::modexp, cryptopp::sha512>;
using diffie_hellman_group18_sha512 =
    basic_dh_group<detail::diffie_hellman_group18_sha512_names, modp_8192, native::modexp, cryptopp::sha512>;

} // namespace hawser::inline HAWSER_ABI::kex
