// expect: two ciphers of a suite have the same name
// A name on the wire must mean one algorithm.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

struct other_aead : null_aead {};
using mine = suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>,
                   cipher_list<named<"a", null_aead>, named<"b", null_aead>, named<"a", other_aead>>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
