#pragma once
// A suite: the algorithms a program can negotiate, as one type. What it does not list is not in the program.

#include <hawser/algorithm/compression/none.hpp>
#include <hawser/suite/list.hpp>

#include <array>
#include <concepts>
#include <string_view>

namespace hawser::inline HAWSER_ABI {

namespace detail {

struct suite_tag {};

/// The types of the list of a kind, `Default` when there is none or it is empty.
template <algorithm_kind Kind, class Default, class... Lists>
struct types_of_kind {
    using type = Default;
};
template <algorithm_kind Kind, class Default, class First, class... Rest>
struct types_of_kind<Kind, Default, First, Rest...> : types_of_kind<Kind, Default, Rest...> {};
template <algorithm_kind Kind, class Default, algorithm_list First, class... Rest>
    requires(First::kind == Kind && First::types::size != 0)
struct types_of_kind<Kind, Default, First, Rest...> {
    using type = typename First::types;
};

template <algorithm_kind Kind, class List>
constexpr std::size_t is_of_kind() noexcept {
    if constexpr (algorithm_list<List>)
        return List::kind == Kind ? 1 : 0;
    else
        return 0;
}
template <algorithm_kind Kind, class... Lists>
inline constexpr bool at_most_one = (std::size_t{0} + ... + is_of_kind<Kind, Lists>()) <= 1;

template <class List>
inline constexpr bool names_are_distinct = true;
template <class... Algorithms>
    requires(sizeof...(Algorithms) > 1)
inline constexpr bool names_are_distinct<type_list<Algorithms...>> = [] {
    const std::array<std::string_view, sizeof...(Algorithms)> names{Algorithms::name...};
    for (std::size_t i = 0; i < names.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            if (names[i] == names[j]) return false;
        }
    }
    return true;
}();

template <class List>
inline constexpr bool any_needs_a_mac = false;
template <class... Ciphers>
inline constexpr bool any_needs_a_mac<type_list<Ciphers...>> = (paired_cipher<Ciphers> || ...);

#if defined(HAWSER_TEST_ALGORITHMS)
template <class List>
inline constexpr bool may_be_used = true;
#else
template <class List>
inline constexpr bool may_be_used = true;
template <class... Algorithms>
inline constexpr bool may_be_used<type_list<Algorithms...>> = ((Algorithms::rank != grade::test_only) && ...);
#endif

} // namespace detail

/// `suite<kex_list<...>, host_key_list<...>, cipher_list<...>, mac_list<...>, compression_list<...>>`, the
/// lists in any order, each best first: the order is the default preference, and the client's decides. A
/// suite that is named often reads better in errors when it is a class of its own: `struct mine : suite<...>
/// {};`
template <class... Lists>
struct suite : detail::suite_tag {
    using kexes = typename detail::types_of_kind<algorithm_kind::kex, type_list<>, Lists...>::type;
    using host_keys = typename detail::types_of_kind<algorithm_kind::host_key, type_list<>, Lists...>::type;
    using ciphers = typename detail::types_of_kind<algorithm_kind::cipher, type_list<>, Lists...>::type;
    using macs = typename detail::types_of_kind<algorithm_kind::mac, type_list<>, Lists...>::type;
    using compressions = typename detail::types_of_kind<algorithm_kind::compression,
                                                        type_list<compression::none>, Lists...>::type;

    static_assert((algorithm_list<Lists> && ...), "a suite is made of kex_list, host_key_list, cipher_list, "
                                                  "mac_list and compression_list, and nothing else");
    static_assert(detail::at_most_one<algorithm_kind::kex, Lists...>, "a suite has only one kex_list");
    static_assert(detail::at_most_one<algorithm_kind::host_key, Lists...>,
                  "a suite has only one host_key_list");
    static_assert(detail::at_most_one<algorithm_kind::cipher, Lists...>, "a suite has only one cipher_list");
    static_assert(detail::at_most_one<algorithm_kind::mac, Lists...>, "a suite has only one mac_list");
    static_assert(detail::at_most_one<algorithm_kind::compression, Lists...>,
                  "a suite has only one compression_list");

    static_assert(kexes::size != 0, "a suite needs a kex_list with at least one key exchange method");
    static_assert(host_keys::size != 0,
                  "a suite needs a host_key_list with at least one signature algorithm");
    static_assert(ciphers::size != 0, "a suite needs a cipher_list with at least one cipher");
    static_assert(!detail::any_needs_a_mac<ciphers> || macs::size != 0,
                  "a suite with a cipher that does not authenticate by itself needs a mac_list");

    static_assert(detail::names_are_distinct<kexes>,
                  "two key exchange methods of a suite have the same name");
    static_assert(detail::names_are_distinct<host_keys>,
                  "two signature algorithms of a suite have the same name");
    static_assert(detail::names_are_distinct<ciphers>, "two ciphers of a suite have the same name");
    static_assert(detail::names_are_distinct<macs>, "two MACs of a suite have the same name");
    static_assert(detail::names_are_distinct<compressions>,
                  "two compression methods of a suite have the same name");

    static_assert(detail::may_be_used<kexes> && detail::may_be_used<host_keys> &&
                      detail::may_be_used<ciphers> && detail::may_be_used<macs> &&
                      detail::may_be_used<compressions>,
                  "a test-only algorithm protects nothing: a suite may list it only where "
                  "HAWSER_TEST_ALGORITHMS is defined");
};

/// A suite, or a class derived from one.
template <class S>
concept algorithm_suite = std::derived_from<S, detail::suite_tag>;

} // namespace hawser::inline HAWSER_ABI
