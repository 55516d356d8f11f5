#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/modp_group.hpp>

#include <boost/test/unit_test.hpp>
#include <cryptopp/integer.h>
#include <cryptopp/modarith.h>
#include <cryptopp/nbtheory.h>

using namespace hawser;
using CryptoPP::Integer;

namespace {

Integer integer(byte_view b) { return Integer{reinterpret_cast<const CryptoPP::byte*>(b.data()), b.size()}; }

/// SHA-256 of the numbers as OpenSSL 3.0 has them built in (BN_get_rfc2409_prime_1024, BN_get_rfc3526_prime_*).
template <class Group>
void check(std::size_t bits, const char* digest) {
    BOOST_TEST_CONTEXT(bits) {
        BOOST_TEST(Group::bits == bits);
        BOOST_TEST(Group::prime.size() == bits / 8);
        cryptopp::sha256 hash;
        std::array<std::byte, 32> out;
        BOOST_REQUIRE(hash.update(Group::prime) && hash.final(out));
        BOOST_TEST(to_hex(out) == digest);
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(kex_modp_group)

BOOST_AUTO_TEST_CASE(the_numbers_are_those_of_the_rfcs) {
    check<kex::modp_1024>(1024, "3f35a3f5f6c4376a744acad409bb22f8d897f949d2311d885adaa890981b67a0");
    check<kex::modp_2048>(2048, "d66436f79bbd6b2e38c0ffbd079be904d2641415e2e67140e09448be9a60890e");
    check<kex::modp_3072>(3072, "48cf8b092fbce4359d9871abf74f98e25b6163379eaa15cd9087e800c6d1c55c");
    check<kex::modp_4096>(4096, "4ee95187682bcb230ad26a95205f6920e84708f6251b3894329b09ec23919e33");
    check<kex::modp_6144>(6144, "d1bfe6d0925ce7e4da262b62861514a7755e35831e429f343e7b864848657efd");
    check<kex::modp_8192>(8192, "39ab4feab950a3128fb71accb9fc3965d857012e081998a85996e3ea8b3c3bcf");
}

BOOST_AUTO_TEST_CASE(small_ones_are_safe_primes_and_two_is_in_the_large_subgroup) {
    for (const Integer& p : {integer(kex::modp_1024::prime), integer(kex::modp_2048::prime)}) {
        BOOST_TEST(CryptoPP::IsPrime(p));
        BOOST_TEST(CryptoPP::IsPrime((p - 1) / 2));
        BOOST_TEST((a_exp_b_mod_c(2, (p - 1) / 2, p) == Integer::One()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
