#pragma once
// A private key in memory, whatever file it came from, in the form of OpenSSH's key files (OpenSSH
// PROTOCOL.key). It needs no crypto library: <hawser/keys/make_private_key.hpp> makes and checks one.

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/keys/public_key.hpp>

#include <string>

namespace hawser::inline HAWSER_ABI::keys {

/// Movable, not copyable. It does not sign: `fields` is what the sign function of a signature algorithm of
/// this format takes, namely, each in its RFC 4251 encoding,
/// - ssh-ed25519: string of the public key, string of the seed followed by the public key;
/// - ecdsa-sha2-nistp256, -nistp384, -nistp521: string of the curve's name, string of the point, mpint of the
/// scalar;
/// - ssh-rsa: mpints n, e, d, the inverse of q modulo p, p, q;
/// - ssh-dss: mpints p, q, g, the public y, the private x.
struct private_key {
    std::string format;
    byte_vector public_blob;
    secret_bytes fields;
    /// From the file, not to be trusted; empty for PEM files.
    std::string comment;

    public_key public_half() const { return {format, public_blob, comment}; }
};

} // namespace hawser::inline HAWSER_ABI::keys
