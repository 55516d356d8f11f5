// libcrypto without memory, at each of its allocations in turn: an error every time or the right answer, never a wrong
// answer taken for right, and all is well again afterwards.

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/openssl/aes_ctr.hpp>
#include <hawser/algorithm/openssl/aes_gcm.hpp>
#include <hawser/algorithm/openssl/chacha20.hpp>
#include <hawser/algorithm/openssl/hmac.hpp>
#include <hawser/algorithm/openssl/nist_curve.hpp>
#include <hawser/algorithm/openssl/poly1305.hpp>
#include <hawser/algorithm/openssl/rsa.hpp>
#include <hawser/algorithm/openssl/sha2.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <functional>
#include <openssl/crypto.h>

using namespace hawser;

namespace {

/// The n-th allocation of libcrypto fails; 0 is never.
struct scarcity {
    static inline std::size_t seen = 0;
    static inline std::size_t fails_at = 0;
    static bool now() noexcept { return ++seen == fails_at; }
    static void arm(std::size_t nth) noexcept {
        seen = 0;
        fails_at = nth;
    }
};

void* scarce_malloc(std::size_t size, const char*, int) {
    return scarcity::now() ? nullptr : std::malloc(size);
}
void* scarce_realloc(void* old, std::size_t size, const char*, int) {
    return scarcity::now() ? nullptr : std::realloc(old, size);
}
void plain_free(void* memory, const char*, int) { std::free(memory); }

// libcrypto allows this before its first allocation only
const bool installed = CRYPTO_set_mem_functions(scarce_malloc, scarce_realloc, plain_free) == 1;

/// The answer of an operation that said it succeeded; nothing if it said that it failed.
using answer = std::optional<std::string>;

answer hex_if(bool success, byte_view bytes) { return success ? answer{to_hex(bytes)} : std::nullopt; }

void each_allocation_fails_in_turn(const char* name, const std::function<answer()>& operation) {
    BOOST_TEST_CONTEXT(name) {
        scarcity::arm(0);
        BOOST_TEST_REQUIRE(operation().has_value()); // what libcrypto looks up once is looked up now
        scarcity::arm(0);
        const answer right = operation();
        const std::size_t allocations = scarcity::seen;
        BOOST_TEST_REQUIRE(right.has_value());
        std::size_t failed = 0;
        for (std::size_t nth = 1; nth <= allocations; ++nth) {
            scarcity::arm(nth);
            const answer got = operation();
            scarcity::arm(0);
            if (got) BOOST_TEST(*got == *right, "allocation " << nth);
            if (!got) ++failed;
        }
        BOOST_TEST(failed > 0u);
        BOOST_TEST((operation() == right));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(openssl_failures)

BOOST_AUTO_TEST_CASE(ciphers_and_macs, *boost::unit_test::label("C13")) {
    BOOST_TEST_REQUIRE(installed);
    const byte_vector key(32, std::byte{3}), nonce(12, std::byte{4}), message(200, std::byte{5});
    each_allocation_fails_in_turn("AES-GCM", [&] {
        openssl::aes_gcm<32>::sealer sealer;
        openssl::aes_gcm<32>::opener opener;
        byte_vector data = message, tag(16);
        const bool sealed = sealer.start(key) && sealer.seal(nonce, nonce, data, tag);
        byte_vector opened = data;
        const bool genuine = sealed && opener.start(key) && opener.open(nonce, nonce, opened, tag);
        if (genuine) BOOST_TEST(equal(opened, message));
        return hex_if(genuine, data);
    });
    each_allocation_fails_in_turn("AES-CTR", [&] {
        openssl::aes_ctr<32> stream;
        byte_vector data = message;
        return hex_if(stream.start(key, byte_view{key}.first(16)) && stream.apply(data), data);
    });
    each_allocation_fails_in_turn("ChaCha20", [&] {
        openssl::chacha20 stream;
        byte_vector data = message;
        return hex_if(stream.start(key) && stream.restart(byte_view{key}.first(8)) && stream.apply(data),
                      data);
    });
    each_allocation_fails_in_turn("Poly1305", [&] {
        openssl::poly1305 mac;
        byte_vector tag(16);
        return hex_if(mac.start(key) && mac.update(message) && mac.final(tag), tag);
    });
    each_allocation_fails_in_turn("HMAC", [&] {
        openssl::hmac<openssl::sha512> mac;
        byte_vector tag(64);
        bool good = mac.start(key).has_value();
        for (int i = 0; i < 3; ++i) good = good && mac.update(message) && mac.final(tag);
        return hex_if(good, tag);
    });
    each_allocation_fails_in_turn("SHA-512", [&] {
        openssl::sha512 first;
        byte_vector out(64);
        if (!first.update(message)) return answer{};
        openssl::sha512 second = first;
        return hex_if(second.update(message) && second.final(out), out);
    });
}

BOOST_AUTO_TEST_CASE(curves, *boost::unit_test::label("C13")) {
    BOOST_TEST_REQUIRE(installed);
    using curve = openssl::p256;
    testing::fixed_random random;
    byte_vector a(32), b(32), ka(65), kb(65);
    BOOST_TEST_REQUIRE((curve::generate(random, a, ka) && curve::generate(random, b, kb)));
    const byte_vector hash = random.bytes(32);
    byte_vector r(32), s(32);
    BOOST_TEST_REQUIRE(curve::sign(hash, a, b, r, s));
    each_allocation_fails_in_turn("public point", [&] {
        byte_vector out(65);
        return hex_if(curve::public_point(a, out), out);
    });
    each_allocation_fails_in_turn("agreement", [&] {
        byte_vector out(32);
        return hex_if(curve::agree(a, kb, out), out);
    });
    each_allocation_fails_in_turn("signature", [&] {
        byte_vector out(64);
        return hex_if(curve::sign(hash, a, b, byte_span{out}.first(32), byte_span{out}.last(32)), out);
    });
    each_allocation_fails_in_turn("verification", [&] { return hex_if(curve::verify(hash, ka, r, s), r); });
    byte_vector forged = s;
    forged.back() ^= std::byte{1};
    scarcity::arm(0);
    BOOST_TEST(!curve::verify(hash, ka, r, forged));
    for (std::size_t nth = 1; nth < 60; ++nth) { // what fails accepts no forgery
        scarcity::arm(nth);
        BOOST_TEST(!curve::verify(hash, ka, r, forged));
    }
    scarcity::arm(0);
}

BOOST_AUTO_TEST_CASE(rsa, *boost::unit_test::label("C13")) {
    BOOST_TEST_REQUIRE(installed);
    testing::fixed_random random;
    const auto made = openssl::rsa::generate(random, 1024);
    BOOST_TEST_REQUIRE(made.has_value());
    const openssl::rsa::private_key key{made->n.view(),    made->e.view(), made->d.view(),
                                        made->iqmp.view(), made->p.view(), made->q.view()};
    const byte_vector input(128, std::byte{1});
    each_allocation_fails_in_turn("private operation", [&] {
        byte_vector out(128);
        return hex_if(openssl::rsa::private_power(out, input, key, random).has_value(), out);
    });
    each_allocation_fails_in_turn("public operation", [&] {
        byte_vector out(128);
        return hex_if(openssl::rsa::public_power(out, input, key.n, key.e), out);
    });
}

BOOST_AUTO_TEST_SUITE_END()
