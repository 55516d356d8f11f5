#pragma once

#include <hawser/core/error.hpp>
#include <hawser/keys/base64.hpp>
#include <hawser/keys/impl/key_fields.hpp>
#include <hawser/keys/public_key.hpp>
#include <hawser/wire/reader.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::keys {

HAWSER_DECL result<std::string_view> format_of_blob(byte_view blob) {
    if (blob.size() > limits::key_blob) return usage_error::key_malformed;
    wire::reader r{blob};
    const std::string_view name = r.text();
    const bool printable = std::ranges::all_of(name, [](char c) { return c > ' ' && c < 127 && c != ','; });
    if (!r.ok() || name.empty() || name.size() > limits::name || !printable)
        return usage_error::key_malformed;
    return name;
}

HAWSER_DECL result<void> check_blob(byte_view blob) {
    const auto format = format_of_blob(blob);
    if (!format) return format.error();
    wire::reader r{blob};
    r.string();
    std::error_code problem;
    if (*format == "ssh-ed25519") {
        detail::read_ed25519_public(r);
    } else if (*format == "ssh-rsa") {
        const byte_view e = r.mpint();
        const byte_view n = r.mpint();
        if (r.ok()) problem = detail::check_rsa_public(n, e);
    } else if (*format == "ssh-dss") {
        const native::dsa_key key{r.mpint(), r.mpint(), r.mpint(), r.mpint()};
        if (!r.ok() || key.y.empty() || !native::dsa::is_key(key)) return usage_error::key_malformed;
    } else if (const detail::curve* curve = detail::curve_of_format(*format)) {
        detail::read_point(r, *curve);
    } else if (*format == "sk-ssh-ed25519@openssh.com") {
        detail::read_ed25519_public(r);
        r.string();
    } else if (*format == "sk-ecdsa-sha2-nistp256@openssh.com") {
        detail::read_point(r, detail::curves[0]);
        r.string();
    } else {
        return usage_error::key_type_not_supported;
    }
    if (!r.finish()) return usage_error::key_malformed;
    return problem;
}

HAWSER_DECL result<public_key> parse_public_key(std::string_view line) {
    if (line.ends_with('\n')) line.remove_suffix(1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find_first_of(std::string_view{"\n\r\0", 3}) != std::string_view::npos)
        return usage_error::key_malformed;
    const std::string_view format = detail::take_word(line);
    const std::string_view text = detail::take_word(line);
    // a longer text cannot be a blob within limits; it is not decoded to learn that
    if (format.empty() || text.empty() || text.size() > base64_size(limits::key_blob))
        return usage_error::key_malformed;
    auto blob = base64_decode(text);
    if (!blob) return usage_error::key_malformed;
    const auto inside = format_of_blob(*blob);
    if (!inside || *inside != format) return usage_error::key_malformed;
    return public_key{std::string{format}, std::move(*blob), std::string{line}};
}

HAWSER_DECL std::string format_public_key(const public_key& key) {
    std::string line = key.format + " " + base64_encode(key.blob);
    std::string comment = key.comment;
    std::erase_if(comment, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 127; });
    if (!comment.empty()) line += " " + comment;
    return line;
}

} // namespace hawser::inline HAWSER_ABI::keys
