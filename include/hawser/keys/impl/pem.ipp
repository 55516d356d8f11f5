#pragma once

#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/base64.hpp>
#include <hawser/keys/pem.hpp>

#include <algorithm>
#include <optional>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

inline constexpr std::string_view pem_begin = "-----BEGIN ";
inline constexpr std::string_view pem_end = "-----END ";
inline constexpr std::string_view pem_dashes = "-----";

/// Takes the next line from the front of the text, without its end and without blanks before that.
HAWSER_DECL std::string_view take_line(std::string_view& text) noexcept {
    const std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    return line.substr(0, line.find_last_not_of(" \t\r") + 1);
}

/// The label of a BEGIN or END line; nothing when it is another line.
HAWSER_DECL std::optional<std::string_view> pem_label(std::string_view line,
                                                      std::string_view opening) noexcept {
    if (line.size() < opening.size() + pem_dashes.size() || !line.starts_with(opening) ||
        !line.ends_with(pem_dashes))
        return std::nullopt;
    line.remove_prefix(opening.size());
    line.remove_suffix(pem_dashes.size());
    return line;
}

/// Reads the headers and the empty line after them. A block without headers has neither.
HAWSER_DECL bool read_pem_headers(std::string_view& text, pem_block& block) {
    constexpr std::size_t most = 16;
    bool encrypted = false;
    for (std::size_t count = 0;; ++count) {
        std::string_view rest = text;
        const std::string_view line = take_line(rest);
        const std::size_t colon = line.find(':');
        if (colon == std::string_view::npos) {
            if (count == 0) return true;
            text = rest;
            return line.empty() && encrypted == !block.cipher.empty();
        }
        if (count == most) return false;
        text = rest;
        const std::string_view name = line.substr(0, colon);
        std::string_view value = line.substr(colon + 1);
        value.remove_prefix(std::min(value.find_first_not_of(' '), value.size()));
        if (name == "Proc-Type") {
            if (encrypted || value != "4,ENCRYPTED") return false;
            encrypted = true;
        } else if (name == "DEK-Info") {
            const std::size_t comma = value.find(',');
            if (!block.cipher.empty() || comma == std::string_view::npos || comma == 0) return false;
            auto iv = from_hex(value.substr(comma + 1));
            if (!iv) return false;
            block.cipher = value.substr(0, comma);
            block.iv = std::move(*iv);
        }
    }
}

} // namespace detail

HAWSER_DECL result<pem_block> read_pem(std::string_view text) {
    if (text.size() > limits::key_file) return usage_error::file_too_large;
    pem_block block;
    for (;;) {
        if (text.empty()) return usage_error::key_malformed;
        const auto label = detail::pem_label(detail::take_line(text), detail::pem_begin);
        if (label && label->ends_with("PRIVATE KEY")) {
            block.label = *label;
            break;
        }
    }
    if (!detail::read_pem_headers(text, block)) return usage_error::key_malformed;

    secret_bytes characters{text.size()};
    std::size_t count = 0;
    for (;;) {
        if (text.empty()) return usage_error::key_malformed;
        const std::string_view line = detail::take_line(text);
        if (line.starts_with('-')) {
            if (detail::pem_label(line, detail::pem_end) != block.label) return usage_error::key_malformed;
            break;
        }
        std::ranges::copy(as_bytes(line), characters.span().subspan(count).begin());
        count += line.size();
    }
    auto body = base64_decode_secret(as_text(characters.view().first(count)));
    if (!body || body->empty()) return usage_error::key_malformed;
    block.body = std::move(*body);
    return block;
}

HAWSER_DECL secret_bytes write_pem(std::string_view label, byte_view body) {
    constexpr std::size_t columns = 70;
    secret_bytes characters{base64_size(body.size())};
    base64_encode_secret(body, characters.span());

    const std::size_t lines = (characters.size() + columns - 1) / columns;
    const std::string begin =
        std::string{detail::pem_begin} + std::string{label} + std::string{detail::pem_dashes} + "\n";
    const std::string end =
        std::string{detail::pem_end} + std::string{label} + std::string{detail::pem_dashes} + "\n";
    secret_bytes text{begin.size() + characters.size() + lines + end.size()};
    auto out = std::ranges::copy(as_bytes(begin), text.span().begin()).out;
    for (byte_view left = characters.view(); !left.empty();) {
        const byte_view line = left.first(std::min(left.size(), columns));
        out = std::ranges::copy(line, out).out;
        *out++ = std::byte{'\n'};
        left = left.subspan(line.size());
    }
    std::ranges::copy(as_bytes(end), out);
    return text;
}

} // namespace hawser::inline HAWSER_ABI::keys
