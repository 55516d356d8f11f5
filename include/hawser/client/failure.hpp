#pragma once
// How the facades report: an error code with its details, returned or thrown.

#include <hawser/core/diagnostic.hpp>

#include <memory>
#include <string>
#include <system_error>
#include <utility>

namespace hawser::inline HAWSER_ABI {

/// What a facade operation reports: false when it succeeded.
struct failure {
    std::error_code code;
    diagnostic details;

    explicit operator bool() const noexcept { return static_cast<bool>(code); }
    /// One line for people.
    std::string text() const { return code ? describe(code, details) : std::string{}; }
};

/// Thrown by the overloads that report no other way.
class error : public std::system_error {
  public:
    explicit error(failure what)
        : std::system_error{what.code},
          failure_{std::make_shared<const failure>(std::move(what))},
          text_{std::make_shared<const std::string>(failure_->text())} {}

    const char* what() const noexcept override { return text_->c_str(); }
    const failure& reason() const noexcept { return *failure_; }

  private:
    // Shared, because exceptions must be copied without throwing.
    std::shared_ptr<const failure> failure_;
    std::shared_ptr<const std::string> text_;
};

/// Throws `error` when there is one.
inline void throw_if(failure&& what) {
    if (what) HAWSER_THROW(error{std::move(what)});
}

} // namespace hawser::inline HAWSER_ABI
