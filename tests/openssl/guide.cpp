// The suite that docs/guide/backends.md shows: what it negotiates is what the default backend's would.

//[suite]
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/openssl/nist_curve.hpp>
#include <hawser/algorithm/openssl/rsa.hpp>
#include <hawser/algorithm/openssl/sha2.hpp>
#include <hawser/suite.hpp>

using namespace hawser;

// Keys on P-256 and RSA keys by libcrypto, everything else by the default backends.
struct server_suite
    : suite<kex_list<kex::curve25519_sha256>,
            host_key_list<host_key::ssh_ed25519,
                          host_key::basic_ecdsa_sha2_nistp256<openssl::p256, cryptopp::sha256>,
                          host_key::basic_rsa_sha2_512<openssl::rsa, openssl::sha512>>,
            cipher_list<cipher::aes256_gcm, cipher::aes128_gcm>> {};
//[/suite]

#include <boost/test/unit_test.hpp>

BOOST_AUTO_TEST_SUITE(openssl_guide)

BOOST_AUTO_TEST_CASE(the_names_are_those_of_the_algorithms) {
    using p256 = host_key::basic_ecdsa_sha2_nistp256<openssl::p256, cryptopp::sha256>;
    using rsa = host_key::basic_rsa_sha2_512<openssl::rsa, openssl::sha512>;
    static_assert(host_key_algorithm<p256> && host_key_algorithm<rsa>);
    BOOST_TEST(p256::name == host_key::ecdsa_sha2_nistp256::name);
    BOOST_TEST(rsa::name == host_key::rsa_sha2_512::name);
    BOOST_TEST((p256::rank == grade::preferred && rsa::key_format == "ssh-rsa"));
    server_suite declared; // its static checks have passed
    (void)declared;
}

BOOST_AUTO_TEST_SUITE_END()
