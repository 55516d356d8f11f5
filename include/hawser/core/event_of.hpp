#pragma once
// What a machine tells its owner: nothing, or one of the facts it can tell of.

#include <hawser/core/held.hpp>

#include <cstring>
#include <type_traits>

namespace hawser::inline HAWSER_ABI {

/// At most one object out of several types, each a plain struct of values and views: an event is copied as
/// bytes.
template <class... Kinds>
class event_of : public held<Kinds...> {
    static_assert((std::is_trivially_copyable_v<Kinds> && ...), "an event is copied as bytes");

  public:
    event_of() noexcept {}
    template <detail::one_among<Kinds...> T>
    event_of(const T& one) noexcept {
        this->hold(one);
    }
    /// The event of another machine; nothing when its kind is none of these.
    template <class... Others>
    event_of(const event_of<Others...>& other) noexcept {
        static_assert((held<Kinds...>::template can_be<Others> || ...));
        static_assert(sizeof(other.storage_) <= sizeof(this->storage_));
        static constexpr unsigned char here[] = {0, held<Kinds...>::template position_of<Others>()...};
        this->position_ = here[other.position_];
        std::memcpy(this->storage_, other.storage_, sizeof(other.storage_));
    }

  private:
    template <class...>
    friend class event_of;
};

} // namespace hawser::inline HAWSER_ABI
