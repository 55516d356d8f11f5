#pragma once
// Base64 (RFC 4648, section 4), strict: one text for every value, and no text but those.

#include <hawser/core/bytes.hpp>
#include <hawser/core/secret.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys {

/// Whether the text ends in "=" up to a multiple of four characters. Fingerprints have no such end.
enum class base64_padding : unsigned char { required, none };

/// How many characters base64_encode gives.
constexpr std::size_t base64_size(std::size_t bytes,
                                  base64_padding padding = base64_padding::required) noexcept {
    return padding == base64_padding::required ? (bytes + 2) / 3 * 4 : (bytes * 4 + 2) / 3;
}

std::string base64_encode(byte_view bytes, base64_padding padding = base64_padding::required);

/// Nothing when a character is outside the alphabet (white space is), when the padding or the length is
/// wrong, or when unused bits are set.
std::optional<byte_vector> base64_decode(std::string_view text,
                                         base64_padding padding = base64_padding::required);

/// The same for secrets: neither branches nor table indices depend on the characters, except that a wrong one
/// ends it.
std::optional<secret_bytes> base64_decode_secret(std::string_view text);

/// Writes base64_size(bytes.size()) characters to `out`, which is at least as long; branches and indices as
/// above.
void base64_encode_secret(byte_view bytes, byte_span out) noexcept;

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/base64.ipp>
#endif
