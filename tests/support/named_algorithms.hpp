#pragma once
// Algorithms that protect nothing, under any name and of grade preferred: for tests of lists, names and
// negotiation.

#include <hawser/algorithm/compression.hpp>

#include <algorithm>
#include <string_view>
#include <support/null_algorithms.hpp>

namespace hawser::testing {

template <std::size_t Size>
struct fixed_name {
    char text[Size]{};
    constexpr fixed_name(const char (&from)[Size]) { std::copy_n(from, Size, text); }
};

template <fixed_name Name, class Base>
struct named : Base {
    static constexpr std::string_view name{Name.text, sizeof(Name.text) - 1};
    static constexpr grade rank = grade::preferred;
};

template <fixed_name Name>
using named_kex = named<Name, null_kex>;
template <fixed_name Name>
using named_host_key = named<Name, null_host_key>;
template <fixed_name Name>
using named_aead = named<Name, null_aead>;
template <fixed_name Name>
using named_cipher = named<Name, null_cipher>;
template <fixed_name Name>
using named_mac = named<Name, null_mac>;

struct null_compression {
    static constexpr compression_start starts = compression_start::never;
    struct deflater {};
    struct inflater {};
};
template <fixed_name Name>
using named_compression = named<Name, null_compression>;

} // namespace hawser::testing
