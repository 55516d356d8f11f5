#include <hawser/algorithm/kex/sntrup761x25519.hpp>

#include "support/hybrid_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using method = kex::sntrup761x25519_sha512;
using openssh_method = kex::sntrup761x25519_sha512_openssh;
using halves = testing::hybrid_case<method, native::sntrup761<cryptopp::sha512>, 32>;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(kex_sntrup761x25519)

BOOST_AUTO_TEST_CASE(one_method_under_two_names) {
    static_assert(halves::init_size == 1158 + 32 && halves::reply_size == 1039 + 32);
    static_assert(std::same_as<method::initiator, openssh_method::initiator> &&
                  std::same_as<method::responder, openssh_method::responder> &&
                  std::same_as<method::hash, openssh_method::hash>);
    BOOST_TEST(method::name == "sntrup761x25519-sha512");
    BOOST_TEST(openssh_method::name == "sntrup761x25519-sha512@openssh.com");
    BOOST_TEST((method::rank == grade::preferred && openssh_method::rank == grade::preferred));
}

BOOST_AUTO_TEST_CASE(values_of_another_length, *utf::label("C02") * utf::label("C05")) {
    halves{}.check_lengths();
}

BOOST_AUTO_TEST_CASE(a_weak_share_ends_the_exchange, *utf::label("C01")) {
    halves{}.check_share(byte_vector(32), security_error::kex_value_weak);
}

BOOST_AUTO_TEST_CASE(a_key_that_nobody_encodes, *utf::label("C05")) {
    byte_vector init = halves{}.init;
    init[1157] = std::byte{0xff};
    BOOST_TEST(halves::of_server(init) == make_error_code(protocol_error::kex_value_out_of_range));
}

BOOST_AUTO_TEST_CASE(a_wrong_ciphertext_gives_another_hash, *utf::label("C05")) {
    halves::check_wrong_ciphertexts();
}

BOOST_AUTO_TEST_SUITE_END()
