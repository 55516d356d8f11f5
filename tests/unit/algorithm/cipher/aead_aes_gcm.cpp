#include <hawser/algorithm/cipher/aead_aes_gcm.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_CASE(aead_aes_gcm_is_aes_gcm_under_a_name_that_is_a_mac_too) {
    using rfc = cipher::aead_aes_128_gcm;
    using openssh = cipher::aes128_gcm;
    BOOST_TEST(rfc::name == "AEAD_AES_128_GCM");
    BOOST_TEST(cipher::aead_aes_256_gcm::name == "AEAD_AES_256_GCM");
    BOOST_TEST((cipher::aead_aes_256_gcm::key_size == 32 && rfc::key_size == 16));
    BOOST_TEST((cipher::aead_aes_256_gcm::rank == grade::opt_in && rfc::rank == grade::opt_in));
    BOOST_TEST((is_named_as_mac<rfc> && is_named_as_mac<cipher::aead_aes_256_gcm>));
    BOOST_TEST(!is_named_as_mac<openssh>);
    // the packets are the same
    rfc::sealer sealer;
    openssh::opener opener;
    BOOST_TEST_REQUIRE(sealer.start(byte_vector(16), byte_vector(12)).has_value());
    BOOST_TEST_REQUIRE(opener.start(byte_vector(16), byte_vector(12)).has_value());
    byte_vector packet(20), tag(16);
    store_u32(packet.data(), 16);
    BOOST_TEST(sealer.seal(0, packet, tag));
    BOOST_TEST(opener.open(0, packet, tag));
}
