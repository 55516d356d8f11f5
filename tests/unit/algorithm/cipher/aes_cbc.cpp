#include <hawser/algorithm/cipher/aes_cbc.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

/// NIST's answers for one key size, each in both directions.
template <class Cipher>
void nist_answers(const std::string& bits) {
    std::size_t seen = 0;
    for (const char* kind : {"GFSbox", "KeySbox", "VarKey", "VarTxt"}) {
        for (const auto& answer :
             testing::records_in(testing::vector_path("nist/aes_cbc/CBC" + (kind + bits) + ".rsp"))) {
            if (!answer.has("KEY")) continue;
            ++seen;
            typename Cipher::sealer sealer;
            typename Cipher::opener opener;
            BOOST_TEST_REQUIRE(sealer.start(answer.bytes("KEY"), answer.bytes("IV")).has_value());
            BOOST_TEST_REQUIRE(opener.start(answer.bytes("KEY"), answer.bytes("IV")).has_value());
            byte_vector there = answer.bytes("PLAINTEXT"), back = answer.bytes("CIPHERTEXT");
            BOOST_TEST((sealer.encrypt(there) && opener.decrypt(back)));
            BOOST_TEST(to_hex(there) == answer.text("CIPHERTEXT"));
            BOOST_TEST(to_hex(back) == answer.text("PLAINTEXT"));
        }
    }
    BOOST_TEST(seen > 0u);
}

} // namespace

BOOST_AUTO_TEST_SUITE(cipher_aes_cbc)

// Answers, grades and sizes are in tests/algorithms; here is what sets this cipher apart.
BOOST_AUTO_TEST_CASE(the_chain_goes_on_from_packet_to_packet) {
    legacy::cipher::aes128_cbc::sealer whole, pieces;
    const byte_vector key(16, std::byte{1}), iv(16, std::byte{2});
    BOOST_TEST_REQUIRE(whole.start(key, iv).has_value());
    BOOST_TEST_REQUIRE(pieces.start(key, iv).has_value());
    byte_vector one(64), two(64);
    BOOST_TEST(whole.encrypt(one));
    for (std::size_t at = 0; at < 64; at += 16) BOOST_TEST(pieces.encrypt(byte_span{two}.subspan(at, 16)));
    BOOST_TEST(equal(one, two));
    // like blocks do not look alike
    BOOST_TEST(!equal(byte_view{one}.first(16), byte_view{one}.subspan(16, 16)));
}

BOOST_AUTO_TEST_CASE(answers_of_nist, *boost::unit_test::precondition(testing::needs_vectors{"nist"})) {
    nist_answers<legacy::cipher::aes128_cbc>("128");
    nist_answers<legacy::cipher::aes192_cbc>("192");
    nist_answers<legacy::cipher::aes256_cbc>("256");
}

BOOST_AUTO_TEST_SUITE_END()
