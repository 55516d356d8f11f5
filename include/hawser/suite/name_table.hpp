#pragma once
// The names of a suite, computed when the program is compiled, in a form that non-template code can use.

#include <hawser/suite/algorithm_slot.hpp>
#include <hawser/suite/suite.hpp>

#include <algorithm>
#include <optional>
#include <span>

namespace hawser::inline HAWSER_ABI {

/// The names of one kind, best first. An index into `names` is an index into the suite's type_list.
struct name_table {
    std::span<const std::string_view> names;
    /// The same as a name-list (RFC 4251, section 5).
    std::string_view joined;
    /// How far each is to be trusted.
    std::span<const grade> ranks;

    constexpr std::optional<std::size_t> index_of(std::string_view name) const noexcept {
        for (std::size_t i = 0; i < names.size(); ++i) {
            if (names[i] == name) return i;
        }
        return std::nullopt;
    }
};

/// The names of a suite. Points at constants of the program, so copies are cheap and always valid.
struct suite_table {
    name_table kexes;
    name_table host_keys;
    name_table ciphers;
    name_table macs;
    name_table compressions;
    /// For each cipher, whether it authenticates by itself and takes no MAC.
    std::span<const bool> cipher_is_aead;
    /// For each cipher, whether its name must be agreed as MAC too (RFC 5647, section 5.1).
    std::span<const bool> cipher_is_named_as_mac;

    /// Whether a cipher has this name and its MAC must have it too.
    constexpr bool is_cipher_and_mac(std::string_view name) const noexcept {
        const auto cipher = ciphers.index_of(name);
        return cipher && cipher_is_named_as_mac[*cipher];
    }

    constexpr const name_table& of(algorithm_kind kind) const noexcept {
        switch (kind) {
        case algorithm_kind::kex: return kexes;
        case algorithm_kind::host_key: return host_keys;
        case algorithm_kind::cipher: return ciphers;
        case algorithm_kind::mac: return macs;
        case algorithm_kind::compression: break;
        }
        return compressions;
    }
};

namespace detail {

template <class List>
struct names_of;
template <class... Algorithms>
struct names_of<type_list<Algorithms...>> {
    static constexpr std::size_t count = sizeof...(Algorithms);
    static constexpr std::size_t length =
        count == 0 ? 0 : (std::size_t{0} + ... + std::string_view{Algorithms::name}.size()) + count - 1;

    static constexpr std::array<std::string_view, count> names{Algorithms::name...};
    static constexpr std::array<char, length> text = [] {
        std::array<char, length> out{};
        std::size_t at = 0;
        for (std::size_t i = 0; i < count; ++i) {
            if (i != 0) out[at++] = ',';
            for (char c : names[i]) out[at++] = c;
        }
        return out;
    }();
    static constexpr std::array<grade, count> ranks{Algorithms::rank...};
    static constexpr name_table table{names, {text.data(), length}, ranks};
};

template <class List>
inline constexpr std::array<bool, 0> aead_flags{};
template <class... Ciphers>
inline constexpr std::array<bool, sizeof...(Ciphers)> aead_flags<type_list<Ciphers...>>{
    aead_cipher<Ciphers>...};

template <class List>
inline constexpr std::array<bool, 0> named_as_mac_flags{};
template <class... Ciphers>
inline constexpr std::array<bool, sizeof...(Ciphers)> named_as_mac_flags<type_list<Ciphers...>>{
    is_named_as_mac<Ciphers>...};

} // namespace detail

/// The table of a suite.
template <algorithm_suite Suite>
inline constexpr suite_table table_of{
    detail::names_of<typename Suite::kexes>::table,        detail::names_of<typename Suite::host_keys>::table,
    detail::names_of<typename Suite::ciphers>::table,      detail::names_of<typename Suite::macs>::table,
    detail::names_of<typename Suite::compressions>::table, detail::aead_flags<typename Suite::ciphers>,
    detail::named_as_mac_flags<typename Suite::ciphers>};

} // namespace hawser::inline HAWSER_ABI
