#pragma once
// diffie-hellman-group-exchange-sha1, of old servers (RFC 4419).

#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/kex/dh_group_exchange.hpp>

namespace hawser::inline HAWSER_ABI::legacy::kex {

namespace detail {
struct diffie_hellman_group_exchange_sha1_names {
    static constexpr std::string_view name = "diffie-hellman-group-exchange-sha1";
    static constexpr grade rank = grade::legacy;
};
} // namespace detail

using diffie_hellman_group_exchange_sha1 =
    hawser::kex::basic_dh_group_exchange<detail::diffie_hellman_group_exchange_sha1_names, native::modexp,
                                         cryptopp::sha1>;

} // namespace hawser::inline HAWSER_ABI::legacy::kex
