#include <hawser/algorithm/native/residue.hpp>

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

// a prime just below a power of two, and one far below: carries out of the top limb, and none
constexpr native::fixed_modulus looped_high{"ffffffffffffffc5"};
constexpr native::fixed_modulus looped_low{"010000000000000037"};
constexpr native::fixed_modulus unrolled_high{"ffffffffffffffc5",
                                              &native::unrolled_residues<looped_high>::operations};
constexpr native::fixed_modulus unrolled_low{"010000000000000037",
                                             &native::unrolled_residues<looped_low>::operations};
// -1/m is 1 modulo a power of two, and the lowest limb of m + 1 is zero
constexpr native::fixed_modulus looped_mersenne{"7fffffffffffffffffffffffffffffff"};
constexpr native::fixed_modulus unrolled_mersenne{"7fffffffffffffffffffffffffffffff",
                                                  &native::unrolled_residues<looped_mersenne>::operations};
constexpr std::uint64_t high_prime = 0xffffffffffffffc5;

template <const auto& High, const auto& Low, const auto& Mersenne>
struct moduli {
    static constexpr const native::fixed_modulus& high = High;
    static constexpr const native::fixed_modulus& low = Low;
    static constexpr const native::fixed_modulus& mersenne = Mersenne;

    static native::residue residue(std::uint64_t value) {
        std::array<std::byte, 8> bytes;
        store_u64(bytes.data(), value);
        return native::residue::load_bytes(high, bytes);
    }
};
using each_form = boost::mpl::list<moduli<looped_high, looped_low, looped_mersenne>,
                                   moduli<unrolled_high, unrolled_low, unrolled_mersenne>>;

std::string hex_of(const native::residue& r) {
    std::array<std::byte, 8> out;
    r.store_bytes(out);
    return to_hex(out);
}
std::string hex_of(std::uint64_t value) {
    std::array<std::byte, 8> bytes;
    store_u64(bytes.data(), value);
    return to_hex(bytes);
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_residue)

BOOST_AUTO_TEST_CASE_TEMPLATE(sums_and_differences_wrap_at_the_modulus, T, each_form) {
    BOOST_TEST(hex_of(T::residue(high_prime - 1) + T::residue(2)) == hex_of(1));
    BOOST_TEST(hex_of(T::residue(high_prime - 1) + T::residue(high_prime - 1)) == hex_of(high_prime - 2));
    BOOST_TEST(hex_of(T::residue(high_prime - 1) + T::residue(1)) == hex_of(0));
    BOOST_TEST(hex_of(T::residue(1) - T::residue(2)) == hex_of(high_prime - 1));
    BOOST_TEST(hex_of(T::residue(2) - T::residue(2)) == hex_of(0));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(products, T, each_form) {
    BOOST_TEST(hex_of(T::residue(high_prime - 1) * T::residue(high_prime - 1)) == hex_of(1));
    BOOST_TEST(hex_of(T::residue(1u << 31) * T::residue(1u << 31)) == hex_of(std::uint64_t{1} << 62));
    BOOST_TEST(hex_of(T::residue(std::uint64_t{1} << 32) * T::residue(std::uint64_t{1} << 32)) ==
               hex_of(59)); // 2^64 mod p
    BOOST_TEST((T::residue(7) * native::residue::one(T::high) == T::residue(7)));
}

BOOST_AUTO_TEST_CASE_TEMPLATE(inverses, T, each_form) {
    for (std::uint64_t value :
         {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{0x123456789abcdef}, high_prime - 1})
        BOOST_TEST((T::residue(value) * T::residue(value).inverse() == native::residue::one(T::high)));
    BOOST_TEST(native::residue{T::high}.inverse().is_zero());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_number_up_to_twice_the_modulus_is_reduced_and_known_to_be_out_of_range, T,
                              each_form) {
    using native::residue;
    const auto p = *from_hex("010000000000000037");
    BOOST_TEST(!residue::in_range(T::low, p));
    BOOST_TEST(residue::in_range(T::low, *from_hex("010000000000000036")));
    BOOST_TEST(residue::load_bytes(T::low, p).is_zero());
    std::array<std::byte, 9> out;
    residue::load_bytes(T::low, *from_hex("020000000000000036")).store_bytes(out);
    BOOST_TEST(to_hex(out) == "00ffffffffffffffff");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(conditional_taking, T, each_form) {
    auto r = T::residue(5);
    r.take_if(0, T::residue(9));
    BOOST_TEST((r == T::residue(5)));
    r.take_if(~native::limb{0}, T::residue(9));
    BOOST_TEST((r == T::residue(9)));
    r.wipe_value();
    BOOST_TEST(r.is_zero());
}

BOOST_AUTO_TEST_CASE_TEMPLATE(a_mersenne_prime, T, each_form) {
    using native::residue;
    // 2^64 * 2^64 = 2^128 = 2 modulo 2^127 - 1, and (-1) * (-1) = 1
    const residue power = residue::load_bytes(T::mersenne, *from_hex("00000000000000010000000000000000"));
    const residue one = residue::one(T::mersenne);
    BOOST_TEST((power * power == one + one));
    const residue minus = residue{T::mersenne} - one;
    BOOST_TEST((minus * minus == one));
    BOOST_TEST((power * power.inverse() == one));
    std::array<std::byte, 16> out;
    minus.store_bytes(out);
    BOOST_TEST(to_hex(out) == "7ffffffffffffffffffffffffffffffe");
}

BOOST_AUTO_TEST_SUITE_END()
