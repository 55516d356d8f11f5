// The small program whose size is watched: one algorithm of each kind, a login by password, one command.
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/auth/password.hpp>
#include <hawser/client/connect.hpp>
#include <hawser/client/exec.hpp>
#include <hawser/suite.hpp>

#include <cstdio>

struct tiny : hawser::suite<hawser::kex_list<hawser::kex::curve25519_sha256>,
                            hawser::host_key_list<hawser::host_key::ssh_ed25519>,
                            hawser::cipher_list<hawser::cipher::aes256_gcm>> {};

int main(int argc, char** argv) try {
    if (argc != 6) return 2;
    auto client = hawser::connect<tiny>(argv[1], 22, hawser::accept_fingerprint{argv[2]});
    client.authenticate(argv[3], hawser::auth::password{argv[4]});
    const hawser::exec_result done = hawser::exec(client, argv[5]);
    std::fwrite(done.output.data(), 1, done.output.size(), stdout);
    return done.exit_status();
} catch (const hawser::error& e) {
    return std::fprintf(stderr, "%s\n", e.what()), 255;
}
