#pragma once
// The few type-list operations the house uses.

#include <hawser/core/config.hpp>

#include <cstddef>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI {

template <class... Types>
struct type_list {
    static constexpr std::size_t size = sizeof...(Types);

    /// Calls `f(std::type_identity<T>{})` for each type in order.
    template <class F>
    static constexpr void for_each(F&& f) {
        (f(std::type_identity<Types>{}), ...);
    }

    /// Calls `f(std::type_identity<T>{})` for the type at `index` and returns what it returned; `fallback` when
    /// there is no such index.
    template <class R, class F>
    static constexpr R visit(std::size_t index, R fallback, F&& f) {
        R out = std::move(fallback);
        std::size_t i = 0;
        (void)((i++ == index ? (out = f(std::type_identity<Types>{}), true) : false) || ...);
        return out;
    }
};

namespace detail {
template <std::size_t Index, class... Types>
struct type_at;
template <std::size_t Index, class First, class... Rest>
struct type_at<Index, type_list<First, Rest...>> : type_at<Index - 1, type_list<Rest...>> {};
template <class First, class... Rest>
struct type_at<0, type_list<First, Rest...>> {
    using type = First;
};
} // namespace detail

/// The type at a position of a list.
template <std::size_t Index, class List>
using type_at = typename detail::type_at<Index, List>::type;

} // namespace hawser::inline HAWSER_ABI
