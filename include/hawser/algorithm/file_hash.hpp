#pragma once
// What a hash of file contents is: the algorithms of check-file (draft-ietf-secsh-filexfer-extensions-00, section 3), and
// one of them chosen by its name.

#include <hawser/algorithm/digest.hpp>
#include <hawser/algorithm/grade.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/type_list.hpp>

#include <optional>
#include <variant>

namespace hawser::inline HAWSER_ABI {

/// `name` is the one that check-file uses; `hash` computes it piece by piece.
template <class H>
concept file_hash_algorithm = algorithm<H> && digest<typename H::hash>;

/// A hash of the list `type_list<file_hash_algorithm...>` that was chosen at run time, computed piece by piece.
template <class List>
class chosen_file_hash;

template <file_hash_algorithm... Hash>
class chosen_file_hash<type_list<Hash...>> {
  public:
    /// Nothing when the list has no such name.
    static std::optional<chosen_file_hash> named(std::string_view name) {
        std::optional<chosen_file_hash> out;
        (void)((name == Hash::name && (out.emplace(std::in_place_type<typename Hash::hash>), true)) || ...);
        return out;
    }
    template <class Digest>
    explicit chosen_file_hash(std::in_place_type_t<Digest> which) : digest_{which} {}

    /// The size of the hash in bytes.
    std::size_t size() const noexcept {
        return std::visit([](const auto& d) { return std::size_t{d.size}; }, digest_);
    }
    /// False: the backend failed.
    bool update(byte_view piece) noexcept {
        return std::visit([&](auto& d) { return d.update(piece); }, digest_);
    }
    /// The hash of all pieces; the next piece begins another. Error: security_error::backend_failed.
    result<byte_vector> final() {
        byte_vector out(size());
        if (!std::visit([&](auto& d) { return d.final(out); }, digest_))
            return security_error::backend_failed;
        return out;
    }

  private:
    std::variant<typename Hash::hash...> digest_;
};

} // namespace hawser::inline HAWSER_ABI
