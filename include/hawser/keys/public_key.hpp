#pragma once
// Public keys: the blob of RFC 4253, section 6.6, and its line of text in key files ("ssh-ed25519 AAAA...
// comment").

#include <hawser/core/bytes.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/core/result.hpp>

#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys {

/// `format` is the name at the beginning of the blob. The comment may be empty and is not to be trusted.
struct public_key {
    std::string format;
    byte_vector blob;
    std::string comment;
};

/// The format's name inside a blob, a view into it. Errors: key_malformed when it is no name (RFC 4251,
/// section 6) or the blob is longer than limits::key_blob.
result<std::string_view> format_of_blob(byte_view blob);

/// Whether the blob is whole and well formed for its format: sizes, curve names, numbers encoded as they must
/// be, a modulus within limits, a point on its curve. Errors: key_type_not_supported for a format that is not
/// known here (certificates are not), key_malformed, security_error::key_too_small for an RSA modulus under
/// 1024 bits.
result<void> check_blob(byte_view blob);

/// Reads one line, with or without its end of line. Any format is accepted whose name stands in the blob as
/// it stands before it; ask check_blob for more. Errors: key_malformed.
result<public_key> parse_public_key(std::string_view line);

/// The line without an end of line. Control characters of the comment are left out.
std::string format_public_key(const public_key& key);

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/public_key.ipp>
#endif
