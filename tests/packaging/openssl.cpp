// What a first user of the optional backend writes: one cipher of a suite on libcrypto.
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/openssl/aes_gcm.hpp>

int main() {
    using cipher = hawser::cipher::basic_aes256_gcm<hawser::openssl::aes_gcm<32>>;
    cipher::sealer sealer;
    return sealer.start(hawser::byte_vector(32), hawser::byte_vector(12)) ? 0 : 1;
}
