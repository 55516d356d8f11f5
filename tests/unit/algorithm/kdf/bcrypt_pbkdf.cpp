#include <hawser/algorithm/kdf/bcrypt_pbkdf.hpp>
#include <hawser/algorithm/kdf/impl/blowfish_tables.hpp>
#include <hawser/core/error.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <vector>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(bcrypt_pbkdf)

BOOST_AUTO_TEST_CASE(gives_the_published_answers,
                     *boost::unit_test::precondition(testing::needs_vectors{"botan"})) {
    std::string passphrase, salt;
    int answers = 0;
    for (const auto& record : testing::records_in(testing::vector_path("botan/bcrypt_pbkdf.vec"))) {
        if (!record.has("Output")) continue;
        const byte_vector expected = record.bytes("Output");
        byte_vector out(expected.size());
        BOOST_TEST_REQUIRE(kdf::bcrypt_pbkdf(as_bytes(record.text("Passphrase")), record.bytes("Salt"),
                                             record.number("Iterations"), out)
                               .has_value());
        BOOST_TEST(to_hex(out) == to_hex(expected));
        ++answers;
    }
    BOOST_TEST(answers > 30);
}

// two of the published answers, so that something is tested without the larger sets
BOOST_AUTO_TEST_CASE(gives_an_answer_of_two_blocks_and_one_cut_short) {
    byte_vector out(48);
    BOOST_TEST_REQUIRE(kdf::bcrypt_pbkdf(as_bytes("password"), *from_hex("73616c74"), 11, out).has_value());
    BOOST_TEST(to_hex(out) == "0726b275c9cd84b18dd245db35f4a944e9a46e7fdbb50a14b4c4789e38af41c8"
                              "a228a4fc57601b32e5409c5db3c6d194");
    out.resize(16);
    BOOST_TEST_REQUIRE(kdf::bcrypt_pbkdf(as_bytes("password"), *from_hex("73616c74"), 4, out).has_value());
    BOOST_TEST(to_hex(out) == "5bbf0cc293587f1c3635555c27796598");
}

BOOST_AUTO_TEST_CASE(refuses_what_has_no_answer) {
    std::array<std::byte, 1025> out;
    const byte_view some = as_bytes("x");
    BOOST_TEST((kdf::bcrypt_pbkdf({}, some, 1, out).error() == usage_error::invalid_argument));
    BOOST_TEST((kdf::bcrypt_pbkdf(some, {}, 1, out).error() == usage_error::invalid_argument));
    BOOST_TEST((kdf::bcrypt_pbkdf(some, some, 0, byte_span{out}.first(32)).error() ==
                usage_error::invalid_argument));
    BOOST_TEST((kdf::bcrypt_pbkdf(some, some, 1, {}).error() == usage_error::invalid_argument));
    BOOST_TEST((kdf::bcrypt_pbkdf(some, some, 1, out).error() == usage_error::invalid_argument));
    BOOST_TEST(kdf::bcrypt_pbkdf(some, some, 1, byte_span{out}.first(1024)).has_value());
}

namespace {

/// A fixed-point number: words after the point, most significant first, and one before it.
using fixed = std::vector<std::uint32_t>;

void divide(fixed& value, std::uint32_t by) {
    std::uint64_t rest = 0;
    for (std::uint32_t& word : value) {
        rest = rest << 32 | word;
        word = static_cast<std::uint32_t>(rest / by);
        rest %= by;
    }
}

void add(fixed& to, const fixed& value, bool negative) {
    std::uint64_t carry = negative ? 1 : 0;
    for (std::size_t i = to.size(); i-- > 0;) {
        carry += std::uint64_t{to[i]} + (negative ? ~value[i] : value[i]);
        to[i] = static_cast<std::uint32_t>(carry);
        carry >>= 32;
    }
}

/// Adds `factor` times the arc tangent of 1/x, by its power series.
void add_arctan(fixed& to, std::uint32_t factor, std::uint32_t x, bool negative) {
    fixed power(to.size());
    power[0] = factor;
    divide(power, x);
    for (std::uint32_t n = 1; power != fixed(to.size()); n += 2) {
        fixed term = power;
        divide(term, n);
        add(to, term, negative != (n % 4 == 3));
        divide(power, x * x);
    }
}

} // namespace

// Machin: pi = 16 arctan(1/5) - 4 arctan(1/239)
BOOST_AUTO_TEST_CASE(tables_are_the_digits_of_pi) {
    const auto& table = kdf::detail::blowfish_initial_state;
    fixed pi(1 + table.size() + 2);
    add_arctan(pi, 16, 5, false);
    add_arctan(pi, 4, 239, true);
    BOOST_TEST(pi[0] == 3u);
    BOOST_TEST(std::equal(table.begin(), table.end(), pi.begin() + 1));
}

BOOST_AUTO_TEST_SUITE_END()
