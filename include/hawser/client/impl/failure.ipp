#pragma once

#include <hawser/client/failure.hpp>

#include <utility>

namespace hawser::inline HAWSER_ABI {

HAWSER_DECL failure::failure() noexcept = default;
HAWSER_DECL failure::failure(std::error_code why, diagnostic more) noexcept
    : code{why},
      details{std::move(more)} {}
HAWSER_DECL failure::failure(const failure&) = default;
HAWSER_DECL failure::failure(failure&&) noexcept = default;
HAWSER_DECL failure& failure::operator=(const failure&) = default;
HAWSER_DECL failure& failure::operator=(failure&&) noexcept = default;
HAWSER_DECL failure::~failure() = default;

HAWSER_DECL std::string failure::text() const { return code ? describe(code, details) : std::string{}; }

HAWSER_DECL error::error(failure what)
    : std::system_error{what.code},
      failure_{std::make_shared<const failure>(std::move(what))},
      text_{std::make_shared<const std::string>(failure_->text())} {}

HAWSER_DECL void throw_if(failure&& what) {
    if (what) HAWSER_THROW(error{std::move(what)});
}

} // namespace hawser::inline HAWSER_ABI
