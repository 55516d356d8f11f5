#pragma once
// Calls a function with what a std::variant holds.

#include <hawser/core/config.hpp>

#include <cstddef>
#include <utility>
#include <variant>

namespace hawser::inline HAWSER_ABI {

/// `f(alternative)`, once. What std::visit does for a function that returns nothing, without its tables of
/// functions: variants of events have many alternatives, and every program compiles them.
template <class F, class... Alternatives>
void visit_held(const std::variant<Alternatives...>& held, F&& f) {
    [&]<std::size_t... Index>(std::index_sequence<Index...>) {
        (void)((held.index() == Index && (f(*std::get_if<Index>(&held)), true)) || ...);
    }
    (std::index_sequence_for<Alternatives...>{});
}

} // namespace hawser::inline HAWSER_ABI
