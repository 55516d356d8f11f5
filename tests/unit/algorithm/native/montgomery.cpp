#include <hawser/algorithm/native/montgomery.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>
#include <cryptopp/integer.h>
#include <cryptopp/modarith.h>
#include <cryptopp/nbtheory.h>

using namespace hawser;
using CryptoPP::Integer;

namespace {

Integer integer(byte_view b) { return Integer{reinterpret_cast<const CryptoPP::byte*>(b.data()), b.size()}; }
byte_vector bytes(const Integer& value, std::size_t size) {
    byte_vector out(size);
    value.Encode(reinterpret_cast<CryptoPP::byte*>(out.data()), size);
    return out;
}

byte_vector odd_number(testing::fixed_random& random, std::size_t size) {
    byte_vector out = random.bytes(size);
    out.front() |= std::byte{1};
    out.back() |= std::byte{3};
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_montgomery)

BOOST_AUTO_TEST_CASE(powers_agree_with_another_library_at_every_length) {
    testing::fixed_random random;
    for (std::size_t size = 1; size <= 70; ++size) {
        const byte_vector m = odd_number(random, size);
        const byte_vector base = bytes(integer(random.bytes(size)) % integer(m), size);
        const byte_vector exponent = random.bytes(1 + size % 24);
        byte_vector out(size);
        native::modexp::power(out, base, exponent, m);
        BOOST_TEST(to_hex(out) ==
                   to_hex(bytes(a_exp_b_mod_c(integer(base), integer(exponent), integer(m)), size)));
    }
}

BOOST_AUTO_TEST_CASE(bases_and_exponents_at_the_ends_of_their_ranges) {
    testing::fixed_random random;
    for (std::size_t size : {8u, 16u, 32u, 65u}) {
        for (byte_vector m : {odd_number(random, size), byte_vector(size, std::byte{0xff})}) {
            byte_vector most = m;
            most.back() ^= std::byte{1};
            for (const byte_vector& base :
                 {byte_vector(size), byte_vector{std::byte{1}}, byte_vector{std::byte{2}}, most})
                for (const byte_vector& exponent : {byte_vector{std::byte{0}}, byte_vector{std::byte{1}},
                                                    byte_vector(9), byte_vector(9, std::byte{0xff}), most}) {
                    byte_vector out(size);
                    native::modexp::power(out, base, exponent, m);
                    const Integer expected =
                        integer(exponent).IsZero()
                            ? Integer::One()
                            : a_exp_b_mod_c(integer(base), integer(exponent), integer(m));
                    BOOST_TEST(to_hex(out) == to_hex(bytes(expected, size)));
                }
        }
    }
}

BOOST_AUTO_TEST_CASE(leading_zeros_of_a_modulus_do_not_count) {
    const byte_vector m = *from_hex("0000fb");
    byte_vector out(1);
    native::modexp::power(out, *from_hex("02"), *from_hex("0a"), m);
    BOOST_TEST(to_hex(out) == "14"); // 1024 mod 251 = 20
    BOOST_TEST(native::odd_modulus{m}.bytes() == 1u);
}

BOOST_AUTO_TEST_CASE(residues_of_longer_numbers_products_and_differences) {
    testing::fixed_random random;
    for (std::size_t size : {1u, 8u, 9u, 32u, 50u}) {
        const byte_vector m = odd_number(random, size);
        const native::odd_modulus modulus{m};
        const std::size_t n = modulus.value().size();
        const auto integer_of = [&](const native::limb_vector& v) {
            byte_vector b(n * native::limb_bytes);
            native::store(b, v.data(), n);
            return integer(b);
        };
        for (std::size_t other : {1u, 8u, 31u, 64u, 200u}) {
            const byte_vector x = random.bytes(other), y = random.bytes(other);
            const auto a = modulus.reduce(native::limb_vector{x});
            const auto b = modulus.reduce(native::limb_vector{y});
            BOOST_TEST((integer_of(a) == integer(x) % integer(m)));
            BOOST_TEST((integer_of(modulus.multiply(a, b)) == integer(x) * integer(y) % integer(m)));
            BOOST_TEST((integer_of(modulus.subtract(a, b)) == (integer(x) - integer(y)) % integer(m)));
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
