#pragma once
// The local end of a transfer: a file, or a standard stream.

#include <hawser/client/failure.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>
#include <hawser/io/posix/descriptor.hpp>

#include <optional>
#include <string>

namespace tool {

/// Takes a download. The file is made when the first byte or the end arrives, so that a download that never began leaves an
/// existing file as it was. "-" is standard output.
class local_sink {
  public:
    explicit local_sink(std::string path) : path_{std::move(path)} {}

    hawser::result<void> write(std::uint64_t offset, hawser::byte_view bytes);
    /// All bytes are there: cuts what an older, longer file had, and reports what only closing tells.
    hawser::failure finish();

  private:
    hawser::result<void> open();

    std::string path_;
    hawser::io::posix::descriptor file_;
    int fd_ = -1;
};

/// Gives an upload. "-" is standard input. Throws problem when the file cannot be read.
class local_source {
  public:
    explicit local_source(const std::string& path);

    hawser::result<std::size_t> read(std::uint64_t offset, hawser::byte_span room);
    /// Nothing for streams.
    std::optional<std::uint64_t> size() const noexcept { return size_; }

  private:
    hawser::io::posix::descriptor file_;
    int fd_ = 0;
    std::optional<std::uint64_t> size_;
};

} // namespace tool
