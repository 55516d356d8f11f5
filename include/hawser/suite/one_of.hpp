#pragma once
// Storage for at most one object out of several types, chosen at run time: what a negotiated algorithm lives
// in.

#include <hawser/core/config.hpp>

#include <algorithm>
#include <cstddef>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI {

/// Holds nothing or exactly one default-constructed object of one of the types; the objects never move.
/// Replacing or resetting destroys the old one, and so wipes its keys. No heap, no virtual call: a visit is a
/// chain of comparisons that the compiler turns into a jump. One type needs no index; without types it is an
/// empty class that never holds anything.
template <class... Types>
class one_of {
  public:
    static constexpr std::size_t size = sizeof...(Types);

    one_of() noexcept = default;
    one_of(const one_of&) = delete;
    one_of& operator=(const one_of&) = delete;
    ~one_of() { reset(); }

    bool has_value() const noexcept { return held_ != 0; }
    /// The position of the held type. Precondition: has_value().
    std::size_t index() const noexcept {
        HAWSER_ASSERT(has_value());
        return std::size_t{held_} - 1;
    }

    /// Destroys what is held and default-constructs the type at `index`, which must be less than `size`.
    /// Holds nothing when the constructor throws.
    HAWSER_NOINLINE void emplace_at(std::size_t index) {
        HAWSER_ASSERT(index < size);
        reset();
        std::size_t i = 0;
        (void)((i++ == index && (::new (static_cast<void*>(storage_)) Types, true)) || ...);
        if (index < size) held_ = static_cast<counter>(index + 1);
    }
    template <std::size_t Index>
        requires(Index < sizeof...(Types))
    void emplace() { emplace_at(Index); }
    HAWSER_NOINLINE void reset() noexcept {
        visit([](auto& held) { std::destroy_at(&held); });
        held_ = 0;
    }

    /// Calls `f(held)`; does nothing when nothing is held.
    template <class F>
    void visit(F&& f) {
        std::size_t i = 0;
        (void)((++i == held_ && (f(*std::launder(reinterpret_cast<Types*>(storage_))), true)) || ...);
    }
    template <class F>
    void visit(F&& f) const {
        std::size_t i = 0;
        (void)((++i == held_ && (f(*std::launder(reinterpret_cast<const Types*>(storage_))), true)) || ...);
    }

    /// What `f(held)` returns; `nothing` when nothing is held.
    template <class R, class F>
    R visit_or(R nothing, F&& f) {
        visit([&](auto& held) { nothing = f(held); });
        return nothing;
    }
    template <class R, class F>
    R visit_or(R nothing, F&& f) const {
        visit([&](const auto& held) { nothing = f(held); });
        return nothing;
    }

  private:
    /// 0 when nothing is held, else one more than the index.
    using counter = std::conditional_t<sizeof...(Types) == 1, bool, unsigned char>;
    static_assert(sizeof...(Types) < 255);

    alignas(Types...) std::byte storage_[(std::max)({sizeof(Types)...})];
    counter held_ = 0;
};

template <>
class one_of<> {
  public:
    static constexpr std::size_t size = 0;

    bool has_value() const noexcept { return false; }
    void reset() noexcept {}
    template <class F>
    void visit(F&&) const {}
    template <class R, class F>
    R visit_or(R nothing, F&&) const {
        return nothing;
    }
};

namespace detail {
template <class List>
struct one_of_list;
template <template <class...> class List, class... Types>
struct one_of_list<List<Types...>> {
    using type = one_of<Types...>;
};
} // namespace detail

/// one_of the types of a type_list.
template <class List>
using one_of_list = typename detail::one_of_list<List>::type;

} // namespace hawser::inline HAWSER_ABI
