#include <hawser/algorithm/openssl/nist_curve.hpp>

#include "support/nist_curve_cases.hpp"

using namespace hawser;
using namespace hawser::testing;
namespace utf = boost::unit_test;

using curves = boost::mpl::list<tested_p256<openssl::p256>, tested_p384<openssl::p384>>;

BOOST_AUTO_TEST_SUITE(openssl_nist_curve)

#include "support/nist_curve_cases.ipp"

BOOST_AUTO_TEST_CASE_TEMPLATE(agrees_with_our_own, T, curves) {
    using ours = std::conditional_t<T::size == 32, native::p256, native::p384>;
    using theirs = typename T::curve;
    fixed_random random{3};
    byte_vector secret(T::size), peer(T::size), key(ours::point_size), key2(ours::point_size), x(T::size),
        x2(T::size), r(T::size), s(T::size), r2(T::size), s2(T::size), nonce(T::size),
        unused(ours::point_size);
    for (int i = 0; i < 8; ++i) {
        BOOST_REQUIRE(ours::generate(random, secret, key));
        BOOST_REQUIRE(theirs::public_point(secret, key2));
        BOOST_TEST(to_hex(key) == to_hex(key2));
        BOOST_REQUIRE(theirs::generate(random, peer, key2));
        BOOST_REQUIRE((ours::agree(secret, key2, x) && theirs::agree(secret, key2, x2)));
        BOOST_TEST(to_hex(x) == to_hex(x2));
        BOOST_REQUIRE(ours::generate(random, nonce, unused));
        const byte_vector hash = random.bytes(T::hash::size);
        BOOST_REQUIRE((ours::sign(hash, secret, nonce, r, s) && theirs::sign(hash, secret, nonce, r2, s2)));
        BOOST_TEST(to_hex(r) + to_hex(s) == to_hex(r2) + to_hex(s2));
        BOOST_TEST((theirs::verify(hash, key, r, s) && ours::verify(hash, key, r2, s2)));
        r2[0] ^= std::byte{1};
        BOOST_TEST(!theirs::verify(hash, key, r2, s2));
    }
}

BOOST_AUTO_TEST_SUITE_END()
