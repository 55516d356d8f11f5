#pragma once
// result<T>: a value or an error_code, with the member names of the matching part of std::expected.

#include <hawser/core/config.hpp>

#include <memory>
#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI {

namespace detail {

/// What a result holds. For values that copy as bytes, which nearly all are, this union is all there is: results
/// are everywhere, and each of their types is compiled.
template <class T, bool CopiesAsBytes = std::is_trivially_copyable_v<T>>
class value_or_error {
  public:
    template <class U>
    value_or_error(std::in_place_t, U&& value) : value_(std::forward<U>(value)),
                                                 has_value_{true} {}
    explicit value_or_error(std::error_code error) noexcept : error_{error}, has_value_{false} {}

    bool has_value() const noexcept { return has_value_; }
    T& value() noexcept { return value_; }
    std::error_code error() const noexcept { return has_value_ ? std::error_code{} : error_; }

  private:
    union {
        T value_;
        std::error_code error_;
    };
    bool has_value_;
};

template <class T>
class value_or_error<T, false> {
  public:
    template <class U>
    value_or_error(std::in_place_t, U&& value) : value_{std::in_place, std::forward<U>(value)} {}
    explicit value_or_error(std::error_code error) noexcept : error_{error} {}

    bool has_value() const noexcept { return value_.has_value(); }
    T& value() noexcept { return *value_; }
    std::error_code error() const noexcept { return error_; }

  private:
    std::optional<T> value_;
    std::error_code error_;
};

} // namespace detail

/// A value of type T, or the error that prevented it. Never both, never neither.
template <class T>
class [[nodiscard]] result {
  public:
    using value_type = T;

    template <class U = T>
        requires(std::is_constructible_v<T, U&&> && !std::is_same_v<std::remove_cvref_t<U>, result> &&
                 !std::is_same_v<std::remove_cvref_t<U>, std::error_code> &&
                 !std::is_error_code_enum_v<std::remove_cvref_t<U>>)
    result(U&& value) : held_{std::in_place, std::forward<U>(value)} {}
    result(std::error_code error) : held_{error} { HAWSER_ASSERT(error); }
    template <class Enum>
        requires std::is_error_code_enum_v<Enum> result(Enum error) : held_{make_error_code(error)} {}
        result(std::errc error) : held_{std::make_error_code(error)} {}

        bool has_value() const noexcept { return held_.has_value(); }
        explicit operator bool() const noexcept { return has_value(); }

        /// Precondition of all four: has_value().
        T& operator*() & { return checked(); }
        const T& operator*() const& { return const_cast<result*>(this)->checked(); }
        T&& operator*() && { return std::move(checked()); }
        T* operator->() { return std::addressof(checked()); }
        const T* operator->() const { return std::addressof(**this); }
        T& value() & { return **this; }
        const T& value() const& { return **this; }
        T&& value() && { return *std::move(*this); }

        /// The error, or a code that is false when there is a value.
        std::error_code error() const noexcept { return held_.error(); }

      private:
        T& checked() {
            HAWSER_ASSERT(has_value());
            return held_.value();
        }

        detail::value_or_error<T> held_;
};

/// Success, or the error that prevented it.
template <>
class [[nodiscard]] result<void> {
  public:
    using value_type = void;

    result() noexcept = default;
    result(std::error_code error) noexcept : error_{error} {}
    template <class Enum>
        requires std::is_error_code_enum_v<Enum> result(Enum error)
    noexcept : error_{error} {}
    result(std::errc error) noexcept : error_{std::make_error_code(error)} {}

    bool has_value() const noexcept { return !error_; }
    explicit operator bool() const noexcept { return has_value(); }
    std::error_code error() const noexcept { return error_; }

  private:
    std::error_code error_;
};

} // namespace hawser::inline HAWSER_ABI
