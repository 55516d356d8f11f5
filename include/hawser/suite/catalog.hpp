#pragma once
// Every algorithm this library ships, one line each, the safer before the weaker: what the tests, the fuzz suites and
// the reference table run over. A program does not need it; a program that includes it carries everything.

#include <hawser/algorithm/cipher/aead_aes_gcm.hpp>
#include <hawser/algorithm/cipher/aes_cbc.hpp>
#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/cipher/arcfour.hpp>
#include <hawser/algorithm/cipher/blowfish_cbc.hpp>
#include <hawser/algorithm/cipher/cast128_cbc.hpp>
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/cipher/triple_des.hpp>
#include <hawser/algorithm/compression/none.hpp>
#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/algorithm/file_hash/md5.hpp>
#include <hawser/algorithm/file_hash/sha1.hpp>
#include <hawser/algorithm/file_hash/sha2.hpp>
#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/host_key/ssh_dss.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/host_key/ssh_rsa.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/dh_group.hpp>
#include <hawser/algorithm/kex/dh_group_exchange.hpp>
#include <hawser/algorithm/kex/dh_group_exchange_sha1.hpp>
#include <hawser/algorithm/kex/dh_group_sha1.hpp>
#include <hawser/algorithm/kex/ecdh_nistp.hpp>
#include <hawser/algorithm/kex/mlkem768x25519.hpp>
#include <hawser/algorithm/kex/mlkem_nistp.hpp>
#include <hawser/algorithm/kex/sntrup761x25519.hpp>
#include <hawser/algorithm/mac/hmac_md5.hpp>
#include <hawser/algorithm/mac/hmac_ripemd160.hpp>
#include <hawser/algorithm/mac/hmac_sha1.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>
#include <hawser/algorithm/mac/hmac_sha2_96.hpp>
#include <hawser/algorithm/mac/umac.hpp>
#include <hawser/core/type_list.hpp>

namespace hawser::inline HAWSER_ABI::catalog {

using kexes = type_list<
    // clang-format off
    kex::mlkem768x25519_sha256,
    kex::sntrup761x25519_sha512,
    kex::sntrup761x25519_sha512_openssh,
    kex::curve25519_sha256,
    kex::curve25519_sha256_libssh,
    kex::ecdh_sha2_nistp256,
    kex::ecdh_sha2_nistp384,
    kex::ecdh_sha2_nistp521,
    kex::diffie_hellman_group16_sha512,
    kex::diffie_hellman_group18_sha512,
    kex::diffie_hellman_group14_sha256,
    kex::diffie_hellman_group_exchange_sha256,
    kex::mlkem768nistp256_sha256,
    kex::mlkem1024nistp384_sha384,
    legacy::kex::diffie_hellman_group14_sha1,
    legacy::kex::diffie_hellman_group_exchange_sha1,
    legacy::kex::diffie_hellman_group1_sha1>;

using host_keys = type_list<
    host_key::ssh_ed25519,
    host_key::ecdsa_sha2_nistp256,
    host_key::ecdsa_sha2_nistp384,
    host_key::ecdsa_sha2_nistp521,
    host_key::rsa_sha2_512,
    host_key::rsa_sha2_256,
    legacy::host_key::ssh_rsa,
    legacy::host_key::ssh_dss>;

using ciphers = type_list<
    cipher::aes128_gcm,
    cipher::aes256_gcm,
    cipher::aes128_ctr,
    cipher::aes192_ctr,
    cipher::aes256_ctr,
    cipher::chacha20_poly1305,
    cipher::aead_aes_128_gcm,
    cipher::aead_aes_256_gcm,
    legacy::cipher::aes128_cbc,
    legacy::cipher::aes192_cbc,
    legacy::cipher::aes256_cbc,
    legacy::cipher::triple_des_ctr,
    legacy::cipher::triple_des_cbc,
    legacy::cipher::blowfish_cbc,
    legacy::cipher::cast128_cbc,
    legacy::cipher::arcfour256,
    legacy::cipher::arcfour128,
    legacy::cipher::arcfour>;

using macs = type_list<
    mac::hmac_sha2_256_etm,
    mac::hmac_sha2_512_etm,
    mac::umac_128_etm,
    mac::hmac_sha2_256,
    mac::hmac_sha2_512,
    mac::umac_128,
    legacy::mac::hmac_sha1_etm,
    legacy::mac::umac_64_etm,
    legacy::mac::hmac_sha1,
    legacy::mac::umac_64,
    legacy::mac::hmac_sha2_256_96_etm,
    legacy::mac::hmac_sha2_512_96_etm,
    legacy::mac::hmac_sha2_256_96,
    legacy::mac::hmac_sha2_512_96,
    legacy::mac::hmac_ripemd160,
    legacy::mac::hmac_sha1_96,
    legacy::mac::hmac_ripemd160_96,
    legacy::mac::hmac_md5,
    legacy::mac::hmac_md5_96>;

using compressions = type_list<
    compression::none,
    compression::zlib_openssh,
    legacy::compression::zlib>;

/// For the contents of files, which is no matter of a suite.
using file_hashes = type_list<
    file_hash::sha256,
    file_hash::sha224,
    file_hash::sha384,
    file_hash::sha512,
    legacy::file_hash::sha1,
    legacy::file_hash::md5>;
// clang-format on

} // namespace hawser::inline HAWSER_ABI::catalog
