#pragma once
// result<T>: a value or an error_code, with the member names of the matching part of std::expected.

#include <hawser/core/config.hpp>

#include <memory>
#include <new>
#include <system_error>
#include <type_traits>
#include <utility>

namespace hawser::inline HAWSER_ABI {

namespace detail {

/// What all results have in common, so that it is compiled once: they are everywhere, and of many types.
class outcome {
  public:
    bool has_value() const noexcept { return has_value_; }
    explicit operator bool() const noexcept { return has_value_; }
    /// The error, or a code that is false when there is a value.
    std::error_code error() const noexcept { return error_; }

  protected:
    std::error_code error_;
    bool has_value_ = false;
};

/// Room for the value, which is there when `has_value_` says so.
template <class T, bool CopiesAsBytes = std::is_trivially_copyable_v<T>>
class outcome_with : public outcome {
  protected:
    outcome_with() noexcept {}
    union {
        T value_;
    };
};

template <class T>
class outcome_with<T, false> : public outcome {
  public:
    outcome_with(outcome_with&& other) noexcept(std::is_nothrow_move_constructible_v<T>) : outcome{other} {
        if (has_value_) std::construct_at(std::addressof(value_), std::move(other.value_));
    }
    outcome_with(const outcome_with& other) requires(std::is_copy_constructible_v<T>) : outcome{other} {
        if (has_value_) std::construct_at(std::addressof(value_), other.value_);
    }
    outcome_with& operator=(outcome_with other) noexcept(std::is_nothrow_move_constructible_v<T>) {
        clear();
        error_ = other.error_;
        if (!other.has_value_) return *this;
        std::construct_at(std::addressof(value_), std::move(other.value_));
        has_value_ = true;
        return *this;
    }
    ~outcome_with() { clear(); }

  protected:
    outcome_with() noexcept {}
    union {
        T value_;
    };

  private:
    void clear() noexcept {
        if (has_value_) std::destroy_at(std::addressof(value_));
        has_value_ = false;
    }
};

} // namespace detail

/// A value of type T, or the error that prevented it. Never both, never neither.
template <class T>
class [[nodiscard]] result : public detail::outcome_with<T> {
  public:
    using value_type = T;

    template <class U = T>
        requires(std::is_constructible_v<T, U&&> && !std::is_same_v<std::remove_cvref_t<U>, result> &&
                 !std::is_same_v<std::remove_cvref_t<U>, std::error_code> &&
                 !std::is_error_code_enum_v<std::remove_cvref_t<U>>)
    result(U&& value) {
        ::new (static_cast<void*>(std::addressof(this->value_))) T(std::forward<U>(value));
        this->has_value_ = true;
    }
    result(std::error_code error) noexcept {
        HAWSER_ASSERT(error);
        this->error_ = error;
    }
    template <class Enum>
        requires std::is_error_code_enum_v<Enum> result(Enum error) : result{make_error_code(error)} {}
        result(std::errc error) : result{std::make_error_code(error)} {}

        /// Precondition of all four: has_value().
        T& operator*() & { return checked(); }
        const T& operator*() const& { return const_cast<result*>(this)->checked(); }
        T&& operator*() && { return std::move(checked()); }
        T* operator->() { return std::addressof(checked()); }
        const T* operator->() const { return std::addressof(**this); }
        T& value() & { return **this; }
        const T& value() const& { return **this; }
        T&& value() && { return *std::move(*this); }

      private:
        T& checked() {
            HAWSER_ASSERT(this->has_value_);
            return this->value_;
        }
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
