#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>

#include "support/failing.hpp"
#include "support/primitive_cases.hpp"

using namespace hawser;
using namespace hawser::testing;

using hmac_sha256 = cryptopp::hmac<cryptopp::sha256>;
using hmac_sha512 = cryptopp::hmac<cryptopp::sha512>;

BOOST_AUTO_TEST_SUITE(cryptopp_hmac)

BOOST_AUTO_TEST_CASE(rfc4231) { hmac_rfc4231<hmac_sha256, hmac_sha512>(); }
BOOST_AUTO_TEST_CASE(wycheproof, *boost::unit_test::precondition(needs_vectors{"wycheproof"})) {
    hmac_wycheproof<cryptopp::hmac<cryptopp::sha1>>("wycheproof/hmac_sha1.json");
    hmac_wycheproof<hmac_sha256>("wycheproof/hmac_sha256.json");
    hmac_wycheproof<hmac_sha512>("wycheproof/hmac_sha512.json");
}
BOOST_AUTO_TEST_CASE(behaviour) {
    hmac_behaviour<hmac_sha256>();
    hmac_behaviour<hmac_sha512>();
}

BOOST_AUTO_TEST_CASE(a_failing_digest_fails_until_the_next_start, *boost::unit_test::label("C13")) {
    using digest = failing<cryptopp::sha256>;
    const byte_vector long_key(100, std::byte{1});
    for (std::size_t nth = 1; nth < 9; ++nth) {
        BOOST_TEST_CONTEXT("call " << nth) {
            crypto_fault::arm(nth);
            cryptopp::hmac<digest> h;
            byte_vector out(32);
            const auto started = h.start(long_key);
            if (!started) BOOST_TEST(started.error() == security_error::backend_failed);
            const bool updated = h.update(as_bytes("m"));
            const bool finished = h.final(out);
            BOOST_TEST((!updated || started));
            BOOST_TEST((!finished || updated));
            BOOST_TEST(finished == !crypto_fault::fired());
            if (!finished) BOOST_TEST(!h.update(as_bytes("m")));
            BOOST_TEST(h.start(long_key).has_value());
            BOOST_TEST((h.update(as_bytes("m")) && h.final(out)));
            BOOST_TEST(to_hex(out) == hmac_tag<hmac_sha256>(long_key, as_bytes("m")));
        }
    }
    crypto_fault::arm(crypto_fault::never);
}

BOOST_AUTO_TEST_SUITE_END()
