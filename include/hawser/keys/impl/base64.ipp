#pragma once

#include <hawser/keys/base64.hpp>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

/// The six bits of a character; bit 8 and above are set when it is none of the alphabet.
constexpr unsigned base64_bits(char character) noexcept {
    const unsigned c = static_cast<unsigned char>(character);
    const auto in = [c](unsigned low, unsigned high) {
        // both differences are negative, and so have their high bits set, exactly inside the range
        return 0u - (((low - 1 - c) & (c - high - 1)) >> 31);
    };
    const unsigned upper = in('A', 'Z'), lower = in('a', 'z'), digit = in('0', '9'), plus = in('+', '+'),
                   slash = in('/', '/');
    return (upper & (c - 'A')) | (lower & (c - 'a' + 26)) | (digit & (c - '0' + 52)) | (plus & 62) |
           (slash & 63) | (~(upper | lower | digit | plus | slash) & 0x100);
}

constexpr std::byte base64_character(unsigned bits) noexcept {
    const auto from = [bits](unsigned first) { return 0u - ((first - 1 - bits) >> 31); };
    unsigned c = bits + 'A';
    c += from(26) & ('a' - 'Z' - 1);
    c -= from(52) & ('z' - '0' + 1);
    c -= from(62) & ('9' - '+' + 1);
    c += from(63) & ('/' - '+' - 1);
    return static_cast<std::byte>(c);
}

/// The decoded size of a text without its padding; nothing when there is no such length.
constexpr std::optional<std::size_t> base64_decoded_size(std::size_t characters) noexcept {
    if (characters % 4 == 1) return std::nullopt;
    return characters / 4 * 3 + (characters % 4 == 0 ? 0 : characters % 4 - 1);
}

/// Takes the padding off; false when it is not right.
HAWSER_DECL bool base64_strip(std::string_view& text) noexcept {
    if (text.size() % 4 != 0) return false;
    for (int most = 2; most > 0 && text.ends_with('='); --most) text.remove_suffix(1);
    return true;
}

/// `out` has the decoded size.
HAWSER_DECL bool base64_decode_into(std::string_view text, byte_span out) noexcept {
    unsigned wrong = 0, bits = 0;
    std::size_t at = 0;
    int held = 0;
    for (char c : text) {
        const unsigned six = base64_bits(c);
        wrong |= six;
        bits = bits << 6 | (six & 63);
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[at++] = static_cast<std::byte>(bits >> held);
            bits &= (1u << held) - 1;
        }
    }
    return (wrong & 0x100) == 0 && bits == 0;
}

HAWSER_DECL void base64_encode_into(byte_view bytes, std::byte* out, bool pad) noexcept {
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::size_t left = bytes.size() - i;
        unsigned bits = std::to_integer<unsigned>(bytes[i]) << 16;
        if (left > 1) bits |= std::to_integer<unsigned>(bytes[i + 1]) << 8;
        if (left > 2) bits |= std::to_integer<unsigned>(bytes[i + 2]);
        for (std::size_t k = 0; k < 4; ++k) {
            if (k <= left)
                *out++ = base64_character(bits >> (18 - 6 * k) & 63);
            else if (pad)
                *out++ = std::byte{'='};
        }
    }
}

} // namespace detail

HAWSER_DECL std::string base64_encode(byte_view bytes, base64_padding padding) {
    std::string text(base64_size(bytes.size(), padding), '\0');
    detail::base64_encode_into(bytes, reinterpret_cast<std::byte*>(text.data()),
                               padding == base64_padding::required);
    return text;
}

HAWSER_DECL void base64_encode_secret(byte_view bytes, byte_span out) noexcept {
    HAWSER_ASSERT(out.size() >= base64_size(bytes.size()));
    detail::base64_encode_into(bytes, out.data(), true);
}

HAWSER_DECL std::optional<byte_vector> base64_decode(std::string_view text, base64_padding padding) {
    if (padding == base64_padding::required && !detail::base64_strip(text)) return std::nullopt;
    const auto size = detail::base64_decoded_size(text.size());
    if (!size) return std::nullopt;
    byte_vector bytes(*size);
    if (!detail::base64_decode_into(text, bytes)) return std::nullopt;
    return bytes;
}

HAWSER_DECL std::optional<secret_bytes> base64_decode_secret(std::string_view text) {
    if (!detail::base64_strip(text)) return std::nullopt;
    const auto size = detail::base64_decoded_size(text.size());
    if (!size) return std::nullopt;
    secret_bytes bytes{*size};
    if (!detail::base64_decode_into(text, bytes.span())) return std::nullopt;
    return bytes;
}

} // namespace hawser::inline HAWSER_ABI::keys
