#include "support/failing.hpp"

#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_CASE(the_nth_call_fails_and_no_other) {
    failing<cryptopp::sha256> digest;
    byte_vector out(32);
    crypto_fault::arm(3);
    BOOST_TEST(digest.update(as_bytes("a")));
    BOOST_TEST(digest.update(as_bytes("b")));
    BOOST_TEST(!crypto_fault::fired());
    BOOST_TEST(!digest.update(as_bytes("c")));
    BOOST_TEST(crypto_fault::fired());
    BOOST_TEST(digest.final(out));
    BOOST_TEST(crypto_fault::calls() == 4u);

    failing<cryptopp::aes_ctr<16>> stream;
    crypto_fault::arm(1);
    BOOST_TEST(stream.start(byte_vector(16), byte_vector(16)).error() == security_error::backend_failed);
    crypto_fault::arm(crypto_fault::never);
    BOOST_TEST(stream.start(byte_vector(16), byte_vector(16)).has_value());
    BOOST_TEST(!crypto_fault::fired());
}
