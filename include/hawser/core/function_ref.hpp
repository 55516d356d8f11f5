#pragma once
// A reference to a callable: two pointers, no ownership, no allocation.

#include <hawser/core/config.hpp>

#include <concepts>
#include <functional>
#include <memory>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI {

template <class Signature>
class function_ref;

/// Calls the object it was made from, which must outlive it; temporaries are refused, since references like
/// this are stored. The default-constructed one is empty and must not be called.
template <class R, class... Arguments>
class function_ref<R(Arguments...)> {
  public:
    function_ref() noexcept = default;
    template <class F>
        requires(!std::same_as<std::remove_cv_t<F>, function_ref> && std::is_object_v<F> &&
                 std::is_invocable_r_v<R, F&, Arguments...>)
    function_ref(F& callable)
    noexcept
        : object_{const_cast<void*>(static_cast<const void*>(std::addressof(callable)))},
          call_{[](void* object, Arguments... arguments) -> R {
              return std::invoke(*static_cast<F*>(object), std::forward<Arguments>(arguments)...);
          }} {}

    explicit operator bool() const noexcept { return call_ != nullptr; }
    R operator()(Arguments... arguments) const {
        HAWSER_ASSERT(call_ != nullptr);
        return call_(object_, std::forward<Arguments>(arguments)...);
    }

  private:
    void* object_ = nullptr;
    R (*call_)(void*, Arguments...) = nullptr;
};

} // namespace hawser::inline HAWSER_ABI
