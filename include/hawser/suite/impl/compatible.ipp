#pragma once

#include <hawser/algorithm/cipher/aes_cbc.hpp>
#include <hawser/algorithm/cipher/triple_des.hpp>
#include <hawser/algorithm/host_key/ssh_rsa.hpp>
#include <hawser/algorithm/kex/dh_group_exchange_sha1.hpp>
#include <hawser/algorithm/kex/dh_group_sha1.hpp>
#include <hawser/algorithm/mac/hmac_sha1.hpp>
#include <hawser/algorithm/mac/umac.hpp>
#include <hawser/suite/compatible.hpp>
#include <hawser/suite/impl/modern.ipp>

namespace hawser::inline HAWSER_ABI {

namespace detail {

// The lists of `modern` with more behind them.
template <class... First, class... More>
kex_list<First..., More...> behind(type_list<First...>, kex_list<More...>);
template <class... First, class... More>
host_key_list<First..., More...> behind(type_list<First...>, host_key_list<More...>);
template <class... First, class... More>
cipher_list<First..., More...> behind(type_list<First...>, cipher_list<More...>);
template <class... First, class... More>
mac_list<First..., More...> behind(type_list<First...>, mac_list<More...>);
template <class... First, class... More>
compression_list<First..., More...> behind(type_list<First...>, compression_list<More...>);

} // namespace detail

/// Nothing weak is chosen while the peer has anything better: the weak stands last, and the client's order decides.
///
/// OpenSSH 5.3 (2009), which the longest-lived distributions carried until 2020, is served by the default suite's
/// group exchange and CTR ciphers, with hmac-sha1 and an ssh-rsa host key; older devices know group 14 with SHA-1 and
/// CBC alone.
struct compatible
    : suite<decltype(detail::behind(modern::kexes{},
                                    kex_list<legacy::kex::diffie_hellman_group14_sha1,
                                             legacy::kex::diffie_hellman_group_exchange_sha1>{})),
            decltype(detail::behind(modern::host_keys{}, host_key_list<legacy::host_key::ssh_rsa>{})),
            decltype(detail::behind(modern::ciphers{},
                                    cipher_list<legacy::cipher::aes128_cbc, legacy::cipher::aes192_cbc,
                                                legacy::cipher::aes256_cbc, legacy::cipher::triple_des_ctr,
                                                legacy::cipher::triple_des_cbc>{})),
            decltype(detail::behind(modern::macs{},
                                    mac_list<legacy::mac::hmac_sha1_etm, legacy::mac::umac_64_etm,
                                             legacy::mac::hmac_sha1, legacy::mac::umac_64>{})),
            decltype(detail::behind(modern::compressions{}, compression_list<>{}))> {};

} // namespace hawser::inline HAWSER_ABI
