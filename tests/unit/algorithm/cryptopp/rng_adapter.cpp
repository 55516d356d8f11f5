#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/rng_adapter.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>
#include <cryptopp/integer.h>

#include <array>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(cryptopp_rng_adapter)

BOOST_AUTO_TEST_CASE(bytes_are_those_of_the_source) {
    testing::fixed_random source{5}, same{5};
    cryptopp::rng_adapter adapter{source};
    std::array<CryptoPP::byte, 40> block{};
    adapter.GenerateBlock(block.data(), block.size());
    BOOST_TEST(equal(std::as_bytes(std::span{block}), same.bytes(40)));
    // the other ways in which Crypto++ draws
    const byte_vector next = same.bytes(1);
    BOOST_TEST(adapter.GenerateByte() == std::to_integer<int>(next[0]));
    BOOST_TEST(adapter.GenerateWord32(3, 9) <= 9u);
}

BOOST_AUTO_TEST_CASE(a_failure_is_the_error_of_the_operation) {
    testing::failing_random source{1};
    cryptopp::rng_adapter adapter{source};
    std::array<CryptoPP::byte, 8> block{};
    BOOST_TEST(cryptopp::guard([&] { adapter.GenerateBlock(block.data(), block.size()); }).has_value());
    BOOST_TEST(block[0] + block[1] + block[2] + block[3] != 0);
    const auto failed = cryptopp::guard([&] { adapter.GenerateBlock(block.data(), block.size()); });
    BOOST_TEST(failed.error() == security_error::random_failed);
    BOOST_TEST((block == std::array<CryptoPP::byte, 8>{}));

    // within an operation of the library, and without any output
    const auto number = cryptopp::guard([&] { return CryptoPP::Integer{adapter, 256}; });
    BOOST_TEST(number.error() == security_error::random_failed);
    BOOST_TEST(cryptopp::guard([&] { return adapter.GenerateByte(); }).error() ==
               security_error::random_failed);
    BOOST_TEST(cryptopp::guard([&] { adapter.DiscardBytes(1); }).error() == security_error::random_failed);
}

BOOST_AUTO_TEST_SUITE_END()
