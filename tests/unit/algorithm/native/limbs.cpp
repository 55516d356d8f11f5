#include <hawser/algorithm/native/limbs.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>
#include <cryptopp/integer.h>

using namespace hawser;
using CryptoPP::Integer;

namespace {

Integer integer(byte_view b) { return Integer{reinterpret_cast<const CryptoPP::byte*>(b.data()), b.size()}; }
Integer integer(const native::limb* a, std::size_t n) {
    byte_vector bytes(n * native::limb_bytes);
    native::store(bytes, a, n);
    return integer(bytes);
}
Integer integer(const native::limb_vector& v) { return integer(v.data(), v.size()); }

/// Random numbers, and the ones at which carries run through: all ones, one, zero.
std::vector<byte_vector> numbers(std::size_t size) {
    testing::fixed_random random{size};
    std::vector<byte_vector> out{byte_vector(size), byte_vector(size, std::byte{0xff})};
    out[0].back() = std::byte{1};
    out.push_back(byte_vector(size));
    for (int i = 0; i < 4; ++i) out.push_back(random.bytes(size));
    return out;
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_limbs)

BOOST_AUTO_TEST_CASE(loading_and_storing_keep_the_value_at_every_length) {
    for (std::size_t size = 1; size <= 40; ++size)
        for (const byte_vector& number : numbers(size)) {
            const native::limb_vector limbs{number};
            BOOST_TEST(limbs.size() == native::limbs_for(size));
            byte_vector same(size);
            native::store(same, limbs.data(), limbs.size());
            BOOST_TEST(to_hex(same) == to_hex(number));
            byte_vector longer(size + 20);
            native::store(longer, limbs.data(), limbs.size());
            BOOST_TEST(to_hex(longer) == std::string(40, '0') + to_hex(number));
        }
}

BOOST_AUTO_TEST_CASE(sums_differences_and_products_agree_with_another_library) {
    for (std::size_t size : {8u, 16u, 24u, 40u, 64u, 72u})
        for (const byte_vector& x : numbers(size))
            for (const byte_vector& y : numbers(size)) {
                const native::limb_vector a{x}, b{y};
                const std::size_t n = a.size();
                const Integer modulus = Integer::Power2(8 * native::limb_bytes * static_cast<unsigned>(n));
                native::limb_vector out{n}, wide{2 * n};
                const native::limb carry = native::add(out.data(), a.data(), b.data(), n);
                BOOST_TEST(
                    (integer(out) + Integer{static_cast<long>(carry)} * modulus == integer(x) + integer(y)));
                const native::limb borrow = native::subtract(out.data(), a.data(), b.data(), n);
                BOOST_TEST(
                    (integer(out) - Integer{static_cast<long>(borrow)} * modulus == integer(x) - integer(y)));
                BOOST_TEST(native::less(a.data(), b.data(), n) == (integer(x) < integer(y)));
                BOOST_TEST(native::equal(a.data(), b.data(), n) == (x == y));
                native::multiply(wide.data(), a.data(), n, b.data(), n);
                BOOST_TEST((integer(wide) == integer(x) * integer(y)));
                native::square(wide.data(), a.data(), n);
                BOOST_TEST((integer(wide) == integer(x) * integer(x)));
            }
}

BOOST_AUTO_TEST_CASE(factors_may_differ_in_length) {
    testing::fixed_random random;
    for (std::size_t i = 1; i < 80; i += 7)
        for (std::size_t j = 1; j < 80; j += 9) {
            const byte_vector x = random.bytes(i), y = random.bytes(j);
            const native::limb_vector a{x}, b{y};
            native::limb_vector out{a.size() + b.size()};
            native::multiply(out.data(), a.data(), a.size(), b.data(), b.size());
            BOOST_TEST((integer(out) == integer(x) * integer(y)));
        }
}

BOOST_AUTO_TEST_CASE(selection_keeps_one_of_both) {
    const native::limb a[] = {1, 2}, b[] = {3, 4};
    native::limb out[2];
    native::select(out, native::mask_if_nonzero(5), a, b, 2);
    BOOST_TEST((out[0] == 1 && out[1] == 2));
    native::select(out, native::mask_if_nonzero(0), a, b, 2);
    BOOST_TEST((out[0] == 3 && out[1] == 4));
    BOOST_TEST(native::mask_if_nonzero(native::limb{1} << (native::limb_bits - 1)) == ~native::limb{0});
}

BOOST_AUTO_TEST_CASE(remainders_agree_with_another_library) {
    testing::fixed_random random;
    for (std::size_t i : {1u, 8u, 9u, 64u, 128u})
        for (std::size_t j : {1u, 8u, 9u, 16u, 33u, 64u}) {
            const byte_vector x = random.bytes(i);
            byte_vector y = random.bytes(j);
            y[0] |= std::byte{1}; // the top limb is not zero
            BOOST_TEST((integer(native::remainder(native::limb_vector{x}, native::limb_vector{y})) ==
                        integer(x) % integer(y)));
        }
}

BOOST_AUTO_TEST_SUITE_END()
