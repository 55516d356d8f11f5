#include <hawser/algorithm/cryptopp/triple_des_ctr.hpp>
#include <hawser/algorithm/primitive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

static_assert(stream_primitive<cryptopp::triple_des_ctr>);

// the example of NIST SP 800-67: its text is the counter here, and the key stream what it is encrypted to
BOOST_AUTO_TEST_CASE(triple_des_ctr_gives_a_published_answer) {
    cryptopp::triple_des_ctr stream;
    const byte_vector key = *from_hex("0123456789abcdef23456789abcdef01456789abcdef0123");
    BOOST_TEST_REQUIRE(stream.start(key, as_bytes("The qufc")).has_value());
    byte_vector data(8);
    BOOST_TEST(stream.apply(byte_span{data}.first(3)));
    BOOST_TEST(stream.apply(byte_span{data}.subspan(3)));
    BOOST_TEST(to_hex(data) == "a826fd8ce53b855f");
    BOOST_TEST(
        (stream.start(byte_view{key}.first(16), byte_vector(8)).error() == usage_error::invalid_argument));
    BOOST_TEST((stream.start(key, byte_vector(16)).error() == usage_error::invalid_argument));
}
