#include <hawser/algorithm/openssl/number.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(openssl_number)

BOOST_AUTO_TEST_CASE(big_endian_magnitudes) {
    const auto bytes = from_hex("00ff0102030405060708090a0b");
    byte_vector out(bytes->size());
    const int size = static_cast<int>(out.size());
    for (const bool secret : {false, true}) {
        const openssl::number n = secret ? openssl::secret_number(*bytes) : openssl::number_of(*bytes);
        BOOST_TEST_REQUIRE((n != nullptr));
        BOOST_TEST(BN_num_bytes(n.get()) == 12);
        BOOST_TEST(BN_bn2binpad(n.get(), openssl::pointer(byte_span{out}), size) == size);
        BOOST_TEST(to_hex(out) == to_hex(*bytes));
        BOOST_TEST((BN_get_flags(n.get(), BN_FLG_CONSTTIME) != 0) == secret);
    }
    BOOST_TEST(BN_is_zero(openssl::number_of({}).get()) == 1);
    BOOST_TEST(BN_is_zero(openssl::new_secret_number().get()) == 1);
}

BOOST_AUTO_TEST_SUITE_END()
