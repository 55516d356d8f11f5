#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/transport/key_derivation.hpp>

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace hawser;

byte_vector counting(int first, std::size_t size) {
    byte_vector out(size);
    for (std::byte& b : out) b = static_cast<std::byte>(first++);
    return out;
}

/// K as it is hashed: the mpint 0x80000001.
const byte_vector secret = *from_hex("000000050080000001");
const byte_vector hash = counting(0, 32);
const byte_vector session_id = counting(32, 32);

std::string derived(char letter, std::size_t size) {
    byte_vector out(size);
    BOOST_REQUIRE(transport::derive_key<cryptopp::sha256>(secret, hash, letter, session_id, out).has_value());
    return to_hex(out);
}

/// Fails at the n-th call.
struct weary_digest {
    static constexpr std::size_t size = 4;
    static constexpr std::size_t block_size = 8;
    static inline int calls_left = 0;
    bool update(byte_view) noexcept { return calls_left-- > 0; }
    bool final(byte_span) noexcept { return calls_left-- > 0; }
};

BOOST_AUTO_TEST_SUITE(transport_key_derivation)

// Computed with another implementation of SHA-256 and of the formula.
const std::string answer = "5dcc6de83aa11ce143e7ed0886ab1a82ac08f6370b1b6cd2becc42b6a4d172ca"
                           "1626a71bc20baa0a28df14a6fb7244ce1ba03625706d2048e149e5550a60e66c"
                           "77aa7f400a68c904e52c5b227e6b514f387f572aa8d1dc8bec06ca574db402ed";

BOOST_AUTO_TEST_CASE(keys_of_every_length_are_the_beginning_of_one_stream) {
    for (std::size_t size : {0u, 1u, 16u, 31u, 32u, 33u, 64u, 65u, 96u})
        BOOST_TEST(derived('C', size) == answer.substr(0, 2 * size));
}

BOOST_AUTO_TEST_CASE(letters_lead_to_different_keys) { BOOST_TEST(derived('D', 32) != answer.substr(0, 64)); }

BOOST_AUTO_TEST_CASE(a_failing_digest_gives_an_error_and_no_key) {
    for (int good = 0; good < 9; ++good) {
        weary_digest::calls_left = good;
        byte_vector out(8, std::byte{0x55});
        const auto done = transport::derive_key<weary_digest>(secret, hash, 'A', session_id, out);
        BOOST_TEST(done.error() == security_error::backend_failed);
        BOOST_TEST(to_hex(out) == "0000000000000000");
    }
    weary_digest::calls_left = 9;
    byte_vector out(8);
    BOOST_TEST(transport::derive_key<weary_digest>(secret, hash, 'A', session_id, out).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
