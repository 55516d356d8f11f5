#include <hawser/algorithm/cryptopp/digest.hpp>

#include <boost/test/unit_test.hpp>

#include <array>
#include <stdexcept>

using namespace hawser;

namespace {

/// A hash that throws when it is told to, as those of Crypto++ do past their longest input.
struct throwing_hash {
    static constexpr std::size_t DIGESTSIZE = 4;
    static constexpr std::size_t BLOCKSIZE = 8;
    static inline bool throws = false;

    void Update(const unsigned char*, std::size_t) {
        if (throws) throw std::runtime_error{"too long"};
    }
    void Final(unsigned char* out) {
        if (throws) throw std::runtime_error{"too long"};
        *out = 1;
    }
};

} // namespace

BOOST_AUTO_TEST_CASE(a_hash_that_throws_is_a_digest_that_fails) {
    static_assert(cryptopp::basic_digest<throwing_hash>::block_size == 8);
    cryptopp::basic_digest<throwing_hash> digest;
    std::array<std::byte, 4> out{};
    throwing_hash::throws = true;
    BOOST_TEST(!digest.update(as_bytes("a")));
    BOOST_TEST(!digest.final(out));
    throwing_hash::throws = false;
    BOOST_TEST(digest.update(as_bytes("a")));
    BOOST_TEST(digest.final(out));
    BOOST_TEST(std::to_integer<int>(out[0]) == 1);
}

BOOST_AUTO_TEST_CASE(room_of_another_size_is_refused) {
    cryptopp::basic_digest<throwing_hash> digest;
    std::array<std::byte, 8> out{};
    for (const std::size_t size : {0u, 3u, 5u, 8u}) BOOST_TEST(!digest.final(byte_span{out}.first(size)));
    BOOST_TEST(std::to_integer<int>(out[0]) == 0);
}
