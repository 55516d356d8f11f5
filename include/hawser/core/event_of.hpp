#pragma once
// What a machine tells its owner: nothing, or one of the facts it can tell of.

#include <hawser/core/config.hpp>

#include <algorithm>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <new>
#include <type_traits>

namespace hawser::inline HAWSER_ABI {

namespace detail {
template <class T, class... Types>
concept one_among = (std::same_as<T, Types> || ...);
} // namespace detail

/// Nothing, or one object out of several types, each a plain struct of values and views: an event is copied
/// as bytes. Not a std::variant, of which every program would compile a hundred functions for each kind of
/// event there is.
///
///     if (const auto* data = happened.as<connection::channel_data>()) read(data->data);
///     if (happened.is<transport::closed>()) ...
template <class... Kinds>
class event_of {
    static_assert((std::is_trivially_copyable_v<Kinds> && ...), "an event is copied as bytes");

    /// 1 for the first kind; 0 when T is none of them.
    template <class T>
    static consteval unsigned char position_of() noexcept {
        unsigned char i = 0;
        return ((++i, std::same_as<T, Kinds>) || ...) ? i : 0;
    }

  public:
    template <class T>
    static constexpr bool can_be = detail::one_among<T, Kinds...>;

    event_of() noexcept {}
    template <detail::one_among<Kinds...> T>
    event_of(const T& one) noexcept : held_{position_of<T>()} {
        ::new (static_cast<void*>(storage_)) T(one);
    }
    /// The event of another machine; nothing when its kind is none of these.
    template <class... Others>
    event_of(const event_of<Others...>& other) noexcept {
        static_assert((can_be<Others> || ...));
        static_assert(sizeof(other.storage_) <= sizeof(storage_));
        static constexpr unsigned char here[] = {0, position_of<Others>()...};
        held_ = here[other.held_];
        std::memcpy(storage_, other.storage_, sizeof(other.storage_));
    }

    /// Whether there is an event at all.
    explicit operator bool() const noexcept { return held_ != 0; }
    /// 0 for nothing, else one more than the position of the kind.
    std::size_t index() const noexcept { return held_; }
    template <detail::one_among<Kinds...> T>
    bool is() const noexcept {
        return held_ == position_of<T>();
    }
    /// The event when it is a T, else null.
    template <detail::one_among<Kinds...> T>
    const T* as() const& noexcept {
        return is<T>() ? held<T>() : nullptr;
    }
    template <class T>
    const T* as() const&& = delete;

    /// Calls `f(one)` with what is held; does nothing when there is nothing.
    template <class F>
    void visit(F&& f) const {
        std::size_t i = 0;
        (void)((++i == held_ && (f(*held<Kinds>()), true)) || ...);
    }

  private:
    template <class...>
    friend class event_of;

    template <class T>
    const T* held() const noexcept {
        return std::launder(reinterpret_cast<const T*>(storage_));
    }

    static_assert(sizeof...(Kinds) < 255);

    alignas(Kinds...) std::byte storage_[(std::max)({sizeof(Kinds)...})];
    unsigned char held_ = 0;
};

} // namespace hawser::inline HAWSER_ABI
