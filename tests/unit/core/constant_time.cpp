#include <hawser/core/constant_time.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(core_constant_time)

BOOST_AUTO_TEST_CASE(equality_sees_every_bit_of_every_byte) {
    byte_vector a(37, std::byte{0x5a});
    byte_vector b = a;
    BOOST_TEST(constant_time_equal(a, b));
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            b[i] ^= static_cast<std::byte>(1 << bit);
            BOOST_TEST(!constant_time_equal(a, b));
            b[i] = a[i];
        }
    }
}

BOOST_AUTO_TEST_CASE(other_lengths_are_unequal) {
    BOOST_TEST(!constant_time_equal(as_bytes("ab"), as_bytes("abc")));
    BOOST_TEST(!constant_time_equal({}, as_bytes("a")));
    BOOST_TEST(constant_time_equal({}, {}));
}

BOOST_AUTO_TEST_CASE(zero_means_every_byte) {
    byte_vector bytes(20);
    BOOST_TEST(constant_time_is_zero(bytes));
    BOOST_TEST(constant_time_is_zero({}));
    for (std::byte& b : bytes) {
        b = std::byte{0x80};
        BOOST_TEST(!constant_time_is_zero(bytes));
        b = std::byte{0};
    }
}

BOOST_AUTO_TEST_CASE(a_difference_is_a_mask) {
    const byte_vector a(5, std::byte{0x5a});
    BOOST_TEST(std::to_integer<int>(constant_time_difference(a, a)) == 0);
    BOOST_TEST(std::to_integer<int>(constant_time_difference({}, {})) == 0);
    for (std::size_t i = 0; i < a.size(); ++i) {
        for (unsigned change = 1; change < 256; ++change) {
            byte_vector b = a;
            b[i] ^= static_cast<std::byte>(change);
            BOOST_TEST(std::to_integer<int>(constant_time_difference(a, b)) == 0xff);
        }
    }
}

BOOST_AUTO_TEST_CASE(bytes_are_replaced_by_mask) {
    byte_vector bytes = to_vector(as_bytes("one"));
    constant_time_replace(bytes, std::byte{0}, as_bytes("two"));
    BOOST_TEST(as_text(bytes) == "one");
    constant_time_replace(bytes, std::byte{0xff}, as_bytes("two"));
    BOOST_TEST(as_text(bytes) == "two");
}

BOOST_AUTO_TEST_CASE(declassifying_changes_nothing) {
    const int number = 7;
    const byte_vector bytes = to_vector(as_bytes("one"));
    declassify(number);
    declassify_bytes(bytes);
    BOOST_TEST(number == 7);
    BOOST_TEST(as_text(bytes) == "one");
}

BOOST_AUTO_TEST_CASE(the_barrier_changes_nothing) {
    BOOST_TEST(value_barrier(0u) == 0u);
    BOOST_TEST(value_barrier(0xfffffffffffffffeull) == 0xfffffffffffffffeull);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
