#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/primitive.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

static_assert(stream_primitive<cryptopp::aes_ctr<16>> && stream_primitive<cryptopp::aes_ctr<24>> &&
              stream_primitive<cryptopp::aes_ctr<32>>);

BOOST_AUTO_TEST_SUITE(cryptopp_aes_ctr)

BOOST_AUTO_TEST_CASE(pieces_of_any_size_give_one_stream) {
    const auto answers = records_in(own_vector_path("cipher/aes256-ctr.txt"));
    BOOST_TEST_REQUIRE(answers.size() == 4u);
    for (const vector_record& answer : answers) {
        for (const std::size_t piece : {1u, 5u, 16u, 17u, 64u}) {
            cryptopp::aes_ctr<32> stream;
            BOOST_TEST_REQUIRE(stream.start(answer.bytes("key"), answer.bytes("iv")).has_value());
            byte_vector data = answer.bytes("plaintext");
            for (std::size_t at = 0; at < data.size(); at += piece)
                BOOST_TEST(stream.apply(byte_span{data}.subspan(at, std::min(piece, data.size() - at))));
            BOOST_TEST(to_hex(data) == answer.text("ciphertext"));
        }
    }
}

BOOST_AUTO_TEST_CASE(a_new_start_begins_a_new_stream) {
    cryptopp::aes_ctr<16> stream;
    byte_vector first(40), second(40);
    for (byte_vector* data : {&first, &second}) {
        BOOST_TEST_REQUIRE(stream.start(byte_vector(16), byte_vector(16)).has_value());
        BOOST_TEST(stream.apply(*data));
    }
    BOOST_TEST(equal(first, second));
    // AES-128 of the zero block under the zero key
    BOOST_TEST(to_hex(byte_view{first}.first(16)) == "66e94bd4ef8a2c3b884cfa59ca342b2e");
}

BOOST_AUTO_TEST_CASE(sizes_that_do_not_fit_are_refused) {
    cryptopp::aes_ctr<24> stream;
    for (const std::size_t size : {0u, 16u, 23u, 25u, 32u})
        BOOST_TEST(stream.start(byte_vector(size), byte_vector(16)).error() == usage_error::invalid_argument);
    for (const std::size_t size : {0u, 8u, 15u, 17u})
        BOOST_TEST(stream.start(byte_vector(24), byte_vector(size)).error() == usage_error::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
