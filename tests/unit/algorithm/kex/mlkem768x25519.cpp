#include <hawser/algorithm/kex/mlkem768x25519.hpp>

#include "support/hybrid_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using method = kex::mlkem768x25519_sha256;
using halves = testing::hybrid_case<method, native::ml_kem_768, 32>;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(kex_mlkem768x25519)

BOOST_AUTO_TEST_CASE(what_it_is) {
    static_assert(halves::init_size == 1184 + 32 && halves::reply_size == 1088 + 32);
    BOOST_TEST(method::name == "mlkem768x25519-sha256");
    BOOST_TEST((method::rank == grade::preferred));
}

BOOST_AUTO_TEST_CASE(values_of_another_length, *utf::label("C02") * utf::label("C04")) {
    halves{}.check_lengths();
}

BOOST_AUTO_TEST_CASE(a_weak_share_ends_the_exchange, *utf::label("C01")) {
    halves{}.check_share(byte_vector(32), security_error::kex_value_weak);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_not_reduced, *utf::label("C04")) {
    byte_vector init = halves{}.init;
    init[0] = std::byte{0xff};
    init[1] |= std::byte{0x0f};
    BOOST_TEST(halves::of_server(init) == make_error_code(protocol_error::kex_value_out_of_range));
}

BOOST_AUTO_TEST_CASE(a_wrong_ciphertext_gives_another_hash, *utf::label("C04")) {
    halves::check_wrong_ciphertexts();
}

BOOST_AUTO_TEST_SUITE_END()
