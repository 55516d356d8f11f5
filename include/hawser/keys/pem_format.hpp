#pragma once
// Private keys in DER inside PEM: "RSA PRIVATE KEY" (RFC 8017, appendix A.1.2), "EC PRIVATE KEY" (RFC 5915), "DSA PRIVATE
// KEY" and "PRIVATE KEY" (RFC 5958; RFC 8410 for Ed25519), all but the last also encrypted the old way of OpenSSL.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>
#include <hawser/keys/pem.hpp>
#include <hawser/keys/private_key.hpp>

#include <optional>

namespace hawser::inline HAWSER_ABI::keys {

/// Reads one block. Encrypted blocks use AES-128, -192 or -256 or triple DES in CBC mode, with one round of
/// MD5 as their key derivation: whoever has the file can try millions of passphrases a second, so such keys
/// deserve to be converted. Errors: key_in_encrypted_pkcs8 for "ENCRYPTED PRIVATE KEY"; key_type_not_supported
/// for other labels, algorithms, curves and ciphers, and for RSA keys with more than two primes; key_encrypted without a passphrase; wrong_passphrase; key_malformed; security_error::key_too_small;
/// security_error::backend_failed.
result<private_key> decode_pem_private_key(const pem_block& block, std::optional<byte_view> passphrase = {});

/// The same from the text of a file. Errors: also those of read_pem.
result<private_key> parse_pem_private_key(std::string_view text, std::optional<byte_view> passphrase = {});

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/pem_format.ipp>
#endif
