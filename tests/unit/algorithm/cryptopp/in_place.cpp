#include <hawser/algorithm/cryptopp/in_place.hpp>

#include <boost/test/unit_test.hpp>
#include <cryptopp/aes.h>
#include <cryptopp/modes.h>

#include <vector>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cryptopp_in_place)

BOOST_AUTO_TEST_CASE(with_a_copy_or_without_it_is_the_same) {
    const byte_vector key(16, std::byte{1}), iv(16, std::byte{2});
    for (const std::size_t size : {0u, 1u, 16u, 511u, 512u, 513u, 5000u}) {
        byte_vector plain(size);
        for (std::size_t i = 0; i < size; ++i) plain[i] = static_cast<std::byte>(i * 7);
        // from one place to another, which every AES can do
        byte_vector expected(size);
        CryptoPP::CTR_Mode<CryptoPP::AES>::Encryption apart;
        apart.SetKeyWithIV(cryptopp::pointer(byte_view{key}), 16, cryptopp::pointer(byte_view{iv}), 16);
        apart.ProcessData(cryptopp::pointer(byte_span{expected}), cryptopp::pointer(byte_view{plain}), size);

        const auto encrypted = [&]<bool Apart>(std::bool_constant<Apart>) {
            CryptoPP::CTR_Mode<CryptoPP::AES>::Encryption engine;
            engine.SetKeyWithIV(cryptopp::pointer(byte_view{key}), 16, cryptopp::pointer(byte_view{iv}), 16);
            byte_vector data = plain;
            cryptopp::process_in_place<Apart>(data, [&](auto* out, const auto* in, std::size_t n) {
                BOOST_TEST((out == in) == !Apart);
                engine.ProcessData(out, in, n);
            });
            return data;
        };
        BOOST_TEST((encrypted(std::true_type{}) == expected));
        if (cryptopp::aes_xors_in_place) BOOST_TEST((encrypted(std::false_type{}) == expected));
    }
}

BOOST_AUTO_TEST_SUITE_END()
