#include <hawser/algorithm/cryptopp/md5.hpp>
#include <hawser/algorithm/digest.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

using namespace hawser;

static_assert(digest<cryptopp::md5>);

// RFC 1321, appendix A.5
BOOST_AUTO_TEST_CASE(md5_gives_the_answers_of_rfc_1321) {
    const std::array<std::array<std::string_view, 2>, 4> answers{{
        {"", "d41d8cd98f00b204e9800998ecf8427e"},
        {"abc", "900150983cd24fb0d6963f7d28e17f72"},
        {"message digest", "f96b697d7cb7938d525a2f31aaf161d0"},
        {"12345678901234567890123456789012345678901234567890123456789012345678901234567890",
         "57edf4a22be3c955ac49da2e2107b67a"},
    }};
    cryptopp::md5 md5;
    for (const auto& [text, expected] : answers) {
        std::array<std::byte, 16> out;
        BOOST_TEST(md5.update(as_bytes(text)));
        BOOST_TEST(md5.final(out));
        BOOST_TEST(to_hex(out) == expected);
    }
}
