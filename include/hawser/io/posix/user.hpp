#pragma once
// Who runs this program, and where that user's SSH files are.

#include <hawser/core/result.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::io::posix {

/// A variable of the environment; nothing when it is unset or empty, or when the program runs with more
/// rights than its caller (set-user-id) and must not believe it.
std::optional<std::string> environment_variable(const char* name);

/// $HOME when it is an absolute path, else what the user database says. Errors:
/// usage_error::no_home_directory.
result<std::string> home_folder();

/// The name of the effective user in the user database. Errors: std::errc::no_such_file_or_directory when it
/// has none.
result<std::string> user_name();

/// `~/.ssh/NAME`. Errors: usage_error::no_home_directory.
result<std::string> ssh_file(std::string_view name);
inline result<std::string> known_hosts_path() { return ssh_file("known_hosts"); }

/// "~" or a leading "~/" replaced by the home folder; any other path, also one of another user ("~name"), as
/// it is.
result<std::string> expand_home(std::string_view path);

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/user.ipp>
#endif
