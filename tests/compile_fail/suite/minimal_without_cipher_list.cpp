// expect: a suite needs a cipher_list with at least one cipher
// The suite of examples/03_minimal_suite.cpp without its ciphers.

#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/suite.hpp>

struct tiny : hawser::suite<hawser::kex_list<hawser::kex::curve25519_sha256>,
                            hawser::host_key_list<hawser::host_key::ssh_ed25519>> {};

int main() {
    return static_cast<int>(tiny::ciphers::size);
}
