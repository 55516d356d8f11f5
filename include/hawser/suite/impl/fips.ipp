#pragma once

#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/compression/none.hpp>
#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/kex/dh_group.hpp>
#include <hawser/algorithm/kex/ecdh_nistp.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>
#include <hawser/suite/fips.hpp>
#include <hawser/suite/fips_suite.hpp>

namespace hawser::inline HAWSER_ABI {

/// The order is that of `modern` among what is left.
struct fips
    : fips_suite<
          kex_list<kex::ecdh_sha2_nistp256, kex::ecdh_sha2_nistp384, kex::ecdh_sha2_nistp521,
                   kex::diffie_hellman_group16_sha512, kex::diffie_hellman_group18_sha512,
                   kex::diffie_hellman_group14_sha256>,
          host_key_list<host_key::ecdsa_sha2_nistp256, host_key::ecdsa_sha2_nistp384,
                        host_key::ecdsa_sha2_nistp521, host_key::rsa_sha2_512, host_key::rsa_sha2_256>,
          cipher_list<cipher::aes128_gcm, cipher::aes256_gcm, cipher::aes128_ctr, cipher::aes192_ctr,
                      cipher::aes256_ctr>,
          mac_list<mac::hmac_sha2_256_etm, mac::hmac_sha2_512_etm, mac::hmac_sha2_256, mac::hmac_sha2_512>> {
};

} // namespace hawser::inline HAWSER_ABI
