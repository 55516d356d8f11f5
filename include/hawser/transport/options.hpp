#pragma once
// What the owner of a transport engine chooses.

#include <hawser/algorithm/host_key.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/core/secret.hpp>
#include <hawser/core/time.hpp>
#include <hawser/suite/preferences.hpp>
#include <hawser/transport/strict_kex.hpp>
#include <hawser/version.hpp>

#include <span>
#include <string>

namespace hawser::inline HAWSER_ABI::transport {

/// A host key of our server role. The views must outlive the session.
struct host_identity {
    /// The name inside the blob, such as "ssh-ed25519".
    std::string_view format;
    byte_view public_blob;
    /// The private fields of openssh-key-v1 after the key type.
    byte_view private_fields;
};

/// Copied into the engine at construction.
struct options {
    /// Our identification without CR LF.
    std::string identification{identification_default};
    /// Which algorithms of the suite are offered, in what order; all of them in the suite's own order when
    /// not given.
    std::optional<preferences> algorithms;
    strict_kex_level strict_kex = strict_kex_level::safe;
    /// How long identification and the first key exchange may take, and any later key exchange.
    duration handshake_timeout = std::chrono::seconds{60};
    /// Keys are changed after this many bytes or packets of a direction, and after this time.
    std::uint64_t rekey_bytes = limits::rekey_bytes;
    std::uint64_t rekey_packets = limits::packets_per_key;
    duration rekey_time = limits::rekey_time;
    key_policy keys;
    /// The server role's host keys; at least one for it, none for the client.
    std::span<const host_identity> host_identities;
};

} // namespace hawser::inline HAWSER_ABI::transport
