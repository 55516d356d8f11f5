#pragma once

#include <hawser/algorithm/cryptopp/md5.hpp>
#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/core/error.hpp>
#include <hawser/keys/base64.hpp>
#include <hawser/keys/fingerprint.hpp>

#include <algorithm>
#include <optional>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

template <class Digest>
bool digest_of(byte_view bytes, byte_span out) noexcept {
    Digest digest;
    return digest.update(bytes) && digest.final(out.first(Digest::size));
}

/// The digits of a fingerprint, colons either between all pairs or nowhere.
HAWSER_DECL std::optional<byte_vector> fingerprint_digits(std::string_view text) {
    if (text.size() < 3 || text[2] != ':') return from_hex(text);
    std::string digits;
    for (std::size_t i = 0; i < text.size(); i += 3) {
        if (i + 2 < text.size() && text[i + 2] != ':') return std::nullopt;
        digits += text.substr(i, 2);
    }
    if (text.size() % 3 != 2) return std::nullopt;
    return from_hex(digits);
}

/// Takes the prefix off when it is there, in either case.
HAWSER_DECL bool take_prefix(std::string_view& text, std::string_view prefix) noexcept {
    const auto upper = [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; };
    if (!std::ranges::equal(text.substr(0, prefix.size()), prefix, {}, upper)) return false;
    text.remove_prefix(prefix.size());
    return true;
}

} // namespace detail

HAWSER_DECL std::string fingerprint::hex() const {
    std::string out;
    for (std::byte b : bytes()) out += (out.empty() ? "" : ":") + to_hex({&b, 1});
    return out;
}

HAWSER_DECL std::string fingerprint::text() const {
    if (hash_ == fingerprint_hash::md5) return "MD5:" + hex();
    return (hash_ == fingerprint_hash::sha1 ? "SHA1:" : "SHA256:") +
           base64_encode(bytes(), base64_padding::none);
}

HAWSER_DECL result<fingerprint> fingerprint_of(byte_view blob, fingerprint_hash hash) {
    fingerprint out;
    out.hash_ = hash;
    bool done = false;
    switch (hash) {
    case fingerprint_hash::md5: done = detail::digest_of<cryptopp::md5>(blob, out.bytes_); break;
    case fingerprint_hash::sha1: done = detail::digest_of<cryptopp::sha1>(blob, out.bytes_); break;
    case fingerprint_hash::sha256: done = detail::digest_of<cryptopp::sha256>(blob, out.bytes_); break;
    }
    if (!done) return security_error::backend_failed;
    return out;
}

HAWSER_DECL std::string fingerprint_sha256(byte_view blob) {
    const auto made = fingerprint_of(blob, fingerprint_hash::sha256);
    return made ? made->text() : "(none)";
}

HAWSER_DECL std::string fingerprint_md5(byte_view blob) {
    const auto made = fingerprint_of(blob, fingerprint_hash::md5);
    return made ? made->text() : "(none)";
}

HAWSER_DECL result<fingerprint> parse_fingerprint(std::string_view text) {
    constexpr std::string_view blanks = " \t\r\n";
    text.remove_prefix(std::min(text.find_first_not_of(blanks), text.size()));
    text = text.substr(0, text.find_last_not_of(blanks) + 1);

    std::optional<fingerprint_hash> named;
    if (detail::take_prefix(text, "SHA256:"))
        named = fingerprint_hash::sha256;
    else if (detail::take_prefix(text, "SHA1:"))
        named = fingerprint_hash::sha1;
    else if (detail::take_prefix(text, "MD5:"))
        named = fingerprint_hash::md5;

    std::optional<byte_vector> bytes = detail::fingerprint_digits(text);
    if (!bytes && named && named != fingerprint_hash::md5)
        bytes = base64_decode(text, text.ends_with('=') ? base64_padding::required : base64_padding::none);
    if (!bytes) return usage_error::invalid_argument;
    for (fingerprint_hash hash : {fingerprint_hash::md5, fingerprint_hash::sha1, fingerprint_hash::sha256}) {
        if (bytes->size() != fingerprint::size_of(hash) || named.value_or(hash) != hash) continue;
        fingerprint out;
        out.hash_ = hash;
        std::ranges::copy(*bytes, out.bytes_.begin());
        return out;
    }
    return usage_error::invalid_argument;
}

HAWSER_DECL result<bool> matches(const fingerprint& expected, byte_view blob) {
    const auto found = fingerprint_of(blob, expected.hash());
    if (!found) return found.error();
    return *found == expected;
}

} // namespace hawser::inline HAWSER_ABI::keys
