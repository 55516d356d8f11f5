#include <hawser/algorithm/native/nist_curve.hpp>

#include "support/nist_curve_cases.hpp"
#include "support/own_stack.hpp"

#include <cryptopp/integer.h>

using namespace hawser;
using namespace hawser::testing;
namespace utf = boost::unit_test;

using curves =
    boost::mpl::list<tested_p256<native::p256>, tested_p384<native::p384>, tested_p521<native::p521>>;

BOOST_AUTO_TEST_SUITE(native_nist_curve)

#include "support/nist_curve_cases.ipp"

// A nonce tells the key, and so does anything that its inverse or the product with the key can be computed from.
BOOST_TEST_DECORATOR(*utf::precondition(has_plain_stack))
BOOST_AUTO_TEST_CASE_TEMPLATE(nothing_of_a_signature_stays_on_the_stack, T, curves) {
    using curve = typename T::curve;
    using CryptoPP::Integer;
    const auto integer = [](byte_view b) {
        return Integer{reinterpret_cast<const CryptoPP::byte*>(b.data()), b.size()};
    };
    fixed_random random{6};
    byte_vector key(T::size), nonce(T::size), point(curve::point_size), peer(curve::point_size), r(T::size),
        s(T::size), x(T::size);
    BOOST_REQUIRE((curve::generate(random, key, point) && curve::generate(random, nonce, peer)));
    const byte_vector hash = random.bytes(32);
    BOOST_REQUIRE(curve::sign(hash, key, nonce, r, s));
    BOOST_REQUIRE(curve::agree(key, peer, x));

    // as the limbs of the Montgomery form, and as they are
    constexpr std::size_t limbs = native::limbs_for(T::size);
    const auto in_limbs = [&](const Integer& value) {
        byte_vector magnitude(limbs * native::limb_bytes);
        value.Encode(reinterpret_cast<CryptoPP::byte*>(magnitude.data()), magnitude.size());
        std::array<native::limb, limbs> number;
        native::load(number.data(), limbs, magnitude);
        const auto bytes = std::as_bytes(std::span{number});
        return byte_vector(bytes.begin(), bytes.end());
    };
    const Integer power = Integer::Power2(8 * native::limb_bytes * limbs),
                  order = integer(*from_hex(testing::order<T>())),
                  prime = integer(*from_hex(testing::prime<T>())), d = integer(key), k = integer(nonce);
    const auto leaves_none = [&](const auto& run, std::initializer_list<byte_vector> secrets) {
        const byte_vector stack = stack_after([&] { BOOST_TEST(run()); });
        for (const byte_vector& secret : secrets) BOOST_TEST(words_left(secret, stack) == 0u);
    };
    leaves_none([&] { return curve::sign(hash, key, nonce, r, s); },
                {key, nonce, in_limbs(d), in_limbs(k), in_limbs(d * power % order),
                 in_limbs(k * power % order), in_limbs(k.InverseMod(order) * power % order),
                 in_limbs(integer(r) * d * power % order)});
    byte_vector again(T::size);
    leaves_none([&] { return curve::agree(key, peer, again); },
                {key, x, in_limbs(d), in_limbs(integer(x)), in_limbs(integer(x) * power % prime)});
}

BOOST_AUTO_TEST_SUITE_END()
