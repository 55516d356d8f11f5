// expect: two signature algorithms of a suite have the same name
// A name on the wire must mean one algorithm.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">, named_host_key<"h">>, cipher_list<named_aead<"a">>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
