#pragma once

#include <hawser/core/error.hpp>
#include <hawser/io/posix/user.hpp>

#include <cerrno>
#include <cstdlib>
#include <pwd.h>
#include <unistd.h>
#include <vector>

namespace hawser::inline HAWSER_ABI::io::posix {

namespace detail {

/// One field of the effective user's entry; empty when there is no entry.
HAWSER_DECL result<std::string> user_entry(char* passwd::*field) {
    std::vector<char> room(1024);
    for (;;) {
        passwd entry{};
        passwd* found = nullptr;
        const int error = ::getpwuid_r(::geteuid(), &entry, room.data(), room.size(), &found);
        if (error == EINTR) continue;
        if (error == ERANGE && room.size() < 1024 * 1024) {
            room.resize(room.size() * 2);
            continue;
        }
        if (error != 0) return std::error_code{error, std::system_category()};
        return std::string{found != nullptr && found->*field != nullptr ? found->*field : ""};
    }
}

} // namespace detail

HAWSER_DECL std::optional<std::string> environment_variable(const char* name) {
    if (::geteuid() != ::getuid() || ::getegid() != ::getgid()) return {};
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') return {};
    return std::string{value};
}

HAWSER_DECL result<std::string> home_folder() {
    if (auto home = environment_variable("HOME"); home && home->front() == '/') return *std::move(home);
    auto entry = detail::user_entry(&passwd::pw_dir);
    if (!entry || entry->empty() || entry->front() != '/') return usage_error::no_home_directory;
    return entry;
}

HAWSER_DECL result<std::string> user_name() {
    auto entry = detail::user_entry(&passwd::pw_name);
    if (entry && entry->empty()) return std::errc::no_such_file_or_directory;
    return entry;
}

HAWSER_DECL result<std::string> ssh_file(std::string_view name) {
    auto home = home_folder();
    if (!home) return home;
    return *home + "/.ssh/" + std::string{name};
}

HAWSER_DECL result<std::string> expand_home(std::string_view path) {
    if (path != "~" && !path.starts_with("~/")) return std::string{path};
    auto home = home_folder();
    if (!home) return home;
    return *home + std::string{path.substr(1)};
}

} // namespace hawser::inline HAWSER_ABI::io::posix
