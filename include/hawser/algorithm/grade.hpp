#pragma once
// How far an algorithm is to be trusted, and the requirement every algorithm shares.

#include <hawser/core/config.hpp>

#include <concepts>
#include <string_view>

namespace hawser::inline HAWSER_ABI {

/// preferred: sound and current. opt_in: sound, for those who name it. legacy: weak, for old servers. broken: a session's
/// log is warned of each use. test_only: no protection at all; refused unless HAWSER_TEST_ALGORITHMS is defined.
enum class grade : unsigned char { preferred, opt_in, legacy, broken, test_only };

constexpr std::string_view name_of(grade g) noexcept {
    switch (g) {
    case grade::preferred: return "preferred";
    case grade::opt_in: return "opt-in";
    case grade::legacy: return "legacy";
    case grade::broken: return "broken";
    case grade::test_only: return "test-only";
    }
    return "unknown";
}

/// A descriptor: an empty struct of constants and nested types. `name` is the name on the wire.
template <class A>
concept algorithm = requires {
    { A::name } -> std::convertible_to<std::string_view>;
    { A::rank } -> std::convertible_to<grade>;
};

} // namespace hawser::inline HAWSER_ABI
