#pragma once

#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/compression/none.hpp>
#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/dh_group.hpp>
#include <hawser/algorithm/kex/dh_group_exchange.hpp>
#include <hawser/algorithm/kex/ecdh_nistp.hpp>
#include <hawser/algorithm/kex/mlkem768x25519.hpp>
#include <hawser/algorithm/kex/sntrup761x25519.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>
#include <hawser/algorithm/mac/umac.hpp>
#include <hawser/suite/modern.hpp>
#include <hawser/suite/suite.hpp>

namespace hawser::inline HAWSER_ABI {

/// The order, best first. Where several are safe, the faster goes first, as measured with the backend used
/// here.
///
/// Key exchange: the post-quantum hybrids first, for what is recorded today may be read when a quantum computer exists.
/// Each holds as long as either of its halves does, so none is a risk beside X25519 alone. ML-KEM is a standard, and
/// quicker than sntrup761, which OpenSSH has offered since 2021 and older servers know alone. Then X25519: quick,
/// constant-time, and without parameters to get wrong; both its names, because servers older than RFC 8731 know only
/// the second. Then the NIST curves, and Diffie-Hellman for those that have no curve: the fixed groups before group
/// exchange, whose group the server may choose badly; of the fixed groups the smallest last, though it is quickest.
///
/// Host keys: Ed25519 verifies quickest and cannot be ruined by a bad random number. RSA signs slowest.
///
/// Ciphers: GCM is the fastest that authenticates, and packet truncation (CVE-2023-48795) does not touch it.
/// AES-128 comes before AES-256 because it is faster and nobody can break either. CTR with an encrypt-then-
/// MAC MAC is next. ChaCha20 is last: the attack touches it where a peer lacks strict key exchange, and
/// beside AES instructions it is the slowest. A processor without them wants it first, for speed and because
/// AES in tables leaks through caches: see preferences.
///
/// MACs: the encrypt-then-MAC forms first; SHA2-256 has processor instructions, SHA2-512 has not. UMAC is quickest of
/// all and stands last, for its proof leans on a cipher's strength where HMAC's leans on a hash's, and fewer have
/// looked at it.
///
/// Compression: none first. As the client's order decides, ours is never compressed unless a program sets it
/// so.
struct modern
    : suite<
          kex_list<kex::mlkem768x25519_sha256, kex::sntrup761x25519_sha512,
                   kex::sntrup761x25519_sha512_openssh, kex::curve25519_sha256, kex::curve25519_sha256_libssh,
                   kex::ecdh_sha2_nistp256, kex::ecdh_sha2_nistp384, kex::ecdh_sha2_nistp521,
                   kex::diffie_hellman_group16_sha512, kex::diffie_hellman_group18_sha512,
                   kex::diffie_hellman_group14_sha256, kex::diffie_hellman_group_exchange_sha256>,
          host_key_list<host_key::ssh_ed25519, host_key::ecdsa_sha2_nistp256, host_key::ecdsa_sha2_nistp384,
                        host_key::ecdsa_sha2_nistp521, host_key::rsa_sha2_512, host_key::rsa_sha2_256>,
          cipher_list<cipher::aes128_gcm, cipher::aes256_gcm, cipher::aes128_ctr, cipher::aes192_ctr,
                      cipher::aes256_ctr, cipher::chacha20_poly1305>,
          mac_list<mac::hmac_sha2_256_etm, mac::hmac_sha2_512_etm, mac::umac_128_etm, mac::hmac_sha2_256,
                   mac::hmac_sha2_512, mac::umac_128>,
          compression_list<compression::none, compression::zlib_openssh>> {};

} // namespace hawser::inline HAWSER_ABI
