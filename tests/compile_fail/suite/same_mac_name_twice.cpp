// expect: two MACs of a suite have the same name
// A name on the wire must mean one algorithm.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>, cipher_list<named_cipher<"c">>,
                   mac_list<named_mac<"m">, named_mac<"m">>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
