#pragma once
// result<T>: a value or an error_code, with the member names of the matching part of std::expected.

#include <hawser/core/config.hpp>

#include <optional>
#include <system_error>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI {

/// A value of type T, or the error that prevented it. Never both, never neither.
template <class T>
class [[nodiscard]] result {
  public:
    using value_type = T;

    template <class U = T>
        requires(std::is_constructible_v<T, U&&> && !std::is_same_v<std::remove_cvref_t<U>, result> &&
                 !std::is_same_v<std::remove_cvref_t<U>, std::error_code> &&
                 !std::is_error_code_enum_v<std::remove_cvref_t<U>>)
    result(U&& value) : value_{std::in_place, std::forward<U>(value)} {}
    result(std::error_code error) : error_{error} { HAWSER_ASSERT(error); }
    template <class Enum>
        requires std::is_error_code_enum_v<Enum> result(Enum error) : error_{error} {}
        result(std::errc error) : error_{std::make_error_code(error)} {}

        bool has_value() const noexcept { return value_.has_value(); }
        explicit operator bool() const noexcept { return has_value(); }

        /// Precondition of all four: has_value().
        T& operator*() & { return *checked(); }
        const T& operator*() const& { return *const_cast<result*>(this)->checked(); }
        T&& operator*() && { return std::move(*checked()); }
        T* operator->() { return &*checked(); }
        const T* operator->() const { return &**this; }
        T& value() & { return **this; }
        const T& value() const& { return **this; }
        T&& value() && { return *std::move(*this); }

        /// The error, or a code that is false when there is a value.
        std::error_code error() const noexcept { return error_; }

      private:
        std::optional<T>& checked() {
            HAWSER_ASSERT(value_.has_value());
            return value_;
        }

        std::optional<T> value_;
        std::error_code error_;
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
