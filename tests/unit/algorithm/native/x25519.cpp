#include <hawser/algorithm/native/x25519.hpp>

// The arithmetic beneath is tested here too.
#include <hawser/algorithm/native/impl/ladder25519_ifma.hpp>

#include "support/curve25519_numbers.hpp"
#include "support/curve25519_paths.hpp"
#include "support/own_stack.hpp"

using namespace hawser;
using namespace hawser::testing;
namespace utf = boost::unit_test;

namespace {

using fallback = x25519_path<false>;
using ifma = x25519_path<true>;

/// Each case on both paths; that of a processor's that is not there is skipped by name.
#define ON_BOTH_PATHS(name, ...)                                                                             \
    BOOST_AUTO_TEST_CASE(name) { __VA_ARGS__<fallback>(); }                                                  \
    BOOST_AUTO_TEST_CASE(name##_ifma, *utf::precondition(has_ifma)) { __VA_ARGS__<ifma>(); }

/// RFC 7748, section 5.2: the result is the next private key, and that the next value.
template <class Primitive>
void iterations() {
    byte_vector k(32), u(32), next(32);
    k[0] = u[0] = std::byte{9};
    for (int i = 1; i <= 1000; ++i) {
        BOOST_TEST_REQUIRE(Primitive::agree(k, u, next).has_value());
        u = std::exchange(k, next);
        if (i == 1)
            BOOST_TEST(to_hex(k) == "422c8e7a6227d7bca1350b3e2bb7279f7897b87bb6854b783c60e80311ae3079");
    }
    BOOST_TEST(to_hex(k) == "684cf59ba83309552800ef566f2f4d3c1c3887c49360e3875f2eb94d99532c51");
}

/// RFC 7748, section 6.1.
template <class Primitive>
void two_key_pairs() {
    const auto a = *from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"),
               b = *from_hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    byte_vector value(32), shared(32);
    BOOST_TEST_REQUIRE(Primitive::public_value(a, value).has_value());
    BOOST_TEST(to_hex(value) == "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    BOOST_TEST_REQUIRE(Primitive::agree(b, value, shared).has_value());
    BOOST_TEST(to_hex(shared) == "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742");
    BOOST_TEST_REQUIRE(Primitive::public_value(b, value).has_value());
    BOOST_TEST(to_hex(value) == "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
}

/// Crypto++'s answer for values at the edges of limbs and of the prime, and for drawn ones.
template <class Primitive>
void agrees_with_cryptopp() {
    fixed_random random{3};
    std::vector<byte_vector> values;
    for (int above = -3; above < 19; ++above) values.push_back(bytes_of(prime + above));
    for (unsigned bit = 1; bit < 256; ++bit)
        for (int above = -1; above < 2; ++above)
            values.push_back(
                bytes_of((CryptoPP::Integer::Power2(bit) + above) % CryptoPP::Integer::Power2(256)));
    while (values.size() < 3000) values.push_back(random.bytes(32));
    for (std::size_t i = 0; i < values.size(); ++i) {
        // the private key is a number at the edges, too, for some
        const byte_vector secret = i % 3 == 0 ? values[values.size() - 1 - i] : random.bytes(32);
        byte_vector mine(32), theirs(32), my_value(32), their_value(32);
        const auto agreed = Primitive::agree(secret, values[i], mine);
        const auto expected = cryptopp::x25519::agree(secret, values[i], theirs);
        BOOST_TEST(agreed.has_value() == expected.has_value());
        if (!agreed && !expected) BOOST_TEST(agreed.error() == expected.error());
        BOOST_TEST(to_hex(mine) == to_hex(theirs), "of " << to_hex(values[i]) << " by " << to_hex(secret));
        BOOST_TEST_REQUIRE(Primitive::public_value(secret, my_value).has_value());
        BOOST_TEST_REQUIRE(cryptopp::x25519::public_value(secret, their_value).has_value());
        BOOST_TEST(to_hex(my_value) == to_hex(their_value));
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(native_x25519)

ON_BOTH_PATHS(known_answers, x25519_answers)
ON_BOTH_PATHS(key_pairs, two_key_pairs)
ON_BOTH_PATHS(a_thousand_iterations, iterations)
ON_BOTH_PATHS(same_as_cryptopp, agrees_with_cryptopp)
BOOST_AUTO_TEST_CASE(wycheproof, *utf::label("C01") * utf::precondition(needs_vectors{"wycheproof"})) {
    x25519_wycheproof<fallback>();
}
BOOST_AUTO_TEST_CASE(wycheproof_ifma, *utf::label("C01") * utf::precondition(has_ifma) *
                                          utf::precondition(needs_vectors{"wycheproof"})) {
    x25519_wycheproof<ifma>();
}
ON_BOTH_PATHS(low_order_values_in_every_encoding, x25519_low_order)
ON_BOTH_PATHS(values_of_another_length, x25519_lengths)
ON_BOTH_PATHS(both_sides_agree, x25519_both_sides)
ON_BOTH_PATHS(without_random_bytes_there_is_no_key, x25519_without_random)

BOOST_AUTO_TEST_CASE(this_processor_takes_the_path_it_has) {
    fixed_random random{5};
    const byte_vector secret = random.bytes(32), peer = random.bytes(32);
    byte_vector chosen(32), expected(32);
    BOOST_TEST_REQUIRE(native::x25519::agree(secret, peer, chosen).has_value());
    BOOST_TEST_REQUIRE(cryptopp::x25519::agree(secret, peer, expected).has_value());
    BOOST_TEST(to_hex(chosen) == to_hex(expected));
}

#if HAWSER_VECTORS && defined(__x86_64__)

namespace {

[[gnu::target("avx512f,avx512vl,avx512ifma")]] void halves_of(field::four_elements& out,
                                                              const field::four_elements& a) {
    field::differences_and_sums(out, a);
}

[[gnu::target("avx512f,avx512vl,avx512ifma")]] void
step_of_ladder(field::four_elements& v, const field::four_elements& a24, const field::four_elements& last) {
    field::step(v, a24, last);
}

} // namespace

BOOST_AUTO_TEST_CASE(least_numbers_of_residues) {
    fixed_random random{7};
    const auto check = [](const field::element_25519& a) {
        byte_vector bytes(32);
        field::store_element(bytes, a);
        BOOST_TEST(integer(field::load_element(bytes)) == residue(a));
        BOOST_TEST(integer(field::canonical(a)) == residue(a));
        for (const std::uint64_t limb : field::canonical(a)) BOOST_TEST(limb <= field::mask_51);
    };
    // from five below the prime to five above twice the prime, in full limbs
    constexpr std::uint64_t full = field::mask_51;
    for (std::uint64_t low = full - 25; low <= full; ++low) check({low, full, full, full, full});
    for (std::uint64_t low = 0; low < 25; ++low) {
        check({low, 0, 0, 0, 0});
        check({low, 0, 0, 0, full + 1});
        check({2 * full - 40 + low, 2 * full, 2 * full, 2 * full, 2 * full});
    }
    for (int i = 0; i < 3000; ++i) check(drawn_element(random, most_of_factor));
}

BOOST_AUTO_TEST_CASE(products_of_four, *utf::precondition(has_ifma)) {
    fixed_random random{8};
    for (int i = 0; i < 3000; ++i) {
        field::element_25519 a[4], b[4];
        for (auto& one : a) one = drawn_element(random, most_of_factor);
        for (auto& one : b) one = drawn_element(random, most_of_factor);
        if (i == 0) // all limbs as large as may be
            for (std::size_t lane = 0; lane < 4; ++lane)
                a[lane].fill(most_of_factor), b[lane].fill(most_of_factor);
        const field::four_elements as = field::four_of(a[0], a[1], a[2], a[3]),
                                   bs = field::four_of(b[0], b[1], b[2], b[3]);
        field::four_elements product, square, cube, sums;
        field::multiply_once(product, as, bs);
        field::square_times(square, as, 1);
        field::square_times(cube, as, 3);
        for (std::size_t lane = 0; lane < 4; ++lane) {
            BOOST_TEST(residue(field::lane_of(product, lane)) == residue(a[lane]) * residue(b[lane]) % prime);
            BOOST_TEST(residue(field::lane_of(square, lane)) == residue(a[lane]).Squared() % prime);
            BOOST_TEST(residue(field::lane_of(cube, lane)) == a_exp_b_mod_c(residue(a[lane]), 8, prime));
            for (const auto& result : {field::lane_of(product, lane), field::lane_of(square, lane)})
                for (const std::uint64_t limb : result) BOOST_TEST(limb <= most_of_result);
        }
        for (auto& one : a) one = drawn_element(random, most_of_result);
        halves_of(sums, field::four_of(a[0], a[1], a[2], a[3]));
        for (std::size_t half = 0; half < 4; half += 2) {
            const field::element_25519 less = field::lane_of(sums, half),
                                       more = field::lane_of(sums, half + 1);
            BOOST_TEST(residue(less) == (integer(a[half + 1]) - integer(a[half])) % prime);
            BOOST_TEST(residue(more) == (integer(a[half + 1]) + integer(a[half])) % prime);
            for (const std::uint64_t limb : less) BOOST_TEST(limb <= most_of_result);
            for (const std::uint64_t limb : more) BOOST_TEST(limb <= most_of_result);
        }
    }
}

BOOST_AUTO_TEST_CASE(steps_of_the_ladder_from_any_limbs, *utf::precondition(has_ifma)) {
    fixed_random random{10};
    for (int i = 0; i < 3000; ++i) {
        field::element_25519 in[4];
        for (auto& one : in) one = drawn_element(random, most_of_result);
        const field::element_25519 u = drawn_element(random, field::mask_51), none{}, unit{1};
        field::four_elements v = field::four_of(in[0], in[1], in[2], in[3]);
        step_of_ladder(v, field::four_of({121665}, none, none, none), field::four_of(none, unit, u, unit));
        // RFC 7748, section 5
        const CryptoPP::Integer z2 = integer(in[0]), x2 = integer(in[1]), z3 = integer(in[2]),
                                x3 = integer(in[3]), aa = (x2 + z2).Squared() % prime,
                                bb = (x2 - z2).Squared() % prime, e = aa - bb,
                                da = (x3 - z3) * (x2 + z2) % prime, cb = (x3 + z3) * (x2 - z2) % prime;
        BOOST_TEST(residue(field::lane_of(v, 0)) == e * (aa + 121665 * e) % prime);
        BOOST_TEST(residue(field::lane_of(v, 1)) == aa * bb % prime);
        BOOST_TEST(residue(field::lane_of(v, 2)) == integer(u) * (da - cb).Squared() % prime);
        BOOST_TEST(residue(field::lane_of(v, 3)) == (da + cb).Squared() % prime);
        for (std::size_t lane = 0; lane < 4; ++lane)
            for (const std::uint64_t limb : field::lane_of(v, lane)) BOOST_TEST(limb <= most_of_result);
    }
}

BOOST_AUTO_TEST_CASE(reciprocals_of_four, *utf::precondition(has_ifma)) {
    fixed_random random{9};
    for (int i = 0; i < 100; ++i) {
        field::element_25519 a[4];
        for (auto& one : a) one = drawn_element(random, most_of_factor);
        if (i == 0)
            a[0] = {}, a[1] = {1},
            a[2] = {field::mask_51 - 18, field::mask_51, field::mask_51, field::mask_51, field::mask_51};
        field::four_elements out;
        field::invert(out, field::four_of(a[0], a[1], a[2], a[3]));
        for (std::size_t lane = 0; lane < 4; ++lane)
            BOOST_TEST(residue(field::lane_of(out, lane)) ==
                       a_exp_b_mod_c(residue(a[lane]), prime - 2, prime));
    }
}

BOOST_AUTO_TEST_CASE(nothing_of_a_private_key_stays_on_the_stack,
                     *utf::precondition(has_plain_stack) * utf::precondition(has_ifma)) {
    fixed_random random{11};
    const byte_vector secret = random.bytes(32), peer = random.bytes(32);
    byte_vector clamped = secret, shared(32), again(32);
    clamped[0] &= std::byte{248};
    clamped[31] = (clamped[31] & std::byte{127}) | std::byte{64};
    BOOST_TEST_REQUIRE(ifma::agree(secret, peer, shared).has_value());
    const field::element_25519 limbs = field::load_element(shared);
    const byte_vector in_limbs = to_vector(std::as_bytes(std::span{limbs}));
    const byte_vector stack = stack_after([&] { BOOST_TEST(ifma::agree(secret, peer, again).has_value()); });
    for (const byte_vector& one : {secret, clamped, shared, in_limbs})
        BOOST_TEST(words_left(one, stack) == 0u);
}

#endif

BOOST_AUTO_TEST_SUITE_END()
