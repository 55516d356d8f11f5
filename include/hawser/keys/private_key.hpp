#pragma once
// A private key in memory, whatever file it came from, in the form of OpenSSH's key files (OpenSSH
// PROTOCOL.key).

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/keys/public_key.hpp>

#include <span>
#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys {

/// Movable, not copyable. It does not sign: `fields` is what the sign function of a signature algorithm of
/// this format takes, namely, each in its RFC 4251 encoding,
/// - ssh-ed25519: string of the public key, string of the seed followed by the public key;
/// - ecdsa-sha2-nistp256, -nistp384, -nistp521: string of the curve's name, string of the point, mpint of the
/// scalar;
/// - ssh-rsa: mpints n, e, d, the inverse of q modulo p, p, q.
struct private_key {
    std::string format;
    byte_vector public_blob;
    secret_bytes fields;
    /// From the file, not to be trusted; empty for PEM files.
    std::string comment;

    public_key public_half() const { return {format, public_blob, comment}; }
};

/// The formats that private keys may have here.
std::span<const std::string_view> private_key_formats() noexcept;

/// Checks the fields of a key, which must be all of them and nothing more, and derives its public blob. The
/// numbers of an RSA key agree with each other, an Ed25519 public key with its seed, and a nistp256 point with
/// its scalar; for nistp384 and nistp521 that is seen when a signature is made. Errors:
/// key_type_not_supported, key_malformed, security_error::key_too_small, security_error::backend_failed.
result<private_key> make_private_key(std::string_view format, byte_view fields, std::string comment = {});

/// The same with the fields at the beginning of `bytes`; `used` tells how many bytes they are.
result<private_key> take_private_key(std::string_view format, byte_view bytes, std::size_t& used);

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/private_key.ipp>
#endif
