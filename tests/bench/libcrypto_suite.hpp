#pragma once
// What the harness asks of a client, with the ciphers and MACs of OpenSSL's libcrypto.

#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>
#include <hawser/algorithm/openssl/aes_ctr.hpp>
#include <hawser/algorithm/openssl/aes_gcm.hpp>
#include <hawser/algorithm/openssl/chacha20.hpp>
#include <hawser/algorithm/openssl/hmac.hpp>
#include <hawser/algorithm/openssl/poly1305.hpp>
#include <hawser/algorithm/openssl/sha2.hpp>
#include <hawser/suite.hpp>

struct libcrypto_suite
    : hawser::suite<
          hawser::kex_list<hawser::kex::curve25519_sha256>,
          hawser::host_key_list<hawser::host_key::ssh_ed25519>,
          hawser::cipher_list<
              hawser::cipher::basic_aes256_gcm<hawser::openssl::aes_gcm<32>>,
              hawser::cipher::basic_chacha20_poly1305<hawser::openssl::chacha20, hawser::openssl::poly1305>,
              hawser::cipher::basic_aes256_ctr<hawser::openssl::aes_ctr<32>>>,
          hawser::mac_list<
              hawser::mac::basic_hmac_sha2_256_etm<hawser::openssl::hmac<hawser::openssl::sha256>>>> {};
