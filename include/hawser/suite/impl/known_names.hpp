#pragma once
// Names of algorithms that exist, whether or not a program contains them: they tell "not in this suite" from
// "no such thing".

#include <hawser/suite/algorithm_slot.hpp>
#include <hawser/wire/name_list.hpp>

namespace hawser::inline HAWSER_ABI::detail {

inline constexpr std::string_view known_kexes =
    "curve25519-sha256,curve25519-sha256@libssh.org,diffie-hellman-group1-sha1,"
    "diffie-hellman-group14-sha1,diffie-hellman-group14-sha256,diffie-hellman-group15-sha512,"
    "diffie-hellman-group16-sha512,diffie-hellman-group17-sha512,diffie-hellman-group18-sha512,"
    "diffie-hellman-group-exchange-sha256,diffie-hellman-group-exchange-sha1,ecdh-sha2-nistp256,"
    "ecdh-sha2-nistp384,ecdh-sha2-nistp521,gss-group14-sha256-toWM5Slw5Ew8Mqkay+al2g==,"
    "gss-group16-sha512-toWM5Slw5Ew8Mqkay+al2g==,gss-nistp256-sha256-toWM5Slw5Ew8Mqkay+al2g==,"
    "gss-curve25519-sha256-toWM5Slw5Ew8Mqkay+al2g==,gss-group14-sha1-toWM5Slw5Ew8Mqkay+al2g==,"
    "gss-gex-sha1-toWM5Slw5Ew8Mqkay+al2g==,mlkem768x25519-sha256,mlkem768nistp256-sha256,"
    "mlkem1024nistp384-sha384,sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,"
    "curve448-sha512,rsa2048-sha256";
inline constexpr std::string_view known_host_keys =
    "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-256,"
    "rsa-sha2-512,ssh-rsa,ssh-dss,x509v3-sign-rsa,x509v3-sign-dss,ssh-rsa-cert-v01@openssh.com,"
    "rsa-sha2-256-cert-v01@openssh.com,rsa-sha2-512-cert-v01@openssh.com,"
    "ssh-ed25519-cert-v01@openssh.com,ecdsa-sha2-nistp256-cert-v01@openssh.com,"
    "ecdsa-sha2-nistp384-cert-v01@openssh.com,ecdsa-sha2-nistp521-cert-v01@openssh.com,"
    "sk-ssh-ed25519@openssh.com,sk-ssh-ed25519-cert-v01@openssh.com,"
    "sk-ecdsa-sha2-nistp256@openssh.com,sk-ecdsa-sha2-nistp256-cert-v01@openssh.com,x509v3-ssh-rsa,"
    "x509v3-ssh-dss,x509v3-rsa2048-sha256,x509v3-ecdsa-sha2-nistp256,x509v3-ecdsa-sha2-nistp384,"
    "x509v3-ecdsa-sha2-nistp521,ssh-ed448";
inline constexpr std::string_view known_ciphers =
    "aes256-ctr,aes192-ctr,aes128-ctr,aes256-cbc,aes192-cbc,aes128-cbc,3des-ctr,3des-cbc,cast128-cbc,"
    "blowfish-cbc,arcfour,arcfour128,arcfour256,aes256-gcm@openssh.com,aes128-gcm@openssh.com,"
    "aes256-gcm,aes128-gcm,AEAD_AES_128_GCM,AEAD_AES_256_GCM,chacha20-poly1305@openssh.com,"
    "chacha20-poly1305";
inline constexpr std::string_view known_macs =
    "hmac-sha2-256,hmac-sha2-512,hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,"
    "hmac-sha1,hmac-sha1-96,hmac-sha1-etm@openssh.com,hmac-md5,hmac-md5-96,hmac-sha2-256-96,"
    "hmac-sha2-512-96,hmac-ripemd160,hmac-ripemd160-96,hmac-sha2-256-96-etm@openssh.com,"
    "hmac-sha2-512-96-etm@openssh.com,umac-64@openssh.com,umac-64-etm@openssh.com,"
    "umac-128@openssh.com,umac-128-etm@openssh.com,AEAD_AES_128_GCM,AEAD_AES_256_GCM";
inline constexpr std::string_view known_compressions = "none,zlib,zlib@openssh.com";

constexpr bool is_known_name(algorithm_kind kind, std::string_view name) noexcept {
    switch (kind) {
    case algorithm_kind::kex: return wire::name_list{known_kexes}.contains(name);
    case algorithm_kind::host_key: return wire::name_list{known_host_keys}.contains(name);
    case algorithm_kind::cipher: return wire::name_list{known_ciphers}.contains(name);
    case algorithm_kind::mac: return wire::name_list{known_macs}.contains(name);
    case algorithm_kind::compression: break;
    }
    return wire::name_list{known_compressions}.contains(name);
}

} // namespace hawser::inline HAWSER_ABI::detail
