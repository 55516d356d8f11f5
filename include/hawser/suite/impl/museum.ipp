#pragma once

#include <hawser/suite/catalog.hpp>
#include <hawser/suite/museum.hpp>
#include <hawser/suite/suite.hpp>

namespace hawser::inline HAWSER_ABI {

namespace detail {

template <class... Algorithms>
kex_list<Algorithms...> kex_list_of(type_list<Algorithms...>);
template <class... Algorithms>
host_key_list<Algorithms...> host_key_list_of(type_list<Algorithms...>);
template <class... Algorithms>
cipher_list<Algorithms...> cipher_list_of(type_list<Algorithms...>);
template <class... Algorithms>
mac_list<Algorithms...> mac_list_of(type_list<Algorithms...>);
template <class... Algorithms>
compression_list<Algorithms...> compression_list_of(type_list<Algorithms...>);

} // namespace detail

/// The order is the catalogue's: what is safer first, so that a peer of today is not led to anything weak.
struct museum : suite<decltype(detail::kex_list_of(catalog::kexes{})),
                      decltype(detail::host_key_list_of(catalog::host_keys{})),
                      decltype(detail::cipher_list_of(catalog::ciphers{})),
                      decltype(detail::mac_list_of(catalog::macs{})),
                      decltype(detail::compression_list_of(catalog::compressions{}))> {};

} // namespace hawser::inline HAWSER_ABI
