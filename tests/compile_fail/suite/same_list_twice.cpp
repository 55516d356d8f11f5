// expect: a suite has only one cipher_list
// Which of the two would be meant?

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

using namespace hawser;
using namespace hawser::testing;

using mine = suite<kex_list<named_kex<"k">>, host_key_list<named_host_key<"h">>, cipher_list<named_aead<"a">>,
                   cipher_list<named_aead<"b">>>;

int main() {
    return static_cast<int>(mine::ciphers::size);
}
