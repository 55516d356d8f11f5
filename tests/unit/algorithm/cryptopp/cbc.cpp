#include <hawser/algorithm/cryptopp/aes_cbc.hpp>
#include <hawser/algorithm/cryptopp/cbc.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(cbc_refuses_wrong_sizes_and_use_before_start) {
    using cbc = cryptopp::aes_cbc<16>;
    byte_vector blocks(32);
    cbc::decryption cipher;
    BOOST_TEST(!cipher.apply(blocks));
    BOOST_TEST((cipher.start(byte_vector(15), byte_vector(16)).error() == usage_error::invalid_argument));
    BOOST_TEST((cipher.start(byte_vector(16), byte_vector(15)).error() == usage_error::invalid_argument));
    BOOST_TEST(!cipher.apply(blocks));
    BOOST_TEST(cipher.start(byte_vector(16), byte_vector(16)).has_value());
    BOOST_TEST(cipher.apply({}));
    BOOST_TEST(!cipher.apply(byte_span{blocks}.first(31)));
    BOOST_TEST(cipher.apply(blocks));
    // a start that fails leaves nothing to work with
    BOOST_TEST(!cipher.start(byte_vector(1), byte_vector(16)).has_value());
    BOOST_TEST(!cipher.apply(blocks));
}
