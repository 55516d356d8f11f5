#pragma once
// bcrypt_pbkdf, the key derivation of encrypted OpenSSH key files: PBKDF2's shape around an eksblowfish hash
// (OpenSSH PROTOCOL.key; Provos and Mazieres, "A Future-Adaptable Password Scheme", 1999).

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

namespace hawser::inline HAWSER_ABI::kdf {

/// Fills `out` (1 to 1024 bytes). The time grows with `rounds` and with each 32 bytes of output; the caller
/// bounds the rounds, see limits::bcrypt_rounds. The S-boxes are indexed by secret data, as bcrypt demands,
/// so time and cache use depend on the passphrase. Errors: usage_error::invalid_argument for no passphrase,
/// no salt, no rounds or a wrong output size; security_error::backend_failed.
result<void> bcrypt_pbkdf(byte_view passphrase, byte_view salt, std::uint32_t rounds, byte_span out);

} // namespace hawser::inline HAWSER_ABI::kdf

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/kdf/impl/bcrypt_pbkdf.ipp>
#endif
