// expect: a suite needs a host_key_list with at least one signature algorithm
// A suite that could not tell one server from another.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<kex_list<named_kex<"k">>, cipher_list<named_aead<"a">>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
