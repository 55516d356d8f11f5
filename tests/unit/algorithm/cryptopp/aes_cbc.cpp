#include <hawser/algorithm/cryptopp/aes_cbc.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

// NIST SP 800-38A, appendix F.2
template <std::size_t KeySize>
void check_answer(const char* key, const char* encrypted) {
    const byte_vector iv = *from_hex("000102030405060708090a0b0c0d0e0f");
    const std::string plain = "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51";
    byte_vector data = *from_hex(plain);

    typename cryptopp::aes_cbc<KeySize>::encryption encryption;
    BOOST_TEST_REQUIRE(encryption.start(*from_hex(key), iv).has_value());
    BOOST_TEST(encryption.apply(byte_span{data}.first(16)));
    BOOST_TEST(encryption.apply(byte_span{data}.subspan(16))); // the chain goes on
    BOOST_TEST(to_hex(data) == encrypted);

    typename cryptopp::aes_cbc<KeySize>::decryption decryption;
    BOOST_TEST_REQUIRE(decryption.start(*from_hex(key), iv).has_value());
    BOOST_TEST(decryption.apply(data));
    BOOST_TEST(to_hex(data) == plain);
}

} // namespace

BOOST_AUTO_TEST_CASE(aes_cbc_gives_the_answers_of_sp_800_38a) {
    check_answer<16>("2b7e151628aed2a6abf7158809cf4f3c",
                     "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2");
    check_answer<24>("8e73b0f7da0e6452c810f32b809079e562f8ead2522c6b7b",
                     "4f021db243bc633d7178183a9fa071e8b4d9ada9ad7dedf4e5e738763f69145a");
    check_answer<32>("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
                     "f58c4c04d6e5f1ba779eabfb5f7bfbd69cfc4e967edb808d679f777bc6702c7d");
}
