#pragma once
// Small local files, such as keys and known_hosts: read with a bound, replaced as a whole, appended to under
// a lock.

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/core/time.hpp>
#include <hawser/io/posix/descriptor.hpp>

#include <string>
#include <string_view>
#include <sys/types.h>

namespace hawser::inline HAWSER_ABI::io::posix {

/// The bytes of a regular file. Never blocks: FIFOs, devices, folders and sockets are
/// usage_error::not_a_regular_file. A file of more than `limit` bytes is usage_error::file_too_large, and no
/// more than that is ever held. Other errors are the system's; each comes with a `subject` that names the
/// file.
result<byte_vector> read_file(const std::string& path, std::size_t limit, diagnostic* details = nullptr);

/// A file that should be nobody else's, and whether it is: what to make of it is the caller's to decide.
struct private_file {
    secret_bytes bytes;
    /// Its mode lets the group or others read, write or execute it (the question ssh asks before it uses a
    /// key).
    bool others_have_access = false;
    /// It belongs to another user.
    bool owned_by_another = false;
    /// The path's last name is a symbolic link; the bytes and the two facts above are those of the file it
    /// leads to.
    bool is_symbolic_link = false;
};
/// As read_file, into memory that is wiped.
result<private_file> read_private_file(const std::string& path, std::size_t limit,
                                       diagnostic* details = nullptr);

/// Writes a new file beside the old one, brings it to the disk and puts it in the old one's place: at every
/// moment, and after a crash, the path holds all of the old or all of the new. The old file's mode is kept; a
/// new one gets `mode`. A symbolic link is followed, and what it leads to is replaced, or made where there is nothing
/// yet. On any error the old file stands.
result<void> replace_file(const std::string& path, byte_view bytes, ::mode_t mode = 0600,
                          diagnostic* details = nullptr);

/// A lock that all processes using this library respect (flock(2)). Released when it ends.
class file_lock {
  public:
    file_lock() noexcept = default;
    explicit file_lock(descriptor fd) noexcept : fd_{std::move(fd)} {}
    bool is_held() const noexcept { return fd_.is_open(); }
    int native_handle() const noexcept { return fd_.native_handle(); }

  private:
    descriptor fd_;
};

/// Locks a regular file, which is made with `mode` when there is none. To change a file: lock it, read it,
/// replace it, let go. Errors: std::errc::timed_out at the deadline, not_a_regular_file, the system's.
result<file_lock> lock_file(const std::string& path, deadline until = {}, ::mode_t mode = 0600,
                            diagnostic* details = nullptr);

/// Adds one line to a text file under the lock, and brings it to the disk. A last line without an end gets
/// one first; when not all of the line can be written, none of it stays. `line` has no end of its own, and no
/// CR, LF or NUL (usage_error::invalid_argument), for one line must not become two.
result<void> append_line(const std::string& path, std::string_view line, deadline until = {},
                         ::mode_t mode = 0600, diagnostic* details = nullptr);

/// Makes a folder that only this user can enter; one that is there already is left as it is.
result<void> make_private_folder(const std::string& path, diagnostic* details = nullptr);

} // namespace hawser::inline HAWSER_ABI::io::posix

#if HAWSER_HEADER_ONLY
#include <hawser/io/posix/impl/file.ipp>
#endif
