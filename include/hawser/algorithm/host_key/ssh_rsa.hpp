#pragma once
// ssh-rsa (RFC 4253, section 6.6): RSA with SHA-1, of servers older than RFC 8332.

#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>

namespace hawser::inline HAWSER_ABI::legacy::host_key {

namespace detail {
struct ssh_rsa_names {
    static constexpr std::string_view name = "ssh-rsa";
    static constexpr grade rank = grade::legacy;
    static constexpr auto digest_info = native::hex_constant<15>("3021300906052b0e03021a05000414");
};
} // namespace detail

using ssh_rsa = hawser::host_key::basic_rsa<detail::ssh_rsa_names, cryptopp::rsa, cryptopp::sha1>;

} // namespace hawser::inline HAWSER_ABI::legacy::host_key
