// The algorithms of the raw peer that plays cells of the state matrix against OpenSSH: those that it has too.

#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>

#include "interop/matrix_peer.hpp"
#include "support/raw_suite.hpp"

namespace interop {

namespace {

struct matrix_algorithms : hawser::suite<hawser::kex_list<hawser::kex::curve25519_sha256>,
                                         hawser::host_key_list<hawser::host_key::ssh_ed25519>,
                                         hawser::cipher_list<hawser::cipher::aes256_ctr>,
                                         hawser::mac_list<hawser::mac::hmac_sha2_256>> {};

} // namespace

hawser::testing::raw_peer make_matrix_peer(hawser::role self, hawser::random_ref random) {
    using namespace hawser;
    using namespace hawser::testing;
    namespace made = hawser::testing::detail;
    static const raw_suite suite = [] {
        byte_buffer fields, blob;
        fixed_random seeded{77};
        made::must(host_key::ssh_ed25519::generate(seeded, fields));
        made::must(host_key::ssh_ed25519::public_blob(fields.view(), blob));
        return raw_suite{
            table_of<matrix_algorithms>,
            {{host_key::ssh_ed25519::key_format, to_vector(blob.view()), to_vector(fields.view())}},
            nullptr,
            [](role who, const raw_identity& identity, random_ref source) -> std::unique_ptr<peer_crypto> {
                if (who == role::client)
                    return std::make_unique<made::suite_crypto<role::client, matrix_algorithms>>(identity,
                                                                                                 source);
                return std::make_unique<made::suite_crypto<role::server, matrix_algorithms>>(identity,
                                                                                             source);
            }};
    }();
    return {self, suite, suite.crypto(self, suite.identities[0], random)};
}

} // namespace interop
