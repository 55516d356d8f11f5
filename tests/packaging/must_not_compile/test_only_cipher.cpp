// expect: a test-only algorithm protects nothing
// A cipher that calls itself test-only, in an installed program: protection cannot be switched off.
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/suite.hpp>

struct weak : hawser::cipher::aes256_gcm {
    static constexpr hawser::grade rank = hawser::grade::test_only;
};
struct mine : hawser::suite<hawser::kex_list<hawser::kex::curve25519_sha256>,
                            hawser::host_key_list<hawser::host_key::ssh_ed25519>, hawser::cipher_list<weak>> {};

int main() {
    return static_cast<int>(mine::ciphers::size);
}
