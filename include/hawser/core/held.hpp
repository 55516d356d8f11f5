#pragma once
// Nothing, or one object out of several types: what events and diagnostics are.

#include <hawser/core/config.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <new>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI {

namespace detail {
template <class T, class... Types>
concept one_among = (std::same_as<T, Types> || ...);
} // namespace detail

/// What is held and how to look at it; whoever derives from this says how it is made and copied. Not a
/// std::variant, of which every program would compile a hundred functions for each list of kinds.
///
///     if (const auto* data = happened.as<connection::channel_data>()) read(data->data);
///     if (happened.is<transport::closed>()) ...
template <class... Kinds>
class held {
  public:
    static constexpr std::size_t kinds = sizeof...(Kinds);
    template <class T>
    static constexpr bool can_be = detail::one_among<T, Kinds...>;

    /// Whether there is anything at all.
    explicit operator bool() const noexcept { return position_ != 0; }
    /// 0 for nothing, else one more than the position of the kind.
    std::size_t index() const noexcept { return position_; }
    template <detail::one_among<Kinds...> T>
    bool is() const noexcept {
        return position_ == position_of<T>();
    }
    /// What is held when it is a T, else null.
    template <detail::one_among<Kinds...> T>
    const T* as() const& noexcept {
        return is<T>() ? at<T>() : nullptr;
    }
    template <class T>
    const T* as() const&& = delete;

    /// Calls `f(one)` with what is held; does nothing when there is nothing.
    template <class F>
    void visit(F&& f) const {
        std::size_t i = 0;
        (void)((++i == position_ && (f(*at<Kinds>()), true)) || ...);
    }

  protected:
    /// 0 when T is none of them.
    template <class T>
    static consteval unsigned char position_of() noexcept {
        static_assert(kinds < 255);
        unsigned char i = 0;
        return ((++i, std::same_as<T, Kinds>) || ...) ? i : 0;
    }

    held() noexcept {}
    /// Precondition: nothing is held that must be destroyed.
    template <class T>
    void hold(T&& one) {
        using kind = std::remove_cvref_t<T>;
        ::new (static_cast<void*>(storage_)) kind(std::forward<T>(one));
        position_ = position_of<kind>();
    }

    alignas(Kinds...) std::byte storage_[(std::max)({sizeof(Kinds)...})];
    unsigned char position_ = 0;

  private:
    template <class T>
    const T* at() const noexcept {
        return std::launder(reinterpret_cast<const T*>(storage_));
    }
};

} // namespace hawser::inline HAWSER_ABI
