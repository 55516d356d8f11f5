#include <hawser/algorithm/cryptopp/ripemd160.hpp>
#include <hawser/algorithm/digest.hpp>

#include <boost/test/unit_test.hpp>

#include <array>

using namespace hawser;

static_assert(digest<cryptopp::ripemd160> && cryptopp::ripemd160::size == 20 &&
              cryptopp::ripemd160::block_size == 64);

// Dobbertin, Bosselaers and Preneel, "RIPEMD-160: A strengthened version of RIPEMD", appendix B
BOOST_AUTO_TEST_CASE(ripemd160_gives_published_answers) {
    const std::array<std::array<std::string_view, 2>, 3> answers{{
        {"", "9c1185a5c5e9fc54612808977ee8f548b2258d31"},
        {"abc", "8eb208f7e05d987a9b044a8e98c6b087f15a0bfc"},
        {"message digest", "5d0689ef49d2fae572b881b123a85ffa21595f36"},
    }};
    cryptopp::ripemd160 hash;
    for (const auto& [text, expected] : answers) {
        std::array<std::byte, 20> out;
        BOOST_TEST(hash.update(as_bytes(text)));
        BOOST_TEST(hash.final(out));
        BOOST_TEST(to_hex(out) == expected);
    }
}
