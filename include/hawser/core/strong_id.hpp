#pragma once
// Integers that name things and cannot be mixed with other integers.

#include <hawser/core/config.hpp>

#include <compare>
#include <cstdint>

namespace hawser::inline HAWSER_ABI {

/// An integer of its own type; `Tag` tells two kinds apart.
template <class Tag, class Rep = std::uint32_t>
struct strong_id {
    Rep value{};

    friend constexpr auto operator<=>(strong_id, strong_id) = default;
};

} // namespace hawser::inline HAWSER_ABI
