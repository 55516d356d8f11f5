#pragma once
// The library's version and the software part of its identification line (RFC 4253 section 4.2).

#include <hawser/core/config.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI {

/// The build system refuses a version here that differs from its own.
inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;
inline constexpr std::string_view version_string = "0.1.0";

/// What a session calls itself unless its options say otherwise; without CR LF.
inline constexpr std::string_view identification_default = "SSH-2.0-Hawser_0.1.0";

} // namespace hawser::inline HAWSER_ABI
