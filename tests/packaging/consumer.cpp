// What a first user writes: the default suite, and a suite of one's own. Prints how each introduces itself.
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/client.hpp>
#include <hawser/suite.hpp>
#include <hawser/suite/modern.hpp>

#include <cstdio>

struct mine : hawser::suite<hawser::kex_list<hawser::kex::curve25519_sha256>,
                            hawser::host_key_list<hawser::host_key::ssh_ed25519>,
                            hawser::cipher_list<hawser::cipher::aes256_gcm>> {};

template <class Suite>
void introduce() {
    hawser::session<hawser::role::client, Suite> session{{}, {hawser::system_random()}};
    session.start({});
    const std::string_view name = session.own_identification();
    const std::string_view out = hawser::as_text(session.next_output());
    if (out.starts_with(name)) std::printf("%.*s\n", static_cast<int>(name.size()), name.data());
}

int main(int argc, char** argv) {
    introduce<hawser::modern>();
    introduce<mine>();
    // never called here, but everything it needs must be there
    if (argc == 3) (void)hawser::connect<hawser::modern>(argv[1], 22, hawser::accept_fingerprint{argv[2]});
    return 0;
}
