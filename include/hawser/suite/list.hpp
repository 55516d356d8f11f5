#pragma once
// The lists a suite is made of: algorithms of one kind, best first.

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/compression.hpp>
#include <hawser/algorithm/host_key.hpp>
#include <hawser/algorithm/kex.hpp>
#include <hawser/algorithm/mac.hpp>
#include <hawser/core/type_list.hpp>
#include <hawser/suite/algorithm_slot.hpp>

namespace hawser::inline HAWSER_ABI {

template <kex_algorithm... Algorithms>
struct kex_list {
    static constexpr algorithm_kind kind = algorithm_kind::kex;
    using types = type_list<Algorithms...>;
};

template <host_key_algorithm... Algorithms>
struct host_key_list {
    static constexpr algorithm_kind kind = algorithm_kind::host_key;
    using types = type_list<Algorithms...>;
};

template <cipher_algorithm... Algorithms>
struct cipher_list {
    static constexpr algorithm_kind kind = algorithm_kind::cipher;
    using types = type_list<Algorithms...>;
};

/// Needed only beside paired ciphers; an AEAD cipher ignores it.
template <mac_algorithm... Algorithms>
struct mac_list {
    static constexpr algorithm_kind kind = algorithm_kind::mac;
    using types = type_list<Algorithms...>;
};

/// A suite without one has compression::none alone.
template <compression_algorithm... Algorithms>
struct compression_list {
    static constexpr algorithm_kind kind = algorithm_kind::compression;
    using types = type_list<Algorithms...>;
};

/// One of the five lists above.
template <class L>
concept algorithm_list = requires {
    { L::kind } -> std::convertible_to<algorithm_kind>;
    L::types::size;
};

} // namespace hawser::inline HAWSER_ABI
