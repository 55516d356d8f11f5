// The engines of a suite that protects: each form of packet protection, and the key exchange and host keys
// that attacks need.

#include <hawser/algorithm/cipher/aead_aes_gcm.hpp>
#include <hawser/algorithm/cipher/aes_cbc.hpp>
#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/cipher/arcfour.hpp>
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/cipher/triple_des.hpp>
#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/dh_group.hpp>
#include <hawser/algorithm/kex/mlkem768x25519.hpp>
#include <hawser/algorithm/kex/sntrup761x25519.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>

#include "support/raw_suite.hpp"

namespace hawser::testing {

namespace {

struct real_algorithms
    : suite<kex_list<kex::curve25519_sha256, kex::diffie_hellman_group14_sha256, kex::mlkem768x25519_sha256,
                     kex::sntrup761x25519_sha512_openssh>,
            host_key_list<host_key::ssh_ed25519, host_key::rsa_sha2_512, host_key::rsa_sha2_256>,
            cipher_list<cipher::aes128_gcm, cipher::aes256_ctr, cipher::chacha20_poly1305,
                        cipher::aead_aes_128_gcm, legacy::cipher::aes128_cbc, legacy::cipher::triple_des_cbc,
                        legacy::cipher::arcfour128>,
            mac_list<mac::hmac_sha2_256_etm, mac::hmac_sha2_256>> {};

template <class H, class... Size>
raw_identity made(std::uint64_t seed, Size... size) {
    fixed_random random{seed};
    byte_buffer fields, blob;
    detail::must(H::generate(random, fields, size...));
    detail::must(H::public_blob(fields.view(), blob));
    return {H::key_format, to_vector(blob.view()), to_vector(fields.view())};
}

} // namespace

const raw_suite& real_suite() {
    static const raw_suite suite =
        make_raw_suite<real_algorithms>({made<host_key::ssh_ed25519>(1), made<host_key::ssh_ed25519>(2),
                                         made<host_key::rsa_sha2_512>(3, std::size_t{2048})});
    return suite;
}

} // namespace hawser::testing
