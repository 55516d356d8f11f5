// expect: constraints? (not satisfied|failure)
// A table belongs to a suite, not to a list.

#include <hawser/suite.hpp>

#include <support/named_algorithms.hpp>

int main() {
    return static_cast<int>(hawser::table_of<hawser::cipher_list<hawser::testing::named_aead<"a">>>.ciphers.names.size());
}
