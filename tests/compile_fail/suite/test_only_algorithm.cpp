// expect: a test-only algorithm protects nothing
// An installed program cannot switch protection off.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

struct mine : suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>, cipher_list<null_aead>> {};

int main() {
    return static_cast<int>(mine::ciphers::size);
}
