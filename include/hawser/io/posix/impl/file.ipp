#pragma once

#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/error.hpp>
#include <hawser/io/posix/file.hpp>
#include <hawser/io/posix/impl/file_calls.hpp>

#include <algorithm>
#include <array>
#include <climits>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <poll.h>
#include <sys/file.h>

namespace hawser::inline HAWSER_ABI::io::posix {

namespace detail {

template <class T>
result<T> about_file(result<T> done, const std::string& path, diagnostic* details) {
    if (!done && details != nullptr) *details = subject{"file", path};
    return done;
}

inline result<void> checked_path(const std::string& path) {
    if (path.empty() || path.find('\0') != std::string::npos) return usage_error::invalid_argument;
    return {};
}

struct opened_file {
    descriptor fd;
    file_facts facts;
};

/// Opens a regular file and nothing else, without ever waiting.
HAWSER_DECL result<opened_file> open_regular(const std::string& path, int flags, ::mode_t mode) {
    if (auto done = checked_path(path); !done) return done.error();
    // Looked at before it is opened, for opening alone wakes a FIFO's writer or moves a tape. It may be
    // another file by then, so it is looked at again.
    file_facts facts{};
    if (stat_path(path.c_str(), facts) == 0 && !S_ISREG(facts.st_mode))
        return usage_error::not_a_regular_file;
    descriptor fd{
        repeat_interrupted([&] { return ::open(path.c_str(), flags | open_flags | O_NONBLOCK, mode); })};
    if (!fd.is_open()) return last_error();
    if (stat_open(fd.native_handle(), facts) != 0) return last_error();
    if (!S_ISREG(facts.st_mode)) return usage_error::not_a_regular_file;
    return opened_file{std::move(fd), facts};
}

/// Everything, into a buffer that wipes what it gives back.
HAWSER_DECL result<byte_buffer> read_all(const opened_file& file, std::size_t limit) {
    limit = std::min(limit, static_cast<std::size_t>(-1) / 2);
    const auto size = static_cast<std::uintmax_t>(std::max<file_offset>(0, file.facts.st_size));
    if (size > limit) return usage_error::file_too_large;
    // One byte more than allowed tells a file that grew; and files of /proc say that they are empty.
    byte_buffer bytes{limit + 1};
    for (std::size_t guess = static_cast<std::size_t>(size) + 1;; guess = 4096) {
        auto room = bytes.prepare(std::min(guess, limit + 1 - bytes.size()));
        if (!room) return room.error();
        const std::size_t most = std::min(room->size(), limit + 1 - bytes.size());
        const auto got =
            repeat_interrupted([&] { return ::read(file.fd.native_handle(), room->data(), most); });
        if (got < 0) return last_error();
        if (got == 0) return bytes;
        bytes.commit(static_cast<std::size_t>(got));
        if (bytes.size() > limit) return usage_error::file_too_large;
    }
}

HAWSER_DECL result<void> write_all(int fd, byte_view bytes) {
    while (!bytes.empty()) {
        const auto wrote = repeat_interrupted([&] { return ::write(fd, bytes.data(), bytes.size()); });
        if (wrote < 0) return last_error();
        bytes = bytes.subspan(static_cast<std::size_t>(wrote));
    }
    return {};
}

inline std::string folder_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    return slash == std::string::npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

/// So that a new name survives a crash; a file system that cannot do this is no reason to fail.
inline void sync_folder(const std::string& folder) noexcept {
    const descriptor fd{::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)};
    if (fd.is_open()) (void)::fsync(fd.native_handle());
}

/// Where a path that leads to nothing would make its file: behind its symbolic links, as open(2) with O_CREAT does.
HAWSER_DECL result<std::string> end_of_links(std::string path) {
    constexpr int most_links = 40; // as Linux follows
    for (int i = 0; i < most_links; ++i) {
        file_facts facts{};
        if (stat_link(path.c_str(), facts) != 0 || !S_ISLNK(facts.st_mode)) return path;
        std::array<char, PATH_MAX> to;
        const ::ssize_t size = ::readlink(path.c_str(), to.data(), to.size());
        if (size < 0) return last_error();
        if (static_cast<std::size_t>(size) == to.size()) return std::errc::filename_too_long;
        const std::string_view name{to.data(), static_cast<std::size_t>(size)};
        path = name.starts_with('/') ? std::string{name} : folder_of(path) + "/" + std::string{name};
    }
    return std::errc::too_many_symbolic_link_levels;
}

HAWSER_DECL result<void> replace_file(const std::string& path, byte_view bytes, ::mode_t mode) {
    if (auto done = checked_path(path); !done) return done;
    std::string target = path;
    file_facts old{};
    if (stat_path(path.c_str(), old) == 0) {
        if (!S_ISREG(old.st_mode)) return usage_error::not_a_regular_file;
        mode = old.st_mode & 07777;
        const std::unique_ptr<char, decltype(&std::free)> real{::realpath(path.c_str(), nullptr), &std::free};
        if (!real) return last_error();
        target = real.get();
    } else if (errno != ENOENT) {
        return last_error();
    } else {
        auto end = end_of_links(path);
        if (!end) return end.error();
        target = *std::move(end);
    }
    // mkstemp gives a mode of 0600: nobody reads the new file before it has the right mode.
    std::string temporary = target + ".XXXXXX";
    const descriptor fd{::mkstemp(temporary.data())};
    if (!fd.is_open()) return last_error();
    auto done = [&]() -> result<void> {
        if (::fcntl(fd.native_handle(), F_SETFD, FD_CLOEXEC) < 0) return last_error();
        if (auto written = write_all(fd.native_handle(), bytes); !written) return written;
        if (::fchmod(fd.native_handle(), mode) != 0 || ::fsync(fd.native_handle()) != 0) return last_error();
        if (::rename(temporary.c_str(), target.c_str()) != 0) return last_error();
        return {};
    }();
    if (!done)
        ::unlink(temporary.c_str());
    else
        sync_folder(folder_of(target));
    return done;
}

HAWSER_DECL result<file_lock> lock_file(const std::string& path, deadline until, ::mode_t mode) {
    for (;;) {
        auto file = open_regular(path, O_RDWR | O_APPEND | O_CREAT, mode);
        if (!file) return file.error();
        while (::flock(file->fd.native_handle(), LOCK_EX | LOCK_NB) != 0) {
            if (errno != EWOULDBLOCK && errno != EINTR) return last_error();
            if (until && std::chrono::steady_clock::now() >= *until) return std::errc::timed_out;
            (void)::poll(nullptr, 0, 5); // flock has no deadline
        }
        // Whoever held the lock may have put another file in its place: then it is that one to lock.
        file_facts now{};
        if (stat_path(path.c_str(), now) == 0 && now.st_dev == file->facts.st_dev &&
            now.st_ino == file->facts.st_ino)
            return file_lock{std::move(file->fd)};
    }
}

HAWSER_DECL result<void> append_line(const std::string& path, std::string_view line, deadline until,
                                     ::mode_t mode) {
    if (line.find_first_of(std::string_view{"\r\n\0", 3}) != std::string_view::npos)
        return usage_error::invalid_argument;
    auto lock = lock_file(path, until, mode);
    if (!lock) return lock.error();
    const int fd = lock->native_handle();
    file_facts facts{};
    if (stat_open(fd, facts) != 0) return last_error();
    char last = '\n';
    if (facts.st_size > 0 && repeat_interrupted([&] { return read_at(fd, &last, 1, facts.st_size - 1); }) < 0)
        return last_error();
    std::string text = last == '\n' ? "" : "\n";
    text += line;
    text += '\n';
    auto done = write_all(fd, as_bytes(text));
    if (done && ::fsync(fd) != 0) done = last_error();
    if (!done) (void)!cut_at(fd, facts.st_size);
    if (done && facts.st_size == 0) sync_folder(folder_of(path));
    return done;
}

} // namespace detail

HAWSER_DECL result<byte_vector> read_file(const std::string& path, std::size_t limit, diagnostic* details) {
    auto file = detail::about_file(detail::open_regular(path, O_RDONLY, 0), path, details);
    if (!file) return file.error();
    auto bytes = detail::about_file(detail::read_all(*file, limit), path, details);
    if (!bytes) return bytes.error();
    return to_vector(bytes->view());
}

HAWSER_DECL result<private_file> read_private_file(const std::string& path, std::size_t limit,
                                                   diagnostic* details) {
    auto file = detail::about_file(detail::open_regular(path, O_RDONLY, 0), path, details);
    if (!file) return file.error();
    auto bytes = detail::about_file(detail::read_all(*file, limit), path, details);
    if (!bytes) return bytes.error();
    private_file out;
    out.bytes = secret_bytes{bytes->view()};
    out.others_have_access = (file->facts.st_mode & 077) != 0;
    out.owned_by_another = file->facts.st_uid != ::geteuid();
    detail::file_facts link{};
    out.is_symbolic_link = detail::stat_link(path.c_str(), link) == 0 && S_ISLNK(link.st_mode);
    return out;
}

HAWSER_DECL result<void> replace_file(const std::string& path, byte_view bytes, ::mode_t mode,
                                      diagnostic* details) {
    auto done = detail::about_file(detail::replace_file(path, bytes, mode), path, details);
    if (!done && details != nullptr) {
        const auto end = detail::end_of_links(path);
        if (end && *end != path) *details = subject{"file", path + ", a link to " + *end};
    }
    return done;
}

HAWSER_DECL result<file_lock> lock_file(const std::string& path, deadline until, ::mode_t mode,
                                        diagnostic* details) {
    return detail::about_file(detail::lock_file(path, until, mode), path, details);
}

HAWSER_DECL result<void> append_line(const std::string& path, std::string_view line, deadline until,
                                     ::mode_t mode, diagnostic* details) {
    return detail::about_file(detail::append_line(path, line, until, mode), path, details);
}

HAWSER_DECL result<void> make_private_folder(const std::string& path, diagnostic* details) {
    return detail::about_file(
        [&]() -> result<void> {
            if (auto done = detail::checked_path(path); !done) return done;
            if (::mkdir(path.c_str(), 0700) == 0) return {};
            const std::error_code error = last_error();
            detail::file_facts facts{};
            if (error == std::errc::file_exists && detail::stat_path(path.c_str(), facts) == 0 &&
                S_ISDIR(facts.st_mode))
                return {};
            return error;
        }(),
        path, details);
}

} // namespace hawser::inline HAWSER_ABI::io::posix
