#pragma once
// How the facades report: an error code with its details, returned or thrown.

#include <hawser/core/diagnostic.hpp>

#include <memory>
#include <string>
#include <system_error>

namespace hawser::inline HAWSER_ABI {

/// What a facade operation reports: false when it succeeded.
struct failure {
    std::error_code code;
    diagnostic details;

    // Every operation makes and moves these; the details have many kinds, so how is compiled once.
    failure() noexcept;
    failure(std::error_code why, diagnostic more = {}) noexcept;
    failure(const failure&);
    failure(failure&&) noexcept;
    failure& operator=(const failure&);
    failure& operator=(failure&&) noexcept;
    ~failure();

    explicit operator bool() const noexcept { return static_cast<bool>(code); }
    /// One line for people.
    std::string text() const;
};

/// Thrown by the overloads that report no other way.
class error : public std::system_error {
  public:
    explicit error(failure what);

    const char* what() const noexcept override { return text_->c_str(); }
    const failure& reason() const noexcept { return *failure_; }

  private:
    // Shared, because exceptions must be copied without throwing.
    std::shared_ptr<const failure> failure_;
    std::shared_ptr<const std::string> text_;
};

/// Throws `error` when there is one.
void throw_if(failure&& what);

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/client/impl/failure.ipp>
#endif
