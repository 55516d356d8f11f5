#pragma once
// Names and name-lists: comma-separated text (RFC 4251, sections 5 and 6).

#include <hawser/core/limits.hpp>
#include <hawser/wire/reader.hpp>

#include <iterator>

namespace hawser::inline HAWSER_ABI::wire {

/// Whether this is a name: 1 to limits::name printable US-ASCII characters, neither blank nor comma. How many
/// at-signs it has is not looked at: a name that we do not know is never chosen.
constexpr bool is_name(std::string_view text) noexcept {
    if (text.empty() || text.size() > limits::name) return false;
    for (char c : text) {
        if (c <= ' ' || c > '~' || c == ',') return false;
    }
    return true;
}

/// A read-only range of the names in a comma-separated text; cheap to copy, valid as long as the text. Any
/// text may be walked; is_name_list tells whether it is well formed.
class name_list {
  public:
    class iterator {
      public:
        using iterator_category = std::forward_iterator_tag;
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;
        using pointer = const std::string_view*;
        using reference = std::string_view;

        constexpr iterator() noexcept = default;
        /// At the first name of `rest`; the end when there is none.
        constexpr explicit iterator(std::string_view rest) noexcept : rest_{rest}, at_end_{rest.empty()} {
            find();
        }
        constexpr std::string_view operator*() const noexcept { return name_; }
        constexpr iterator& operator++() noexcept {
            at_end_ = name_.size() == rest_.size();
            rest_.remove_prefix(at_end_ ? rest_.size() : name_.size() + 1);
            find();
            return *this;
        }
        constexpr iterator operator++(int) noexcept {
            iterator before = *this;
            ++*this;
            return before;
        }
        friend constexpr bool operator==(const iterator& a, const iterator& b) noexcept {
            return a.at_end_ == b.at_end_ && a.rest_.size() == b.rest_.size();
        }

      private:
        constexpr void find() noexcept { name_ = rest_.substr(0, rest_.find(',')); }

        std::string_view rest_;
        std::string_view name_;
        bool at_end_ = true;
    };

    constexpr name_list() noexcept = default;
    constexpr explicit name_list(std::string_view text) noexcept : text_{text} {}

    constexpr std::string_view text() const noexcept { return text_; }
    constexpr bool empty() const noexcept { return text_.empty(); }
    constexpr iterator begin() const noexcept { return iterator{text_}; }
    constexpr iterator end() const noexcept { return {}; }

    constexpr bool contains(std::string_view wanted) const noexcept {
        for (std::string_view name : *this) {
            if (name == wanted) return true;
        }
        return false;
    }
    /// The first name; empty when there is none.
    constexpr std::string_view first() const noexcept { return *begin(); }

  private:
    std::string_view text_;
};

/// Whether the text is empty or at most limits::names_in_list names with one comma between neighbours.
constexpr bool is_name_list(std::string_view text) noexcept {
    std::size_t count = 0;
    for (std::string_view name : name_list{text}) {
        if (++count > limits::names_in_list || !is_name(name)) return false;
    }
    return true;
}

/// Reads a name-list field; one that is not well formed is an error of the reader.
inline std::string_view read_name_list(reader& r) noexcept {
    const std::string_view text = r.text();
    if (is_name_list(text)) return text;
    r.fail("name-list is not well formed");
    return {};
}

} // namespace hawser::inline HAWSER_ABI::wire
