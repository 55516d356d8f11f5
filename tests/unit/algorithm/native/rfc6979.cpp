#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/algorithm/native/rfc6979.hpp>

#include "support/failing.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

namespace {

template <class Hash>
std::string first_nonce(byte_view key, byte_view message) {
    Hash hash;
    std::array<std::byte, Hash::size> digest;
    std::array<std::byte, 32> reduced, nonce;
    BOOST_REQUIRE(hash.update(message) && hash.final(digest));
    native::p256::reduce_hash(digest, reduced);
    native::rfc6979<cryptopp::hmac<Hash>, 32, 0> nonces;
    BOOST_REQUIRE(nonces.start(key, reduced));
    BOOST_REQUIRE(nonces.next(nonce));
    return to_hex(nonce);
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_rfc6979)

BOOST_AUTO_TEST_CASE(known_nonces, *utf::label("C11")) {
    std::size_t seen = 0;
    for (const auto& record : testing::records_in(testing::own_vector_path("host_key/rfc6979_p256.txt"))) {
        const auto key = record.bytes("key"), message = record.bytes("message");
        const bool long_hash = record.text("hash") == "sha512";
        BOOST_TEST((long_hash ? first_nonce<cryptopp::sha512>(key, message)
                              : first_nonce<cryptopp::sha256>(key, message)) == record.text("k"));
        ++seen;
    }
    BOOST_TEST(seen == 3u);
}

BOOST_AUTO_TEST_CASE(later_candidates_differ) {
    native::rfc6979<cryptopp::hmac<cryptopp::sha256>, 32, 0> nonces;
    const byte_vector key(32, std::byte{1}), hash(32, std::byte{2});
    std::array<std::byte, 32> first, second;
    BOOST_REQUIRE(nonces.start(key, hash));
    BOOST_REQUIRE(nonces.next(first));
    BOOST_REQUIRE(nonces.next(second));
    BOOST_TEST(to_hex(first) != to_hex(second));
}

BOOST_AUTO_TEST_CASE(spare_bits_are_zero_and_several_blocks_fill_a_long_scalar) {
    native::rfc6979<cryptopp::hmac<cryptopp::sha256>, 66, 7> nonces;
    const byte_vector key(66, std::byte{1}), hash(66, std::byte{2});
    std::array<std::byte, 66> nonce;
    BOOST_REQUIRE(nonces.start(key, hash));
    for (int i = 0; i < 20; ++i) {
        BOOST_REQUIRE(nonces.next(nonce));
        BOOST_TEST(std::to_integer<unsigned>(nonce[0]) < 2u);
        BOOST_TEST(!equal(byte_view{nonce}.subspan(1, 32), byte_view{nonce}.subspan(33, 32)));
    }
}

BOOST_AUTO_TEST_CASE(every_failure_of_the_hash_is_an_error, *utf::label("C13")) {
    const byte_vector key(32, std::byte{1}), hash(32, std::byte{2});
    std::array<std::byte, 32> nonce;
    const auto run = [&] {
        native::rfc6979<cryptopp::hmac<testing::failing<cryptopp::sha256>>, 32, 0> nonces;
        const auto started = nonces.start(key, hash);
        return started && nonces.next(nonce);
    };
    testing::crypto_fault::arm(testing::crypto_fault::never);
    BOOST_TEST(run());
    const std::size_t calls = testing::crypto_fault::calls();
    BOOST_TEST(calls > 20u);
    for (std::size_t n = 1; n <= calls; ++n) {
        testing::crypto_fault::arm(n);
        BOOST_TEST(!run());
    }
    testing::crypto_fault::arm(testing::crypto_fault::never);
}

BOOST_AUTO_TEST_SUITE_END()
