// expect: a suite with a cipher that does not authenticate by itself needs a mac_list
// One of the ciphers would leave packets unauthenticated.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>, cipher_list<named_aead<"a">, named_cipher<"c">>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
