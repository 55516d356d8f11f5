// expect: a signature algorithm of this suite is not among those approved
// ssh-ed25519 is sound, but nobody at NIST has approved of it.

#include <hawser/suite/fips_suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

int main() {
    return sizeof(fips_suite<kex_list<named_kex<"ecdh-sha2-nistp384">>, host_key_list<named_host_key<"ssh-ed25519">>,
                             cipher_list<named_cipher<"aes256-ctr">>, mac_list<named_mac<"hmac-sha2-256">>>);
}
