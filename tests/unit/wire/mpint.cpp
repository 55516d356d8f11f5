#include <hawser/wire/mpint.hpp>
#include <hawser/wire/reader.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;

std::string secret_mpint(std::string_view hex) {
    const byte_vector magnitude = *from_hex(hex);
    return to_hex(testing::written([&](auto& w) { wire::encode_mpint_constant_time(w, magnitude); }));
}

BOOST_AUTO_TEST_SUITE(wire_mpint)

// The examples of RFC 4251, section 5, that are not negative.
BOOST_AUTO_TEST_CASE(the_examples_of_the_rfc) {
    BOOST_TEST(secret_mpint("") == "00000000");
    BOOST_TEST(secret_mpint("09a378f9b2e332a7") == "0000000809a378f9b2e332a7");
    BOOST_TEST(secret_mpint("80") == "000000020080");
}

BOOST_AUTO_TEST_CASE(leading_zeros_go_and_the_sign_byte_comes) {
    BOOST_TEST(secret_mpint("00000000") == "00000000");
    BOOST_TEST(secret_mpint("00000001") == "0000000101");
    BOOST_TEST(secret_mpint("000000ff") == "0000000200ff");
    BOOST_TEST(secret_mpint("007f00") == "000000027f00");
    BOOST_TEST(secret_mpint("00800000") == "0000000400800000");
    BOOST_TEST(secret_mpint("010080") == "00000003010080");
}

BOOST_AUTO_TEST_CASE(secret_and_public_encodings_agree) {
    for (unsigned first = 0; first < 256; ++first) {
        for (std::size_t zeros = 0; zeros < 4; ++zeros) {
            byte_vector magnitude(zeros);
            magnitude.push_back(static_cast<std::byte>(first));
            magnitude.push_back(std::byte{0x80});
            const byte_vector plain = testing::written([&](auto& w) { w.mpint(magnitude); });
            const byte_vector secret =
                testing::written([&](auto& w) { wire::encode_mpint_constant_time(w, magnitude); });
            BOOST_TEST(to_hex(plain) == to_hex(secret));
            wire::reader r{secret};
            r.mpint();
            BOOST_TEST(r.finish().has_value());
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
