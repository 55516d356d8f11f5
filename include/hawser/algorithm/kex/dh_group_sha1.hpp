#pragma once
// The Diffie-Hellman methods of old servers, both with SHA-1 and one in a group of 1024 bits (RFC 4253, section 8).

#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/kex/dh_group.hpp>

namespace hawser::inline HAWSER_ABI::legacy::kex {

namespace detail {
struct diffie_hellman_group1_sha1_names {
    static constexpr std::string_view name = "diffie-hellman-group1-sha1";
    static constexpr grade rank = grade::broken;
};
struct diffie_hellman_group14_sha1_names {
    static constexpr std::string_view name = "diffie-hellman-group14-sha1";
    static constexpr grade rank = grade::legacy;
};
} // namespace detail

using diffie_hellman_group1_sha1 =
    hawser::kex::basic_dh_group<detail::diffie_hellman_group1_sha1_names, hawser::kex::modp_1024,
                                native::modexp, cryptopp::sha1>;
using diffie_hellman_group14_sha1 =
    hawser::kex::basic_dh_group<detail::diffie_hellman_group14_sha1_names, hawser::kex::modp_2048,
                                native::modexp, cryptopp::sha1>;

} // namespace hawser::inline HAWSER_ABI::legacy::kex
