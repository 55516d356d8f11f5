#pragma once
// Directory entries as they arrive in NAME (draft-ietf-secsh-filexfer-02, section 7), and which of their
// names are safe.

#include <hawser/core/limits.hpp>
#include <hawser/sftp/attributes.hpp>

#include <iterator>
#include <string_view>

namespace hawser::inline HAWSER_ABI::sftp {

/// One entry. The texts are the server's bytes and live as long as the reply they came in.
struct name_entry {
    std::string_view filename;
    /// The server's `ls -l` line, for people only: it has no defined format, and nothing of ours parses it.
    std::string_view longname;
    attributes attrs;
};

/// The checked entries of one NAME reply, read one after the other where they lie.
class name_list {
  public:
    class iterator {
      public:
        using value_type = name_entry;
        using difference_type = std::ptrdiff_t;
        using iterator_concept = std::input_iterator_tag;

        const name_entry& operator*() const noexcept { return entry_; }
        const name_entry* operator->() const noexcept { return &entry_; }
        iterator& operator++() noexcept {
            --left_;
            read();
            return *this;
        }
        void operator++(int) noexcept { ++*this; }
        friend bool operator==(const iterator& at, std::default_sentinel_t) noexcept { return at.left_ == 0; }

      private:
        friend class name_list;
        iterator(byte_view bytes, std::uint32_t count) noexcept : reader_{bytes}, left_{count} { read(); }
        void read() noexcept {
            if (left_ == 0) return;
            entry_.filename = reader_.text();
            entry_.longname = reader_.text();
            entry_.attrs = attributes::decode(reader_);
        }

        wire::reader reader_;
        std::uint32_t left_;
        name_entry entry_;
    };

    name_list() noexcept = default;
    std::uint32_t size() const noexcept { return count_; }
    bool empty() const noexcept { return count_ == 0; }
    iterator begin() const noexcept { return iterator{bytes_, count_}; }
    std::default_sentinel_t end() const noexcept { return {}; }

    /// Reads a count and that many entries, every one of which is checked; at most limits::sftp_names.
    static name_list decode(wire::reader& r) noexcept;

  private:
    byte_view bytes_;
    std::uint32_t count_ = 0;
};

/// Whether a name received from a server may name a file inside a local directory: not empty, not "." or
/// "..", without slash and NUL, at most 255 bytes. `backslash_separates` is for systems where \ and : also
/// leave the directory. The two dot entries are in every listing; a caller skips them before it calls
/// anything unsafe.
bool is_safe_local_name(std::string_view name, bool backslash_separates = false) noexcept;

} // namespace hawser::inline HAWSER_ABI::sftp

#if HAWSER_HEADER_ONLY
#include <hawser/sftp/impl/names.ipp>
#endif
