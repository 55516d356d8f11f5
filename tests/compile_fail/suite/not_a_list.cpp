// expect: a suite is made of kex_list, host_key_list, cipher_list, mac_list and compression_list, and nothing else
// An algorithm where a list belongs.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>, cipher_list<named_aead<"a">>, named_mac<"m">>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
