#pragma once
// Host key algorithms in the order that a client with known hosts should offer them.

#include <hawser/core/config.hpp>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

namespace hawser::inline HAWSER_ABI::keys {

/// Puts the algorithms whose key format is among the known ones first, and changes nothing else about the
/// order. Without this a host that is known by its RSA key would show its Ed25519 key, and the user would be
/// asked about it. `format_of(name)` is the key format of an algorithm: "ssh-rsa" for "rsa-sha2-512".
template <class FormatOf>
std::vector<std::string> order_host_keys(std::vector<std::string> names,
                                         const std::vector<std::string>& known_formats, FormatOf format_of) {
    std::stable_partition(names.begin(), names.end(), [&](const std::string& name) {
        return std::ranges::find(known_formats, std::string_view{format_of(name)}) != known_formats.end();
    });
    return names;
}

} // namespace hawser::inline HAWSER_ABI::keys
