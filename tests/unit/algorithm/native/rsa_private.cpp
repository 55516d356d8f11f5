#include <hawser/algorithm/native/rsa_private.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

namespace {

// p = 2^61 - 1, q = 2^89 - 1: a toy whose numbers can be checked by hand; e = 65537
struct toy {
    byte_vector n = *from_hex("3ffffffffffffffdffffffe000000000000001");
    byte_vector e = *from_hex("010001");
    byte_vector p = *from_hex("1fffffffffffffff");
    byte_vector q = *from_hex("01ffffffffffffffffffffff");
    byte_vector d, iqmp;

    native::rsa_private_key view() const { return {n, e, d, iqmp, p, q}; }
};

toy make() {
    toy t;
    t.d = *from_hex("087ff780087ff77f80807f770088ff770089");
    t.iqmp = *from_hex("094a529494a52949");
    return t;
}

const std::error_code malformed = usage_error::key_malformed;

} // namespace

BOOST_AUTO_TEST_SUITE(native_rsa_private)

BOOST_AUTO_TEST_CASE(a_known_power_whatever_the_blinding) {
    const toy key = make();
    for (std::uint64_t seed = 1; seed < 20; ++seed) {
        testing::fixed_random random{seed};
        byte_vector out(key.n.size());
        BOOST_REQUIRE(native::rsa_private_power(out, *from_hex("0102030405060708090a"), key.view(), random));
        BOOST_TEST(to_hex(out) == "1e0855d47312a514c161690f4fa0621240b440");
    }
}

BOOST_AUTO_TEST_CASE(primes_in_either_order_give_the_same) {
    toy key = make();
    std::swap(key.p, key.q);
    key.iqmp = *from_hex("016b5ad6b6b5ad6b6b5ad6b5");
    testing::fixed_random random;
    byte_vector out(key.n.size());
    BOOST_REQUIRE(native::rsa_private_power(out, *from_hex("0102030405060708090a"), key.view(), random));
    BOOST_TEST(to_hex(out) == "1e0855d47312a514c161690f4fa0621240b440");
}

BOOST_AUTO_TEST_CASE(numbers_that_do_not_belong_together, *utf::label("C12")) {
    testing::fixed_random random;
    const auto power = [&](const toy& key) {
        byte_vector out(key.n.size());
        return native::rsa_private_power(out, *from_hex("02"), key.view(), random).error();
    };
    const auto changed = [&](byte_vector toy::*member, byte_vector value) {
        toy key = make();
        key.*member = std::move(value);
        return power(key);
    };
    BOOST_TEST(!power(make()));
    for (byte_vector toy::*member : {&toy::n, &toy::e, &toy::p, &toy::q, &toy::d, &toy::iqmp}) {
        byte_vector other = make().*member;
        other.back() ^= std::byte{2};
        BOOST_TEST(changed(member, other) == malformed);
        BOOST_TEST(changed(member, {}) == malformed);
        BOOST_TEST(changed(member, {std::byte{1}}) == malformed);
        BOOST_TEST(changed(member, byte_vector(300, std::byte{0xff})) == malformed);
    }
    for (byte_vector toy::*member : {&toy::n, &toy::e, &toy::p, &toy::q}) {
        byte_vector even = make().*member;
        even.back() ^= std::byte{1};
        BOOST_TEST(changed(member, even) == malformed);
    }
}

BOOST_AUTO_TEST_CASE(without_random_bytes_there_is_no_power, *utf::label("C16")) {
    const toy key = make();
    for (std::size_t calls = 0; calls < 2; ++calls) {
        testing::failing_random random{calls};
        byte_vector out(key.n.size());
        BOOST_TEST(native::rsa_private_power(out, *from_hex("02"), key.view(), random).error() ==
                   make_error_code(security_error::random_failed));
        BOOST_TEST(to_hex(out) == std::string(2 * out.size(), '0'));
    }
}

BOOST_AUTO_TEST_SUITE_END()
