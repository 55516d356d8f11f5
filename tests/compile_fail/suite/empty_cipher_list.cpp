// expect: a suite needs a cipher_list with at least one cipher
// An empty list is as good as none.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>, cipher_list<>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
