#pragma once
// A stack without secrets: arithmetic that returns its numbers by value, and compilers that run out of registers, leave copies
// on it that have no name to wipe them by.

#include <hawser/core/secret.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

namespace detail {

template <class F>
HAWSER_NOINLINE bool answer_of(F& f) noexcept {
    return f();
}
/// The first bytes of a stack frame are not its locals', and wipe_stack has such a frame itself.
template <class F>
HAWSER_NOINLINE bool deeper_answer_of(F& f) noexcept {
    std::array<std::byte, 256> above{};
    wipe(above);
    const bool answer = answer_of(f);
    wipe(above);
    return answer;
}
template <std::size_t Size>
HAWSER_NOINLINE void wipe_stack() noexcept {
    std::array<std::byte, Size> used;
    wipe(used);
}

} // namespace detail

/// What `f` answers. Afterwards `Size` bytes of stack are wiped, from where `f` began.
template <std::size_t Size, class F>
bool on_wiped_stack(F f) noexcept {
    const bool answer = detail::deeper_answer_of(f);
    detail::wipe_stack<Size>();
    return answer;
}

} // namespace hawser::inline HAWSER_ABI::native
