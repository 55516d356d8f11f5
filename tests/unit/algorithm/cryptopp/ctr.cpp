#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/cryptopp/ctr.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(ctr_counts_with_the_whole_block) {
    cryptopp::aes_ctr<16> wrapping, zero;
    BOOST_TEST_REQUIRE(wrapping.start(byte_vector(16), byte_vector(16, std::byte{0xff})).has_value());
    BOOST_TEST_REQUIRE(zero.start(byte_vector(16), byte_vector(16)).has_value());
    byte_vector from_the_end(32), from_the_beginning(16);
    BOOST_TEST(wrapping.apply(from_the_end));
    BOOST_TEST(zero.apply(from_the_beginning));
    BOOST_TEST(equal(byte_view{from_the_end}.subspan(16), from_the_beginning));
}
