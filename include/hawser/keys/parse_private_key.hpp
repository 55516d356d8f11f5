#pragma once
// One entry for private key files of every kind that is read here.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>
#include <hawser/keys/private_key.hpp>

#include <optional>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys {

/// Reads a private key from the text of its file; the PEM label decides how. The passphrase is not looked at
/// when the key is not encrypted. Errors: key_encrypted without a passphrase, wrong_passphrase,
/// key_malformed, file_too_large, key_too_expensive, security_error::key_too_small,
/// security_error::backend_failed, key_in_ppk for PuTTY's .ppk files, key_in_encrypted_pkcs8, and
/// key_type_not_supported for what else is recognised but not read, named at the functions of the formats.
result<private_key> parse_private_key(std::string_view text, std::optional<byte_view> passphrase = {});

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/parse_private_key.ipp>
#endif
