#include <hawser/keys/base64.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using namespace hawser;
using keys::base64_padding;

BOOST_AUTO_TEST_SUITE(base64)

// RFC 4648, section 10
BOOST_AUTO_TEST_CASE(gives_the_answers_of_rfc_4648) {
    const std::array<std::array<std::string_view, 2>, 7> answers{{
        {"", ""},
        {"f", "Zg=="},
        {"fo", "Zm8="},
        {"foo", "Zm9v"},
        {"foob", "Zm9vYg=="},
        {"fooba", "Zm9vYmE="},
        {"foobar", "Zm9vYmFy"},
    }};
    for (const auto& [plain, text] : answers) {
        BOOST_TEST(keys::base64_encode(as_bytes(plain)) == text);
        BOOST_TEST(keys::base64_size(plain.size()) == text.size());
        const auto bytes = keys::base64_decode(text);
        BOOST_TEST_REQUIRE(bytes.has_value());
        BOOST_TEST(as_text(*bytes) == plain);
        const auto secret = keys::base64_decode_secret(text);
        BOOST_TEST_REQUIRE(secret.has_value());
        BOOST_TEST(as_text(secret->view()) == plain);

        const std::string_view bare = text.substr(0, text.find('='));
        BOOST_TEST(keys::base64_encode(as_bytes(plain), base64_padding::none) == bare);
        BOOST_TEST(keys::base64_size(plain.size(), base64_padding::none) == bare.size());
        BOOST_TEST(as_text(*keys::base64_decode(bare, base64_padding::none)) == plain);
    }
}

BOOST_AUTO_TEST_CASE(knows_the_whole_alphabet_and_nothing_else) {
    constexpr std::string_view alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (unsigned c = 0; c < 256; ++c) {
        const std::string text = {'A', 'A', 'A', static_cast<char>(c)};
        const auto bytes = keys::base64_decode(text);
        const std::size_t place = alphabet.find(static_cast<char>(c));
        BOOST_TEST(bytes.has_value() == (place != std::string_view::npos || c == '='));
        if (place == std::string_view::npos) continue;
        BOOST_TEST(std::to_integer<unsigned>((*bytes)[2]) == place);
        BOOST_TEST(keys::base64_encode(*bytes) == text);
    }
}

BOOST_AUTO_TEST_CASE(refuses_every_other_spelling) {
    for (const std::string_view text :
         {"Z", "Zg", "Zg=", "Zg===", "=", "==", "====", "Zg==Zg==", "Zm9v=", "Zm9v====", "Zm 9", "Zm9v\n",
          "\nZm9", "Zh==", "Zm9=", "Zg=A", "Z===", "Zm-_"}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(!keys::base64_decode(text).has_value());
            BOOST_TEST(!keys::base64_decode_secret(text).has_value());
        }
    }
    for (const std::string_view text : {"Z", "Zg==", "Zh", "Zm9vY", "Zm9="}) BOOST_TEST_CONTEXT(text) {
            BOOST_TEST(!keys::base64_decode(text, base64_padding::none).has_value());
        }
}

BOOST_AUTO_TEST_CASE(secrets_take_the_same_way_back_and_forth) {
    testing::fixed_random random;
    for (std::size_t size = 0; size < 70; ++size) {
        const byte_vector plain = random.bytes(size);
        byte_vector text(keys::base64_size(size));
        keys::base64_encode_secret(plain, text);
        BOOST_TEST(as_text(text) == keys::base64_encode(plain));
        BOOST_TEST(equal(keys::base64_decode_secret(as_text(text))->view(), plain));
    }
}

BOOST_AUTO_TEST_SUITE_END()
