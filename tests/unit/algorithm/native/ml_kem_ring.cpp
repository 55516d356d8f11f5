#include <hawser/algorithm/native/ml_kem_ring.hpp>
#include <hawser/core/constant_time.hpp>

#include "support/fixed_random.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <vector>

using namespace hawser;
using native::ml_kem_polynomial;

namespace {

constexpr std::uint32_t q = native::ml_kem_modulus;
using numbers = std::vector<std::uint32_t>;
using secrets = boost::mpl::list<ml_kem_polynomial, native::ml_kem_product>;

void fill(ml_kem_polynomial& p, auto&& next) {
    for (std::uint16_t& c : p) c = static_cast<std::uint16_t>(next());
}
numbers of(const ml_kem_polynomial& p) { return {p.begin(), p.end()}; }

/// The product as schools teach it, modulo X^256 + 1.
numbers schoolbook(const numbers& a, const numbers& b) {
    numbers out(256);
    for (std::size_t i = 0; i < 256; ++i)
        for (std::size_t j = 0; j < 256; ++j) {
            const std::uint32_t product = a[i] * b[j] % q;
            auto& to = out[(i + j) % 256];
            to = (to + (i + j < 256 ? product : q - product)) % q;
        }
    return out;
}

std::uint32_t power(std::uint32_t base, unsigned exponent) {
    std::uint32_t out = 1;
    for (unsigned i = 0; i < exponent; ++i) out = out * base % q;
    return out;
}

/// Seven bits in reverse.
unsigned reversed(unsigned n) {
    unsigned out = 0;
    for (int i = 0; i < 7; ++i) out = out << 1 | (n >> i & 1);
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_ml_kem_ring)

BOOST_AUTO_TEST_CASE(the_transform_evaluates_at_roots_of_unity) {
    testing::fixed_random random;
    ml_kem_polynomial p;
    fill(p, [&] { return random.below(q); });
    const numbers f = of(p);
    native::ml_kem_ntt(p);
    for (unsigned i = 0; i < 128; ++i) {
        // the remainder by X^2 - 17^(2 * reversed i + 1)
        const std::uint32_t root = power(17, 2 * reversed(i) + 1);
        std::uint32_t even = 0, odd = 0, at = 1;
        for (std::size_t j = 0; j < 256; j += 2) {
            even = (even + f[j] * at) % q;
            odd = (odd + f[j + 1] * at) % q;
            at = at * root % q;
        }
        BOOST_TEST(p.coefficients[2 * i] == even);
        BOOST_TEST(p.coefficients[2 * i + 1] == odd);
    }
}

BOOST_AUTO_TEST_CASE(products_are_those_of_the_ring) {
    testing::fixed_random random;
    const auto largest = [] { return q - 1; };
    const auto any = [&] { return random.below(q); };
    const auto zero = [] { return 0; };
    const auto run = [&](auto first, auto second, std::size_t terms) {
        native::ml_kem_product sum;
        numbers expected(256);
        for (std::size_t term = 0; term < terms; ++term) {
            ml_kem_polynomial a, b;
            fill(a, first);
            fill(b, second);
            const numbers product = schoolbook(of(a), of(b));
            for (std::size_t i = 0; i < 256; ++i) expected[i] = (expected[i] + product[i]) % q;
            native::ml_kem_ntt(a);
            native::ml_kem_ntt(b);
            sum.add(a, b);
        }
        ml_kem_polynomial out, values;
        sum.to_polynomial(out);
        BOOST_TEST(of(out) == expected, boost::test_tools::per_element());
        sum.to_values(values);
        native::ml_kem_ntt(out);
        BOOST_TEST(of(values) == of(out), boost::test_tools::per_element());
    };
    run(largest, largest, 1);
    for (std::size_t terms = 1; terms <= 4; ++terms) run(any, any, terms);
    run(any, zero, 3);
}

BOOST_AUTO_TEST_CASE(the_largest_values_do_not_overflow) {
    // as values of transforms; one factor any number of 12 bits, as a key that was not checked may hold
    for (const std::uint32_t factor : {q - 1, 4095U}) {
        native::ml_kem_product sum;
        ml_kem_polynomial a, b, out;
        fill(a, [] { return q - 1; });
        fill(b, [&] { return factor; });
        for (int term = 0; term < 4; ++term) sum.add(a, b);
        sum.to_values(out);
        for (unsigned i = 0; i < 128; ++i) {
            const std::uint32_t product = (q - 1) * factor % q;
            const std::uint32_t gamma = power(17, 2 * reversed(i) + 1);
            BOOST_TEST(out.coefficients[2 * i] == 4 * (product + product * gamma % q) % q);
            BOOST_TEST(out.coefficients[2 * i + 1] == 4 * 2 * product % q);
        }
    }
}

BOOST_AUTO_TEST_CASE(sums_and_differences_of_every_pair) {
    ml_kem_polynomial a, b, sum, difference;
    std::size_t wrong = 0;
    for (std::uint32_t first = 0; first < q; first += 13) { // 256 of them
        for (std::uint32_t second = 0; second < q; second += 256) {
            fill(a, [&] { return first; });
            for (std::uint32_t i = 0; i < 256; ++i)
                b.coefficients[i] = static_cast<std::uint16_t>(std::min(second + i, q - 1));
            sum.coefficients = a.coefficients;
            difference.coefficients = a.coefficients;
            native::ml_kem_add(sum, b);
            native::ml_kem_subtract_from(difference, b);
            for (std::size_t i = 0; i < 256; ++i) {
                wrong += sum.coefficients[i] != (first + b.coefficients[i]) % q;
                wrong += difference.coefficients[i] != (b.coefficients[i] + q - first) % q;
            }
        }
    }
    BOOST_TEST(wrong == 0u);
}

BOOST_AUTO_TEST_CASE(compression_of_every_coefficient) {
    for (const unsigned bits : {1u, 4u, 5u, 10u, 11u}) {
        for (std::uint32_t c = 0; c < q; ++c) {
            const std::uint32_t expected = ((c << bits) + q / 2) / q % (1U << bits);
            BOOST_TEST(native::ml_kem_compress(c, bits) == expected);
        }
        for (std::uint32_t v = 0; v < 1U << bits; ++v) {
            const std::uint32_t back = native::ml_kem_decompress(v, bits);
            BOOST_TEST(back == (v * q * 2 + (1U << bits)) / (2U << bits));
            BOOST_TEST(native::ml_kem_compress(back, bits) == v);
        }
    }
}

BOOST_AUTO_TEST_CASE(numbers_are_written_lowest_bit_first) {
    testing::fixed_random random;
    for (unsigned bits = 1; bits <= 12; ++bits) {
        ml_kem_polynomial p, back;
        fill(p, [&] { return random.below(std::uint64_t{1} << bits); });
        byte_vector bytes(32 * bits);
        native::ml_kem_encode(bytes, p, bits);
        for (std::size_t i = 0; i < 256 * bits; ++i) {
            const unsigned bit = std::to_integer<unsigned>(bytes[i / 8]) >> (i % 8) & 1;
            BOOST_TEST(bit == (p.coefficients[i / bits] >> (i % bits) & 1U));
        }
        native::ml_kem_decode(back, bytes, bits);
        BOOST_TEST(of(back) == of(p), boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE(noise_is_a_difference_of_two_bits_each) {
    testing::fixed_random random;
    const byte_vector bytes = random.bytes(128);
    ml_kem_polynomial p;
    native::ml_kem_sample_noise(p, bytes);
    const auto bit = [&](std::size_t i) {
        return std::to_integer<std::uint32_t>(bytes[i / 8]) >> (i % 8) & 1;
    };
    for (std::size_t i = 0; i < 256; ++i) {
        const std::uint32_t a = bit(4 * i) + bit(4 * i + 1), b = bit(4 * i + 2) + bit(4 * i + 3);
        BOOST_TEST(p.coefficients[i] == (a + q - b) % q);
    }
}

BOOST_AUTO_TEST_CASE(uniform_numbers_are_those_of_the_stream_below_the_modulus) {
    for (std::uint8_t seed = 0; seed < 8; ++seed) {
        const std::byte input{seed};
        native::shake128 from, again;
        ml_kem_polynomial p;
        from.absorb({&input, 1});
        native::ml_kem_sample_uniform(p, from);
        byte_vector stream(1200);
        again.absorb({&input, 1}).squeeze(stream);
        numbers expected;
        for (std::size_t i = 0; expected.size() < 256; i += 3) {
            const auto three = std::to_integer<std::uint32_t>(stream[i]) |
                               std::to_integer<std::uint32_t>(stream[i + 1]) << 8 |
                               std::to_integer<std::uint32_t>(stream[i + 2]) << 16;
            for (const std::uint32_t number : {three & 0xfff, three >> 12})
                if (number < q && expected.size() < 256) expected.push_back(number);
        }
        BOOST_TEST(of(p) == expected, boost::test_tools::per_element());
    }
}

BOOST_AUTO_TEST_CASE_TEMPLATE(their_memory_is_wiped, T, secrets) {
    alignas(T) std::array<std::byte, sizeof(T)> memory;
    memory.fill(std::byte{0xaa});
    auto* object = new (memory.data()) T;
    std::ranges::fill(memory, std::byte{0x55}); // both are nothing but numbers
    object->~T();
    BOOST_TEST(constant_time_is_zero(memory));
}

BOOST_AUTO_TEST_SUITE_END()
