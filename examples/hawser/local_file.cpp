// Before every header: files of 2 GiB and more, on systems of 32 bits too.
#define _FILE_OFFSET_BITS 64

#include "local_file.hpp"

#include "connection.hpp"

#include <cerrno>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace tool {

namespace {

std::error_code last_error() { return {errno, std::system_category()}; }

} // namespace

hawser::result<void> local_sink::open() {
    if (fd_ >= 0) return {};
    if (path_ == "-") {
        fd_ = 1;
        return {};
    }
    file_ =
        hawser::io::posix::descriptor{::open(path_.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666)};
    if (!file_.is_open()) return last_error();
    fd_ = file_.native_handle();
    return {};
}

hawser::result<void> local_sink::write(std::uint64_t offset, hawser::byte_view bytes) {
    if (auto opened = open(); !opened) return opened;
    while (!bytes.empty()) {
        const ::ssize_t size = path_ == "-"
                                   ? ::write(fd_, bytes.data(), bytes.size())
                                   : ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<::off_t>(offset));
        if (size < 0) {
            if (errno == EINTR) continue;
            return last_error();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(size));
        offset += static_cast<std::uint64_t>(size);
    }
    return {};
}

hawser::failure local_sink::finish() {
    if (auto opened = open(); !opened) return {opened.error(), hawser::subject{"local file", path_}};
    if (file_.is_open() && ::close(file_.release()) != 0)
        return {last_error(), hawser::subject{"local file", path_}};
    return {};
}

local_source::local_source(const std::string& path) {
    if (path == "-") return;
    file_ = hawser::io::posix::descriptor{::open(path.c_str(), O_RDONLY | O_CLOEXEC)};
    struct ::stat facts {};
    if (!file_.is_open() || ::fstat(file_.native_handle(), &facts) != 0)
        throw problem{"reading", {last_error(), hawser::subject{"local file", path}}, 1};
    if (S_ISDIR(facts.st_mode))
        throw problem{"reading",
                      {std::make_error_code(std::errc::is_a_directory), hawser::subject{"local file", path}},
                      1};
    fd_ = file_.native_handle();
    // Files of /proc say that they are empty.
    if (S_ISREG(facts.st_mode) && facts.st_size > 0) size_ = static_cast<std::uint64_t>(facts.st_size);
}

hawser::result<std::size_t> local_source::read(std::uint64_t offset, hawser::byte_span room) {
    for (;;) {
        const ::ssize_t size = size_ ? ::pread(fd_, room.data(), room.size(), static_cast<::off_t>(offset))
                                     : ::read(fd_, room.data(), room.size());
        if (size >= 0) return static_cast<std::size_t>(size);
        if (errno != EINTR) return last_error();
    }
}

} // namespace tool
