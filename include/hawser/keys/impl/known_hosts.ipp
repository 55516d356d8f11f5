#pragma once

#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/base64.hpp>
#include <hawser/keys/impl/key_fields.hpp>
#include <hawser/keys/known_hosts.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

/// NI_MAXHOST: no resolver takes a longer name.
inline constexpr std::size_t host_name_most = 1025;
inline constexpr std::string_view hashed_prefix = "|1|";
using hashed_name = std::array<std::byte, cryptopp::sha1::size>;

constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// Whether one pattern matches the whole of a lower-case name. Only the last star is ever reconsidered: what
/// matched before it stays as early in the name as it can be, which never loses a match.
HAWSER_DECL bool matches_pattern(std::string_view pattern, std::string_view name) noexcept {
    std::size_t at = 0, star = std::string_view::npos, resume = 0, i = 0;
    while (i < name.size()) {
        if (at < pattern.size() && pattern[at] == '*') {
            star = at++;
            resume = i;
        } else if (at < pattern.size() && (pattern[at] == '?' || lower(pattern[at]) == name[i])) {
            ++at;
            ++i;
        } else if (star != std::string_view::npos) {
            at = star + 1;
            i = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', at) == std::string_view::npos;
}

HAWSER_DECL bool hash_name(byte_view salt, std::string_view name, byte_span out) noexcept {
    cryptopp::hmac<cryptopp::sha1> hmac;
    return hmac.start(salt) && hmac.update(as_bytes(name)) && hmac.final(out);
}

/// The salt and the hash of "|1|salt|hash"; nothing when it is not of that form.
HAWSER_DECL std::optional<std::array<hashed_name, 2>> read_hashed(std::string_view hosts) {
    if (!hosts.starts_with(hashed_prefix)) return std::nullopt;
    hosts.remove_prefix(hashed_prefix.size());
    const std::size_t bar = hosts.find('|');
    if (bar == std::string_view::npos) return std::nullopt;
    std::array<hashed_name, 2> parts;
    const std::array<std::string_view, 2> texts{hosts.substr(0, bar), hosts.substr(bar + 1)};
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (texts[i].size() != base64_size(parts[i].size())) return std::nullopt;
        const auto bytes = base64_decode(texts[i]);
        if (!bytes || bytes->size() != parts[i].size()) return std::nullopt;
        std::ranges::copy(*bytes, parts[i].begin());
    }
    return parts;
}

/// Reads one line that is neither empty nor a comment; returns why it is refused, or nothing.
HAWSER_DECL std::string_view read_known_host(std::string_view line, known_host_entry& entry) {
    std::string_view hosts = take_word(line);
    if (hosts.starts_with('@')) {
        if (hosts == "@cert-authority")
            entry.marker = known_host_marker::cert_authority;
        else if (hosts == "@revoked")
            entry.marker = known_host_marker::revoked;
        else
            return "its marker is unknown";
        hosts = take_word(line);
        if (hosts.starts_with('@')) return "it has two markers";
    }
    if (hosts.empty() || line.empty()) return "it has no key";
    if (hosts.starts_with('|') && !read_hashed(hosts)) return "its hashed name is damaged";
    auto key = parse_public_key(line);
    if (!key) return "its key is damaged or of another format than declared";
    entry.hosts = hosts;
    entry.key = std::move(*key);
    return {};
}

/// What must not stand in a name that is written to the file.
constexpr bool has_meaning(char c) noexcept {
    return static_cast<unsigned char>(c) <= ' ' || c == 127 ||
           std::string_view{",*?!|#@"}.find(c) != std::string_view::npos;
}

HAWSER_DECL result<std::string> line_for(std::string_view host, const public_key& key) {
    const auto inside = format_of_blob(key.blob);
    if (!inside || *inside != key.format) return usage_error::invalid_argument;
    return std::string{host} + " " + format_public_key({key.format, key.blob, {}});
}

/// The name of a host to be written; nothing when it cannot stand in the file.
HAWSER_DECL std::optional<std::string> writable_name(std::string_view host, std::uint16_t port) {
    if (host.empty() || host.starts_with('[') || std::ranges::any_of(host, has_meaning)) return std::nullopt;
    std::string name = known_host_name(host, port);
    if (name.size() > host_name_most) return std::nullopt;
    return name;
}

} // namespace detail

HAWSER_DECL std::string known_host_name(std::string_view host, std::uint16_t port) {
    constexpr std::uint16_t ssh_port = 22;
    // as where it is connected to: a host must not be another one for being written with brackets
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') host = host.substr(1, host.size() - 2);
    std::string name{host};
    std::ranges::transform(name, name.begin(), detail::lower);
    return port == 0 || port == ssh_port ? name : "[" + name + "]:" + std::to_string(port);
}

HAWSER_DECL bool matches_host(std::string_view hosts, std::string_view name) {
    if (name.empty() || name.size() > detail::host_name_most) return false;
    if (hosts.starts_with('|')) {
        const auto hashed = detail::read_hashed(hosts);
        detail::hashed_name made;
        return hashed && detail::hash_name((*hashed)[0], name, made) && equal(made, (*hashed)[1]);
    }
    bool matched = false;
    while (!hosts.empty()) {
        const std::size_t comma = hosts.find(',');
        std::string_view pattern = hosts.substr(0, comma);
        hosts.remove_prefix(comma == std::string_view::npos ? hosts.size() : comma + 1);
        const bool excludes = pattern.starts_with('!');
        if (excludes) pattern.remove_prefix(1);
        if (pattern.empty() || !detail::matches_pattern(pattern, name)) continue;
        if (excludes) return false;
        matched = true;
    }
    return matched;
}

HAWSER_DECL result<void> known_hosts::read(std::string_view text, std::string_view source) {
    if (text.size() > limits::known_hosts_file) return usage_error::file_too_large;
    const std::size_t entries_before = entries_.size(), refused_before = refused_.size(),
                      count_before = refused_count_;
    for (std::size_t number = 1; !text.empty(); ++number) {
        const std::size_t end = text.find('\n');
        std::string_view line = text.substr(0, end);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        if (line.ends_with('\r')) line.remove_suffix(1);
        line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
        if (line.empty() || line.starts_with('#')) continue;

        known_host_entry entry;
        std::string_view problem;
        if (line.size() > limits::known_hosts_line)
            problem = "it is too long";
        else if (line.find('\0') != std::string_view::npos)
            problem = "it holds a NUL";
        else
            problem = detail::read_known_host(line, entry);
        if (!problem.empty()) {
            ++refused_count_;
            if (refused_.size() < limits::known_hosts_refused)
                refused_.push_back({std::string{source}, number, problem});
            continue;
        }
        if (entries_.size() == limits::known_hosts_entries) {
            entries_.resize(entries_before);
            refused_.resize(refused_before);
            refused_count_ = count_before;
            return usage_error::file_too_large;
        }
        entry.source = source;
        entry.line = number;
        entries_.push_back(std::move(entry));
    }
    return {};
}

HAWSER_DECL host_key_check known_hosts::check(std::string_view host, std::uint16_t port,
                                              byte_view blob) const {
    const std::string name = known_host_name(host, port);
    const std::string plain = known_host_name(host, 0);
    const auto format = format_of_blob(blob);

    host_key_check found, found_plain;
    for (const known_host_entry& entry : entries_) {
        if (entry.marker == known_host_marker::cert_authority) continue;
        const bool same_key = equal(entry.key.blob, blob);
        const bool by_name = matches_host(entry.hosts, name);
        const bool by_plain = !by_name && same_key && matches_host(entry.hosts, plain);
        if (!by_name && !by_plain) continue;
        if (entry.marker == known_host_marker::revoked) {
            if (same_key) return {host_key_status::revoked, &entry};
        } else if (by_plain) {
            if (found_plain.entry == nullptr) found_plain = {host_key_status::known, &entry};
        } else if (same_key) {
            if (found.status != host_key_status::known) found = {host_key_status::known, &entry};
        } else if (found.status != host_key_status::known) {
            const bool nearer = found.entry == nullptr ||
                                (format && entry.key.format == *format && found.entry->key.format != *format);
            found = {host_key_status::changed, nearer ? &entry : found.entry};
        }
    }
    return found.status == host_key_status::unknown ? found_plain : found;
}

HAWSER_DECL std::vector<std::string> known_hosts::known_formats(std::string_view host,
                                                                std::uint16_t port) const {
    std::vector<std::string> formats;
    for (const std::string& name : {known_host_name(host, port), known_host_name(host, 0)}) {
        for (const known_host_entry& entry : entries_)
            if (entry.marker == known_host_marker::none && matches_host(entry.hosts, name) &&
                std::ranges::find(formats, entry.key.format) == formats.end())
                formats.push_back(entry.key.format);
        if (!formats.empty()) break;
    }
    return formats;
}

HAWSER_DECL std::vector<const known_host_entry*> known_hosts::authorities(std::string_view host,
                                                                          std::uint16_t port) const {
    const std::string name = known_host_name(host, port);
    std::vector<const known_host_entry*> found;
    for (const known_host_entry& entry : entries_)
        if (entry.marker == known_host_marker::cert_authority && matches_host(entry.hosts, name))
            found.push_back(&entry);
    return found;
}

HAWSER_DECL result<std::string> format_known_host(std::string_view host, std::uint16_t port,
                                                  const public_key& key) {
    const auto name = detail::writable_name(host, port);
    if (!name) return usage_error::invalid_argument;
    return detail::line_for(*name, key);
}

HAWSER_DECL result<std::string> format_hashed_known_host(std::string_view host, std::uint16_t port,
                                                         const public_key& key, random_ref random) {
    const auto name = detail::writable_name(host, port);
    if (!name) return usage_error::invalid_argument;
    detail::hashed_name salt, hash;
    if (auto filled = random.fill(salt); !filled) return filled.error();
    if (!detail::hash_name(salt, *name, hash)) return security_error::backend_failed;
    return detail::line_for(
        std::string{detail::hashed_prefix} + base64_encode(salt) + "|" + base64_encode(hash), key);
}

} // namespace hawser::inline HAWSER_ABI::keys
