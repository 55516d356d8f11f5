#pragma once
// The algorithms that these tests run over. One added here is tested like the others, and must have known
// answers in tests/vectors.

#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>
#include <hawser/core/type_list.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <string>
#include <utility>

namespace hawser::testing {

using aead_ciphers = type_list<cipher::aes128_gcm, cipher::aes256_gcm, cipher::chacha20_poly1305>;
using paired_ciphers = type_list<cipher::aes128_ctr, cipher::aes192_ctr, cipher::aes256_ctr>;
using macs =
    type_list<mac::hmac_sha2_256, mac::hmac_sha2_512, mac::hmac_sha2_256_etm, mac::hmac_sha2_512_etm>;

/// Runs `test` with each algorithm of a list; what fails names it.
template <class List, class Test>
void for_each_algorithm(Test&& test) {
    List::for_each([&]<class A>(std::type_identity<A> algorithm) {
        BOOST_TEST_CONTEXT(A::name) { test(algorithm); }
    });
}

/// Key material of a cipher, drawn.
template <class Cipher>
struct cipher_keys {
    explicit cipher_keys(fixed_random& random)
        : key{random.bytes(Cipher::key_size)},
          iv{random.bytes(Cipher::iv_size)} {}

    byte_vector key;
    byte_vector iv;
};

/// A packet as it travels.
struct sealed_packet {
    byte_vector packet;
    byte_vector tag;
};

/// A packet of `size` bytes after its length field, drawn.
inline byte_vector draw_packet(fixed_random& random, std::size_t size) {
    byte_vector packet = random.bytes(4 + size);
    store_u32(packet.data(), static_cast<std::uint32_t>(size));
    return packet;
}

template <class Sealer>
sealed_packet seal_copy(Sealer& sealer, std::uint32_t sequence, byte_vector packet, std::size_t tag_size) {
    sealed_packet out{std::move(packet), byte_vector(tag_size)};
    BOOST_TEST_REQUIRE(sealer.seal(sequence, out.packet, out.tag));
    return out;
}

} // namespace hawser::testing
