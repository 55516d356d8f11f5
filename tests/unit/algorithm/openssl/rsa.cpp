#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/openssl/rsa.hpp>
#include <hawser/algorithm/openssl/sha2.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using openssl::rsa;
namespace utf = boost::unit_test;

namespace {

rsa::private_key view_of(const rsa::generated& key) {
    return {key.n.view(), key.e.view(), key.d.view(), key.iqmp.view(), key.p.view(), key.q.view()};
}

} // namespace

BOOST_AUTO_TEST_SUITE(openssl_rsa)

BOOST_AUTO_TEST_CASE(the_public_operation_undoes_the_private_one) {
    testing::fixed_random random;
    for (std::size_t bits : {1024u, 1032u, 1536u}) {
        const auto made = rsa::generate(random, bits);
        BOOST_REQUIRE(made);
        const rsa::private_key key = view_of(*made);
        BOOST_TEST(key.n.size() == bits / 8);
        BOOST_TEST(to_hex(key.e) == "010001");
        for (int i = 0; i < 4; ++i) {
            byte_vector input = random.bytes(bits / 8), signature(bits / 8), ours(bits / 8), opened(bits / 8);
            input[0] = std::byte{0};
            BOOST_REQUIRE(rsa::private_power(signature, input, key, random));
            BOOST_REQUIRE(native::rsa_private_power(ours, input, key, random));
            BOOST_TEST(to_hex(signature) == to_hex(ours));
            BOOST_REQUIRE(rsa::public_power(opened, signature, key.n, key.e));
            BOOST_TEST(to_hex(opened) == to_hex(input));
        }
        // inputs at and above the modulus
        byte_vector out(bits / 8);
        BOOST_TEST(!rsa::public_power(out, key.n, key.n, key.e));
        BOOST_TEST(!rsa::public_power(out, byte_vector(bits / 8, std::byte{0xff}), key.n, key.e));
        BOOST_TEST(rsa::private_power(out, byte_vector(bits / 8, std::byte{0xff}), key, random).error() ==
                   security_error::backend_failed);
    }
}

BOOST_AUTO_TEST_CASE(small_public_powers) {
    byte_vector out(2);
    BOOST_REQUIRE(rsa::public_power(out, *from_hex("0007"), *from_hex("0c41"), *from_hex("03")));
    BOOST_TEST(to_hex(out) == "0157"); // 343
    BOOST_REQUIRE(rsa::public_power(out, *from_hex("ff"), *from_hex("0c41"), *from_hex("03")));
    BOOST_TEST(to_hex(out) == "091a"); // 255^3 mod 3137
    BOOST_REQUIRE(rsa::public_power(out, {}, *from_hex("0c41"), *from_hex("03")));
    BOOST_TEST(to_hex(out) == "0000");
    // an even modulus
    BOOST_TEST(!rsa::public_power(out, *from_hex("07"), *from_hex("0c40"), *from_hex("03")));
}

BOOST_AUTO_TEST_CASE(numbers_that_do_not_belong_together) {
    testing::fixed_random random;
    const auto made = rsa::generate(random, 1024);
    BOOST_REQUIRE(made);
    byte_vector out(128);
    const byte_vector input(128, std::byte{1});
    const auto spoiled = [&](auto member, std::size_t at_end) {
        rsa::private_key key = view_of(*made);
        byte_vector wrong = to_vector(key.*member);
        wrong[wrong.size() - 1 - at_end] ^= std::byte{4};
        key.*member = wrong;
        return rsa::private_power(out, input, key, random);
    };
    using key = rsa::private_key;
    for (const auto member : {&key::n, &key::e, &key::d, &key::iqmp, &key::p, &key::q})
        for (const std::size_t at_end : {std::size_t{0}, std::size_t{2}})
            BOOST_TEST(spoiled(member, at_end).error() == usage_error::key_malformed);
    for (const auto member : {&key::n, &key::e, &key::d, &key::iqmp, &key::p, &key::q}) {
        for (const byte_vector& value :
             {byte_vector{}, byte_vector{std::byte{1}}, byte_vector(3, std::byte{2})}) {
            key none = view_of(*made);
            none.*member = value;
            BOOST_TEST(rsa::private_power(out, input, none, random).error() == usage_error::key_malformed);
        }
    }
    out.resize(127);
    BOOST_TEST(rsa::private_power(out, input, view_of(*made), random).error() == usage_error::key_malformed);
}

// The same signature as the default backend's, and each accepts the other's.
BOOST_AUTO_TEST_CASE(as_a_host_key) {
    using theirs = host_key::basic_rsa_sha2_512<openssl::rsa, openssl::sha512>;
    using ours = host_key::rsa_sha2_512;
    testing::fixed_random random;
    byte_buffer fields, blob, signature, other;
    BOOST_REQUIRE(theirs::generate(random, fields, 2048));
    BOOST_REQUIRE(ours::public_blob(fields.view(), blob));
    const byte_vector message = random.bytes(300);
    BOOST_REQUIRE(theirs::sign(fields.view(), message, random, signature));
    BOOST_REQUIRE(ours::sign(fields.view(), message, random, other));
    BOOST_TEST(to_hex(signature.view()) == to_hex(other.view()));
    BOOST_TEST(theirs::verify(blob.view(), message, signature.view(), {}).has_value());
    BOOST_TEST(ours::verify(blob.view(), message, signature.view(), {}).has_value());
    byte_vector damaged = to_vector(signature.view());
    damaged.back() ^= std::byte{1};
    BOOST_TEST(theirs::verify(blob.view(), message, damaged, {}).error() ==
               make_error_code(security_error::signature_invalid));
}

BOOST_AUTO_TEST_CASE(without_random_bytes_there_is_no_key, *utf::label("C16")) {
    testing::failing_random random{0};
    BOOST_TEST(rsa::generate(random, 1024).error() == make_error_code(security_error::random_failed));
}

BOOST_AUTO_TEST_SUITE_END()
