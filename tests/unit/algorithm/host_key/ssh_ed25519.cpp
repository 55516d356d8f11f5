#include <hawser/algorithm/host_key/ssh_ed25519.hpp>

#include "support/curve25519_cases.hpp"
#include "support/key_case.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using algorithm_under_test = host_key::ssh_ed25519;
namespace utf = boost::unit_test;

namespace {

/// Signs wrongly, as after a fault.
struct faulty_ed25519 : native::ed25519 {
    static bool sign(byte_view seed, byte_view key, byte_view message, byte_span signature) noexcept {
        const bool done = ed25519::sign(seed, key, message, signature);
        signature[40] ^= std::byte{1};
        return done;
    }
};
struct failing_ed25519 : native::ed25519 {
    static bool sign(byte_view, byte_view, byte_view, byte_span) noexcept { return false; }
};

} // namespace

BOOST_AUTO_TEST_SUITE(host_key_ssh_ed25519)

BOOST_AUTO_TEST_CASE(names) {
    static_assert(generating_host_key<algorithm_under_test>);
    BOOST_TEST(algorithm_under_test::name == "ssh-ed25519");
    BOOST_TEST(algorithm_under_test::key_format == "ssh-ed25519");
}

BOOST_AUTO_TEST_CASE(known_signatures, *utf::label("AL-H-001")) {
    testing::fixed_random random;
    for (const auto& record : testing::records_in(testing::own_vector_path("host_key/ed25519.txt"))) {
        const byte_vector key = record.bytes("key"), message = record.bytes("message");
        byte_buffer signature, blob;
        const byte_vector fields = testing::strings(key, *from_hex(record.text("seed") + record.text("key")));
        BOOST_REQUIRE(algorithm_under_test::sign(fields, message, random, signature));
        const byte_vector expected = testing::strings(algorithm_under_test::name, record.bytes("signature"));
        BOOST_TEST(to_hex(signature.view()) == to_hex(expected));
        BOOST_REQUIRE(algorithm_under_test::public_blob(fields, blob));
        BOOST_TEST(to_hex(blob.view()) == to_hex(testing::strings(algorithm_under_test::name, key)));
        BOOST_TEST(algorithm_under_test::verify(blob.view(), message, expected, {}).has_value());
    }
}

BOOST_AUTO_TEST_CASE(wrong_keys) {
    const std::error_code malformed = security_error::host_key_malformed;
    for (std::size_t size : {0u, 31u, 33u})
        BOOST_TEST(algorithm_under_test::check_key(
                       testing::strings(algorithm_under_test::name, byte_vector(size, std::byte{9})), {})
                       .error() == malformed);
    // of small order, and not the least number of its residue
    byte_vector small(32);
    small[0] = std::byte{1};
    BOOST_TEST(
        algorithm_under_test::check_key(testing::strings(algorithm_under_test::name, small), {}).error() ==
        malformed);
    BOOST_TEST(algorithm_under_test::check_key(
                   testing::strings(algorithm_under_test::name, byte_vector(32, std::byte{0xff})), {})
                   .error() == malformed);
}

BOOST_AUTO_TEST_CASE(a_second_form_of_the_same_signature, *utf::label("C09")) {
    testing::throwaway_key<algorithm_under_test> key;
    const byte_view message = as_bytes("m");
    const byte_vector signature = testing::with_order_added(key.sign(message));
    BOOST_TEST(key.verify(message, signature) == make_error_code(security_error::signature_invalid));
}

BOOST_AUTO_TEST_CASE(a_public_key_that_is_not_the_seeds_never_signs) {
    testing::fixed_random random;
    const byte_vector seed = random.bytes(32);
    byte_vector own(32), other(32);
    BOOST_REQUIRE(native::ed25519::public_key(seed, own));
    BOOST_REQUIRE(native::ed25519::public_key(random.bytes(32), other));
    const auto pair = [&](byte_view key) {
        byte_vector out = seed;
        out.insert(out.end(), key.begin(), key.end());
        return out;
    };
    const auto sign = [&](byte_view key, byte_view in_pair) {
        byte_buffer out;
        return algorithm_under_test::sign(testing::strings(key, pair(in_pair)), as_bytes("m"), random, out)
            .error();
    };
    const std::error_code malformed = usage_error::key_malformed;
    BOOST_TEST(!sign(own, own));
    BOOST_TEST(sign(other, own) == malformed);
    BOOST_TEST(sign(own, other) == malformed);
    BOOST_TEST(sign(other, other) == malformed);
}

// The signature of such a key verifies whenever the hash is even; two of one message, under it and the right one, give the
// scalar away. So it is not enough that a signature is verified before it leaves.
BOOST_AUTO_TEST_CASE(the_seeds_public_key_and_a_point_of_order_two_never_sign) {
    testing::fixed_random random;
    const byte_vector seed = random.bytes(32), prime = *from_hex("edffffffffffffffffffffffffffffff"
                                                                 "ffffffffffffffffffffffffffffff7f");
    byte_vector key(32), other(32);
    BOOST_REQUIRE(native::ed25519::public_key(seed, key));
    // (x, y) + (0, -1) = (-x, -y)
    int borrow = 0;
    for (std::size_t i = 0; i < 32; ++i) {
        const auto y = key[i] & std::byte{i == 31 ? std::uint8_t{0x7f} : std::uint8_t{0xff}};
        const int difference = std::to_integer<int>(prime[i]) - std::to_integer<int>(y) - borrow;
        other[i] = static_cast<std::byte>(difference & 0xff);
        borrow = difference < 0 ? 1 : 0;
    }
    other[31] |= ~key[31] & std::byte{0x80};
    byte_vector pair = seed;
    pair.insert(pair.end(), other.begin(), other.end());
    int verified = 0;
    for (int i = 0; i < 20; ++i) {
        const byte_vector message = random.bytes(8);
        byte_vector signature(64);
        BOOST_TEST_REQUIRE(native::ed25519::sign(seed, other, message, signature));
        if (native::ed25519::verify(other, message, signature)) ++verified;
        byte_buffer out;
        BOOST_TEST(algorithm_under_test::sign(testing::strings(other, pair), message, random, out).error() ==
                   make_error_code(usage_error::key_malformed));
        BOOST_TEST(out.size() == 0u);
    }
    BOOST_TEST((verified > 3 && verified < 17));
}

BOOST_AUTO_TEST_CASE(a_wrong_signature_of_ours_does_not_leave, *utf::label("C12") * utf::label("C13")) {
    testing::throwaway_key<algorithm_under_test> key;
    testing::check_wrong_signature_stays<host_key::basic_ssh_ed25519<faulty_ed25519>>(key);
    testing::check_wrong_signature_stays<host_key::basic_ssh_ed25519<failing_ed25519>>(key);
}

BOOST_AUTO_TEST_SUITE_END()
