#include <hawser/algorithm/host_key/signature_blob.hpp>

#include "support/key_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

BOOST_AUTO_TEST_SUITE(host_key_signature_blob)

BOOST_AUTO_TEST_CASE(what_is_written_is_read) {
    byte_buffer out;
    BOOST_REQUIRE(host_key::write_signature(out, "alg", as_bytes("sig")));
    BOOST_TEST(to_hex(out.view()) == "00000003616c6700000003736967");
    const auto read = host_key::read_signature(out.view(), "alg");
    BOOST_REQUIRE(read);
    BOOST_TEST(as_text(*read) == "sig");
}

BOOST_AUTO_TEST_CASE(names_and_frames, *utf::label("K11")) {
    const auto error = [](byte_view blob) { return host_key::read_signature(blob, "rsa-sha2-512").error(); };
    const std::error_code mismatch = security_error::signature_algorithm_mismatch;
    const std::error_code invalid = security_error::signature_invalid;
    BOOST_TEST(error(testing::strings(std::string_view{"ssh-rsa"}, as_bytes("x"))) == mismatch);
    BOOST_TEST(error(testing::strings(std::string_view{"rsa-sha2-256"}, as_bytes("x"))) == mismatch);
    BOOST_TEST(error(testing::strings(std::string_view{"rsa-sha2-512\0", 13}, as_bytes("x"))) == mismatch);
    BOOST_TEST(error({}) == invalid);
    BOOST_TEST(error(testing::strings(std::string_view{"rsa-sha2-512"})) == invalid);
    BOOST_TEST(error(testing::strings(std::string_view{"rsa-sha2-512"}, as_bytes("x"), as_bytes(""))) ==
               invalid);
    BOOST_TEST(error(*from_hex("ffffffff")) == invalid);
}

BOOST_AUTO_TEST_CASE(a_full_buffer_is_reported) {
    byte_buffer out{5};
    BOOST_TEST(host_key::write_signature(out, "alg", as_bytes("sig")).error() ==
               std::make_error_code(std::errc::no_buffer_space));
}

BOOST_AUTO_TEST_SUITE_END()
