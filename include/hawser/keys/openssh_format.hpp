#pragma once
// OpenSSH's own private key files, "openssh-key-v1" (OpenSSH PROTOCOL.key), plain and encrypted.

#include <hawser/core/bytes.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/keys/pem.hpp>
#include <hawser/keys/private_key.hpp>

#include <optional>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys {

/// Reads one block, whose label is "OPENSSH PRIVATE KEY". The passphrase is not looked at when the key is not
/// encrypted. Errors: key_type_not_supported for key formats and ciphers that are not known here and for
/// files of several keys; key_encrypted without a passphrase; key_too_expensive past limits::bcrypt_rounds,
/// before anything is computed; wrong_passphrase, also when the encrypted part was damaged; key_malformed;
/// security_error::key_too_small; security_error::backend_failed.
result<private_key> decode_openssh_private_key(const pem_block& block,
                                               std::optional<byte_view> passphrase = {});

/// The same from the text of a file. Errors: also those of read_pem.
result<private_key> parse_openssh_private_key(std::string_view text,
                                              std::optional<byte_view> passphrase = {});

/// The public half, which is not encrypted in these files: it can be offered to a server before anyone is
/// asked for the passphrase. It has no comment, and nothing shows that the private half belongs to it.
/// Errors: as above.
result<public_key> parse_openssh_public_half(std::string_view text);

/// How a key file is encrypted.
struct openssh_encryption {
    byte_view passphrase;
    /// aes128-ctr, aes192-ctr, aes256-ctr, aes128-cbc, aes192-cbc, aes256-cbc, aes128-gcm@openssh.com,
    /// aes256-gcm@openssh.com, chacha20-poly1305@openssh.com, 3des-cbc.
    std::string_view cipher = "aes256-ctr";
    /// Rounds of bcrypt, 1 to limits::bcrypt_rounds; a login waits a hundredth of a second for each.
    std::uint32_t rounds = 24;
};

/// The text of a key file. `random` gives the salt and the check value. Errors: invalid_argument for an empty
/// passphrase or a wrong number of rounds, unknown_algorithm for a cipher not named above, those of
/// make_private_key for a key that is not well formed, security_error::random_failed,
/// security_error::backend_failed.
result<secret_bytes> format_openssh_private_key(const private_key& key, random_ref random,
                                                const std::optional<openssh_encryption>& encryption = {});

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/openssh_format.ipp>
#endif
