#pragma once
// The lists of a suite, reordered or narrowed while the program runs.

#include <hawser/core/diagnostic.hpp>
#include <hawser/core/result.hpp>
#include <hawser/suite/algorithm_slot.hpp>
#include <hawser/suite/name_table.hpp>

#include <array>
#include <optional>
#include <string>

namespace hawser::inline HAWSER_ABI {

/// For each slot the names to offer, best first: those of the suite in its order until they are set.
/// Usage: `preferences p{table_of<modern>}; p.set(algorithm_kind::cipher, "aes256-ctr,aes128-ctr");`
class preferences {
  public:
    explicit preferences(const suite_table& table) noexcept : table_{table} {}

    /// The suite's order for the processor this runs on: one without AES instructions is offered
    /// chacha20-poly1305@openssh.com first, if the suite lists it, for AES in tables is slow and leaks through caches.
    static preferences for_this_cpu(const suite_table& table);
    /// The same for a processor with or without AES instructions. Throws std::bad_alloc.
    static preferences for_cpu(const suite_table& table, bool has_aes);

    /// Offers only these names, in this order; a name given twice counts once. A comma-separated list without
    /// blanks. Errors: usage_error::unknown_algorithm when nobody knows such a name,
    /// algorithm_not_compiled_in when this suite does not list it (both with `details` unknown_name),
    /// no_algorithm_left when the list is empty. Nothing is changed then. Among MACs the name of a cipher that is a MAC's
    /// too, such as AEAD_AES_128_GCM, is taken and changes nothing: it is offered where the cipher is (RFC 5647, section 5.1).
    result<void> set(algorithm_slot slot, std::string_view names, diagnostic* details = nullptr);
    /// The same for both directions.
    result<void> set(algorithm_kind kind, std::string_view names, diagnostic* details = nullptr);

    /// Offers what the suite lists again.
    void reset(algorithm_slot slot) noexcept { set_[static_cast<std::size_t>(slot)].reset(); }

    /// The name-list to offer; valid until this slot is set or reset.
    std::string_view list(algorithm_slot slot) const noexcept {
        const auto& own = set_[static_cast<std::size_t>(slot)];
        return own ? std::string_view{*own} : table_.of(kind_of(slot)).joined;
    }

    const suite_table& table() const noexcept { return table_; }

  private:
    suite_table table_;
    std::array<std::optional<std::string>, algorithm_slots> set_;
};

} // namespace hawser::inline HAWSER_ABI

#if HAWSER_HEADER_ONLY
#include <hawser/suite/impl/preferences.ipp>
#endif
