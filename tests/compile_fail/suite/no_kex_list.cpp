// expect: a suite needs a kex_list with at least one key exchange method
// A suite without a key exchange.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<host_key_list<named_host_key<"h">>, cipher_list<named_aead<"a">>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
