#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/impl/sntrup761_modulus.hpp>
#include <hawser/algorithm/native/sntrup761_ring.hpp>

#include "support/fixed_random.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

using namespace hawser;
using native::sntrup761_polynomial;
namespace utf = boost::unit_test;

namespace {

constexpr int q = native::sntrup761_modulus;
constexpr std::size_t degree = native::sntrup761_degree;
using numbers = std::vector<int>;

/// The code without wide registers, and what this processor runs.
const native::cpu_features paths[] = {native::cpu_features{}, native::this_cpu()};

int centred(int x, int modulus) {
    x %= modulus;
    if (x > modulus / 2) x -= modulus;
    return x < -(modulus / 2) ? x + modulus : x;
}
numbers of(const sntrup761_polynomial& p) {
    return {p.coefficients.begin(), p.coefficients.begin() + degree};
}
void set(sntrup761_polynomial& p, const numbers& from) {
    for (std::size_t i = 0; i < degree; ++i) p[i] = static_cast<std::int16_t>(from[i]);
}

/// The product as schools teach it, modulo x^761 - x - 1.
numbers schoolbook(const numbers& a, const numbers& b, int modulus) {
    numbers out(2 * degree);
    for (std::size_t i = 0; i < degree; ++i)
        for (std::size_t j = 0; j < degree; ++j) out[i + j] = (out[i + j] + a[i] * b[j]) % modulus;
    for (std::size_t i = 2 * degree - 1; i >= degree; --i) {
        out[i - degree] += out[i];
        out[i - degree + 1] += out[i];
    }
    out.resize(degree);
    for (int& c : out) c = centred(c, modulus);
    return out;
}
numbers one() {
    numbers out(degree);
    out[0] = 1;
    return out;
}

numbers drawn(testing::fixed_random& random, int largest) {
    numbers out(degree);
    for (int& c : out) c = static_cast<int>(random.below(2 * static_cast<unsigned>(largest) + 1)) - largest;
    return out;
}

byte_vector words(const std::vector<std::uint32_t>& from) {
    byte_vector out;
    for (const std::uint32_t word : from)
        for (int k = 0; k < 4; ++k) out.push_back(static_cast<std::byte>(word >> 8 * k & 0xff));
    return out;
}

/// The rest of it stays zero, as every function expects.
bool is_padded(const sntrup761_polynomial& p) {
    return std::all_of(p.coefficients.begin() + degree, p.coefficients.end(), [](int c) { return c == 0; });
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_sntrup761_ring)

BOOST_AUTO_TEST_CASE(remainders_of_every_number) {
    namespace field = native::detail::sntrup761;
    bool right = true;
    for (int x = -32768; x < 32768; ++x) {
        const auto narrow = static_cast<std::int16_t>(x);
        const int shrunk = field::shrink(narrow);
        right = right && field::freeze_16(narrow) == centred(x, q) && field::freeze(x) == centred(x, q);
        right =
            right && (shrunk - x) % q == 0 && std::abs(shrunk) <= 2296 && (std::abs(x) > 761 || shrunk == x);
        if (std::abs(x) <= 10000) right = right && field::freeze_3(narrow) == centred(x, 3);
    }
    for (int x = -(1 << 25) + 1; x < (1 << 25); x += 3) right = right && field::freeze(x) == centred(x, q);
    BOOST_TEST(right);
    // a * b / 2^16, where b is frozen
    for (int b = -q / 2; b <= q / 2; b += 17) {
        for (int a = -6000; a <= 6000; a += 13) {
            const int product = field::reduced_product(static_cast<std::int16_t>(a),
                                                       field::factor{static_cast<std::int16_t>(b)});
            right = right && (std::int64_t{product} * 65536 - a * b) % q == 0 && std::abs(product) <= 3000;
        }
    }
    BOOST_TEST(right);
}

BOOST_AUTO_TEST_CASE(products_are_those_of_the_schoolbook) {
    testing::fixed_random random;
    const numbers high(degree, q / 2), low(degree, -q / 2), ones(degree, 1), minus(degree, -1);
    const std::pair<numbers, numbers> cases[] = {{drawn(random, q / 2), drawn(random, 1)},
                                                 {drawn(random, q / 2), drawn(random, 1)},
                                                 {high, ones},
                                                 {high, minus},
                                                 {low, ones},
                                                 {low, minus},
                                                 {one(), drawn(random, 1)}};
    for (const auto& [a, b] : cases) {
        for (const auto& cpu : paths) {
            sntrup761_polynomial x, y, out;
            set(x, a);
            set(y, b);
            native::sntrup761_multiply(out, x, y, cpu);
            BOOST_TEST((of(out) == schoolbook(a, b, q)));
            BOOST_TEST(is_padded(out));
        }
    }
    const std::pair<numbers, numbers> small_cases[] = {
        {drawn(random, 1), drawn(random, 1)}, {ones, ones}, {ones, minus}, {minus, minus}};
    for (const auto& [a, b] : small_cases) {
        for (const auto& cpu : paths) {
            sntrup761_polynomial x, y, out;
            set(x, a);
            set(y, b);
            native::sntrup761_multiply_small(out, x, y, cpu);
            BOOST_TEST((of(out) == schoolbook(a, b, 3)));
        }
    }
}

BOOST_AUTO_TEST_CASE(reciprocals_modulo_4591) {
    testing::fixed_random random{2};
    std::vector<numbers> cases{one(), numbers(degree, 1), numbers(degree, -1), numbers(degree)};
    cases[3][degree - 1] = -1;
    for (int i = 0; i < 4; ++i) cases.push_back(drawn(random, 1));
    for (const numbers& f : cases) {
        for (const auto& cpu : paths) {
            sntrup761_polynomial p, out;
            set(p, f);
            native::sntrup761_invert_triple(out, p, cpu);
            numbers triple = of(out);
            for (int& c : triple) c = centred(3 * c, q);
            BOOST_TEST((schoolbook(triple, f, q) == one()));
            BOOST_TEST(is_padded(out));
        }
    }
}

BOOST_AUTO_TEST_CASE(reciprocals_modulo_3) {
    testing::fixed_random random{3};
    std::vector<numbers> cases{one(), numbers(degree)};
    cases[1][degree - 1] = -1;
    for (int i = 0; i < 6; ++i) cases.push_back(drawn(random, 1));
    for (const numbers& g : cases) {
        for (const auto& cpu : paths) {
            sntrup761_polynomial p, out;
            set(p, g);
            BOOST_TEST(native::sntrup761_invert_small(out, p, cpu) == 0U);
            BOOST_TEST((schoolbook(of(out), g, 3) == one()));
            BOOST_TEST(is_padded(out));
        }
    }
}

// x^761 - x - 1 has three factors modulo 3, and this is the one of degree 19.
BOOST_AUTO_TEST_CASE(what_has_no_reciprocal_says_so) {
    numbers factor{1, 1, 0, 1, 1, 1, -1, 1, -1, 1, 0, 1, -1, -1, -1, -1, 1, 0, -1, -1};
    factor.resize(degree);
    testing::fixed_random random{4};
    for (const numbers& g : {numbers(degree), factor, schoolbook(factor, drawn(random, 1), 3)}) {
        for (const auto& cpu : paths) {
            sntrup761_polynomial p, out;
            set(p, g);
            BOOST_TEST(native::sntrup761_invert_small(out, p, cpu) == 0xffffffffU);
        }
    }
}

BOOST_AUTO_TEST_CASE(drawing_small_polynomials) {
    std::vector<std::uint32_t> from(degree);
    from[1] = 0x15555555, from[2] = 0x15555556, from[3] = 0x2aaaaaaa, from[4] = 0x2aaaaaab;
    from[5] = 0x3fffffff, from[6] = 0xc0000000;
    sntrup761_polynomial out;
    native::sntrup761_draw_small(out, words(from));
    const int expected[] = {-1, -1, 0, 0, 1, 1, -1};
    BOOST_TEST(std::equal(std::begin(expected), std::end(expected), out.coefficients.begin()));
    BOOST_TEST(is_padded(out));
}

BOOST_AUTO_TEST_CASE(drawing_short_polynomials) {
    testing::fixed_random random{5};
    for (int round = 0; round < 20; ++round) {
        // with many equal words, too
        std::vector<std::uint32_t> from(degree);
        for (auto& word : from)
            word = static_cast<std::uint32_t>(random.below(round % 2 != 0 ? 50 : std::uint64_t{1} << 32));
        sntrup761_polynomial out;
        native::sntrup761_draw_short(out, words(from));
        for (std::size_t i = 0; i < degree; ++i)
            from[i] = i < native::sntrup761_weight ? from[i] & ~1U : (from[i] & ~3U) | 1;
        std::ranges::sort(from);
        numbers expected;
        for (const std::uint32_t word : from) expected.push_back(static_cast<int>(word & 3) - 1);
        BOOST_TEST((of(out) == expected));
        BOOST_TEST(std::ranges::count(expected, 0) == 761 - 286);
        BOOST_TEST(is_padded(out));
    }
}

BOOST_AUTO_TEST_CASE(what_is_not_short_is_replaced) {
    testing::fixed_random random{6};
    numbers otherwise(degree);
    std::fill_n(otherwise.begin(), 286, 1);
    for (const int weight : {0, 1, 285, 286, 287, 761}) {
        numbers from(degree);
        for (int i = 0; i < weight; ++i)
            from[degree - 1 - static_cast<std::size_t>(i)] = random.below(2) != 0 ? 1 : -1;
        sntrup761_polynomial p;
        set(p, from);
        native::sntrup761_replace_unless_short(p);
        BOOST_TEST((of(p) == (weight == 286 ? from : otherwise)));
    }
}

BOOST_AUTO_TEST_CASE(encodings_come_back) {
    testing::fixed_random random{7};
    for (const numbers& from :
         {drawn(random, q / 2), numbers(degree, q / 2), numbers(degree, -q / 2), numbers(degree)}) {
        sntrup761_polynomial p, back;
        set(p, from);
        byte_vector bytes(native::sntrup761_ring_size), rounded(native::sntrup761_rounded_size);
        native::sntrup761_encode(bytes, p);
        native::sntrup761_decode(back, bytes);
        BOOST_TEST((of(back) == from));
        native::sntrup761_round(p);
        for (std::size_t i = 0; i < degree; ++i)
            BOOST_TEST_REQUIRE((p[i] % 3 == 0 && std::abs(p[i] - from[i]) <= 1));
        native::sntrup761_encode_rounded(rounded, p);
        native::sntrup761_decode_rounded(back, rounded);
        BOOST_TEST((of(back) == of(p)));
    }
    const numbers small = drawn(random, 1);
    sntrup761_polynomial p, back;
    set(p, small);
    byte_vector bytes(native::sntrup761_small_size);
    native::sntrup761_encode_small(bytes, p);
    native::sntrup761_decode_small(back, bytes);
    BOOST_TEST((of(back) == small));
    // the first coefficient is the lowest pair of bits
    BOOST_TEST(std::to_integer<int>(bytes[0]) ==
               small[0] + 1 + 4 * (small[1] + 1) + 16 * (small[2] + 1) + 64 * (small[3] + 1));
}

BOOST_AUTO_TEST_CASE(any_bytes_decode_to_coefficients_in_range) {
    testing::fixed_random random{8};
    for (const byte_vector& bytes :
         {random.bytes(1158), byte_vector(1158, std::byte{0xff}), byte_vector(1158)}) {
        sntrup761_polynomial p;
        native::sntrup761_decode(p, bytes);
        BOOST_TEST((std::ranges::all_of(of(p), [](int c) { return std::abs(c) <= q / 2; }) && is_padded(p)));
        native::sntrup761_decode_rounded(p, byte_view{bytes}.first(1007));
        BOOST_TEST((std::ranges::all_of(of(p), [](int c) { return std::abs(c) <= q / 2 && c % 3 == 0; }) &&
                    is_padded(p)));
    }
}

// Sixty answers of the KEM's first round, sntrup4591761: other encodings and hashes, the same ring.
BOOST_AUTO_TEST_CASE(answers_of_the_first_round,
                     *utf::precondition(testing::needs_vectors{"sntrup761/kat.json"})) {
    const auto digits = [](sntrup761_polynomial& out, byte_view bytes, std::size_t in_group,
                           std::size_t group, std::uint64_t base, int factor) {
        for (std::size_t i = 0; i < degree; ++i) {
            std::uint64_t value = 0;
            const byte_view from = bytes.subspan(i / in_group * group);
            for (std::size_t k = std::min(group, from.size()); k-- > 0;)
                value = value << 8 | std::to_integer<std::uint64_t>(from[k]);
            for (std::size_t k = 0; k < i % in_group; ++k) value /= base;
            out[i] = static_cast<std::int16_t>(static_cast<int>(value % base) * factor - q / 2);
        }
    };
    std::size_t count = 0;
    const auto answers = testing::vector_json("sntrup761/kat.json");
    for (const auto& answer : answers) {
        const byte_vector sk = answer["sk"].bytes(), pk = answer["pk"].bytes(), c = answer["c"].bytes();
        for (const auto& cpu : paths) {
            sntrup761_polynomial f, g, g_reciprocal, h, rounded, x, y;
            native::sntrup761_decode_small(f, byte_view{sk}.first(191));
            native::sntrup761_decode_small(g_reciprocal, byte_view{sk}.subspan(191, 191));
            digits(h, pk, 5, 8, 6144, 1);
            digits(rounded, byte_view{c}.subspan(32), 3, 4, 1536, 3);
            // the public key is g / 3f
            BOOST_TEST_REQUIRE(native::sntrup761_invert_small(g, g_reciprocal, cpu) == 0U);
            native::sntrup761_invert_triple(x, f, cpu);
            native::sntrup761_multiply(y, x, g, cpu);
            BOOST_TEST((of(y) == of(h)));
            // r comes out, and makes the same ciphertext
            native::sntrup761_multiply(x, rounded, f, cpu);
            native::sntrup761_triple_modulo_3(x);
            native::sntrup761_multiply_small(y, x, g_reciprocal, cpu);
            native::sntrup761_multiply(x, h, y, cpu);
            native::sntrup761_round(x);
            BOOST_TEST((of(x) == of(rounded)));
            byte_vector r(191), hash(64);
            native::sntrup761_encode_small(r, y);
            cryptopp::sha512 sha;
            BOOST_TEST((sha.update(r) && sha.final(hash)));
            BOOST_TEST(to_hex(byte_view{hash}.last(32)) == to_hex(answer["k"].bytes()));
            BOOST_TEST(to_hex(byte_view{hash}.first(32)) == to_hex(byte_view{c}.first(32)));
        }
        ++count;
    }
    BOOST_TEST(count == 60U);
}

BOOST_AUTO_TEST_SUITE_END()
