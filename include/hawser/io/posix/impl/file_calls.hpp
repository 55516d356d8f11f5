#pragma once
// The calls of the system that know sizes and places of files.

#include <hawser/core/config.hpp>

#include <cstddef>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <unistd.h>

namespace hawser::inline HAWSER_ABI::io::posix::detail {

// On systems of 32 bits, glibc's stat(2) and open(2) know neither a file of 2 GiB nor an inode beyond 32 bits, unless the program
// was compiled with _FILE_OFFSET_BITS=64. Headers cannot rely on that; these names mean the same either way.
#if defined(__USE_LARGEFILE64) && __WORDSIZE == 32
using file_facts = struct ::stat64;
using file_offset = ::off64_t;
inline constexpr int open_flags = O_LARGEFILE | O_CLOEXEC | O_NOCTTY;

inline int stat_path(const char* path, file_facts& out) noexcept { return ::stat64(path, &out); }
inline int stat_link(const char* path, file_facts& out) noexcept { return ::lstat64(path, &out); }
inline int stat_open(int fd, file_facts& out) noexcept { return ::fstat64(fd, &out); }
inline ::ssize_t read_at(int fd, void* to, std::size_t size, file_offset at) noexcept {
    return ::pread64(fd, to, size, at);
}
inline int cut_at(int fd, file_offset size) noexcept { return ::ftruncate64(fd, size); }
#else
using file_facts = struct ::stat;
using file_offset = ::off_t;
inline constexpr int open_flags = O_CLOEXEC | O_NOCTTY;

inline int stat_path(const char* path, file_facts& out) noexcept { return ::stat(path, &out); }
inline int stat_link(const char* path, file_facts& out) noexcept { return ::lstat(path, &out); }
inline int stat_open(int fd, file_facts& out) noexcept { return ::fstat(fd, &out); }
inline ::ssize_t read_at(int fd, void* to, std::size_t size, file_offset at) noexcept {
    return ::pread(fd, to, size, at);
}
inline int cut_at(int fd, file_offset size) noexcept { return ::ftruncate(fd, size); }
#endif

} // namespace hawser::inline HAWSER_ABI::io::posix::detail
