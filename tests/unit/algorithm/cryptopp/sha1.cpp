#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/digest.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

// FIPS 180-4 examples
BOOST_AUTO_TEST_CASE(sha1_known_answers) {
    static_assert(digest<cryptopp::sha1> && cryptopp::sha1::size == 20 && cryptopp::sha1::block_size == 64);
    cryptopp::sha1 d;
    byte_vector out(20);
    BOOST_TEST(d.update(as_bytes("abc")));
    BOOST_TEST(d.final(out));
    BOOST_TEST(to_hex(out) == "a9993e364706816aba3e25717850c26c9cd0d89d");
    BOOST_TEST(d.final(out));
    BOOST_TEST(to_hex(out) == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    out.resize(19);
    BOOST_TEST(!d.final(out));
}
