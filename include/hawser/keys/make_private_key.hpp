#pragma once
// Private keys out of their fields, checked (OpenSSH PROTOCOL.key).

#include <hawser/keys/private_key.hpp>

#include <span>

namespace hawser::inline HAWSER_ABI::keys {

/// The formats that private keys may have here.
std::span<const std::string_view> private_key_formats() noexcept;

/// Checks the fields of a key, which must be all of them and nothing more, and derives its public blob. The
/// numbers of an RSA key agree with each other, an Ed25519 public key with its seed, a point with its scalar. Errors:
/// key_type_not_supported, key_malformed, security_error::key_too_small, security_error::backend_failed.
result<private_key> make_private_key(std::string_view format, byte_view fields, std::string comment = {});

/// The same with the fields at the beginning of `bytes`; `used` tells how many bytes they are.
result<private_key> take_private_key(std::string_view format, byte_view bytes, std::size_t& used);

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/make_private_key.ipp>
#endif
