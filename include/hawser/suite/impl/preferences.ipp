#pragma once

#include <hawser/algorithm/native/cpu.hpp>
#include <hawser/core/error.hpp>
#include <hawser/suite/impl/known_names.hpp>
#include <hawser/suite/preferences.hpp>
#include <hawser/wire/name_list.hpp>

#include <utility>

namespace hawser::inline HAWSER_ABI {

HAWSER_DECL result<void> preferences::set(algorithm_slot slot, std::string_view names, diagnostic* details) {
    const algorithm_kind kind = kind_of(slot);
    const name_table& ours = table_.of(kind);
    std::string chosen;
    for (std::string_view name : wire::name_list{names}) {
        if (!ours.index_of(name) && !(kind == algorithm_kind::mac && table_.is_cipher_and_mac(name))) {
            if (details != nullptr)
                *details =
                    unknown_name{std::string{name.substr(0, limits::name + 1)}, std::string{ours.joined}};
            return detail::is_known_name(kind, name) ? usage_error::algorithm_not_compiled_in
                                                     : usage_error::unknown_algorithm;
        }
        if (wire::name_list{chosen}.contains(name)) continue;
        if (!chosen.empty()) chosen += ',';
        chosen += name;
    }
    if (chosen.empty()) return usage_error::no_algorithm_left;
    set_[static_cast<std::size_t>(slot)] = std::move(chosen);
    return {};
}

HAWSER_DECL result<void> preferences::set(algorithm_kind kind, std::string_view names, diagnostic* details) {
    auto done = set(slot_of(kind, direction::client_to_server), names, details);
    if (!done) return done;
    // The same text for the same table: only memory can fail now.
    return set(slot_of(kind, direction::server_to_client), names, details);
}

HAWSER_DECL preferences preferences::for_this_cpu(const suite_table& table) {
    return for_cpu(table, native::this_cpu().aes);
}

HAWSER_DECL preferences preferences::for_cpu(const suite_table& table, bool has_aes) {
    constexpr std::string_view without_aes = "chacha20-poly1305@openssh.com";
    preferences out{table};
    // set() drops the second mention. The slot's own names cannot be refused.
    if (!has_aes && table.ciphers.index_of(without_aes))
        (void)out.set(algorithm_kind::cipher,
                      std::string{without_aes} + ',' + std::string{table.ciphers.joined});
    return out;
}

} // namespace hawser::inline HAWSER_ABI
