#include <hawser/algorithm/native/residue.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

// a prime just below a power of two, and one far below: carries out of the top limb, and none
constexpr native::fixed_modulus<8> high{"ffffffffffffffc5"};
constexpr native::fixed_modulus<9> low{"010000000000000037"};
constexpr std::uint64_t high_prime = 0xffffffffffffffc5;

std::string hex_of(const native::residue<high>& r) {
    std::array<std::byte, 8> out;
    r.store_bytes(out);
    return to_hex(out);
}
native::residue<high> residue(std::uint64_t value) {
    std::array<std::byte, 8> bytes;
    store_u64(bytes.data(), value);
    return native::residue<high>::load_bytes(bytes);
}
std::string hex_of(std::uint64_t value) {
    std::array<std::byte, 8> bytes;
    store_u64(bytes.data(), value);
    return to_hex(bytes);
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_residue)

BOOST_AUTO_TEST_CASE(sums_and_differences_wrap_at_the_modulus) {
    BOOST_TEST(hex_of(residue(high_prime - 1) + residue(2)) == hex_of(1));
    BOOST_TEST(hex_of(residue(high_prime - 1) + residue(high_prime - 1)) == hex_of(high_prime - 2));
    BOOST_TEST(hex_of(residue(high_prime - 1) + residue(1)) == hex_of(0));
    BOOST_TEST(hex_of(residue(1) - residue(2)) == hex_of(high_prime - 1));
    BOOST_TEST(hex_of(residue(2) - residue(2)) == hex_of(0));
}

BOOST_AUTO_TEST_CASE(products) {
    BOOST_TEST(hex_of(residue(high_prime - 1) * residue(high_prime - 1)) == hex_of(1));
    BOOST_TEST(hex_of(residue(1u << 31) * residue(1u << 31)) == hex_of(std::uint64_t{1} << 62));
    BOOST_TEST(hex_of(residue(std::uint64_t{1} << 32) * residue(std::uint64_t{1} << 32)) ==
               hex_of(59)); // 2^64 mod p
    BOOST_TEST((residue(7) * native::residue<high>::one() == residue(7)));
}

BOOST_AUTO_TEST_CASE(inverses) {
    for (std::uint64_t value :
         {std::uint64_t{1}, std::uint64_t{2}, std::uint64_t{0x123456789abcdef}, high_prime - 1})
        BOOST_TEST((residue(value) * residue(value).inverse() == native::residue<high>::one()));
    BOOST_TEST(native::residue<high>{}.inverse().is_zero());
}

BOOST_AUTO_TEST_CASE(a_number_up_to_twice_the_modulus_is_reduced_and_known_to_be_out_of_range) {
    using small = native::residue<low>;
    const auto p = *from_hex("010000000000000037");
    BOOST_TEST(!small::in_range(p));
    BOOST_TEST(small::in_range(*from_hex("010000000000000036")));
    BOOST_TEST(small::load_bytes(p).is_zero());
    std::array<std::byte, 9> out;
    small::load_bytes(*from_hex("020000000000000036")).store_bytes(out);
    BOOST_TEST(to_hex(out) == "00ffffffffffffffff");
}

BOOST_AUTO_TEST_CASE(conditional_taking) {
    auto r = residue(5);
    r.take_if(0, residue(9));
    BOOST_TEST((r == residue(5)));
    r.take_if(~native::limb{0}, residue(9));
    BOOST_TEST((r == residue(9)));
    r.wipe_value();
    BOOST_TEST(r.is_zero());
}

BOOST_AUTO_TEST_SUITE_END()
