#include <hawser/algorithm/kex/curve25519.hpp>

#include "support/exchange.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using method = kex::curve25519_sha256;
namespace utf = boost::unit_test;

namespace {

/// A primitive that fails when told.
struct failing_x25519 : native::x25519 {
    static inline bool key_fails = false, agreement_fails = false;
    static result<void> generate(random_ref random, byte_span secret, byte_span value) {
        if (key_fails) return security_error::backend_failed;
        return x25519::generate(random, secret, value);
    }
    static result<void> agree(byte_view secret, byte_view peer, byte_span shared) {
        if (agreement_fails) return security_error::backend_failed;
        return x25519::agree(secret, peer, shared);
    }
};
using failing_method = kex::basic_curve25519_sha256<failing_x25519, cryptopp::sha256>;

byte_vector init(byte_view value) { return testing::payload_of(wire::ecdh_init{value}); }
byte_vector reply(byte_view value) {
    return testing::payload_of(wire::ecdh_reply{as_bytes("k"), value, as_bytes("s")});
}

} // namespace

BOOST_AUTO_TEST_SUITE(kex_curve25519)

BOOST_AUTO_TEST_CASE(names_and_ranks) {
    static_assert(kex_algorithm<method> && kex_algorithm<kex::curve25519_sha256_libssh>);
    BOOST_TEST(method::name == "curve25519-sha256");
    BOOST_TEST(kex::curve25519_sha256_libssh::name == "curve25519-sha256@libssh.org");
    BOOST_TEST(method::hash::size == 32u);
}

BOOST_AUTO_TEST_CASE(the_secret_is_the_big_endian_number_of_its_bytes, *utf::label("AL-K-001")) {
    for (const auto& record : testing::records_in(testing::own_vector_path("kex/x25519.txt"))) {
        testing::repeating_random random{record.bytes("private")};
        testing::started_initiator<method> client{random};
        const byte_vector peer = record.bytes("public");
        BOOST_REQUIRE(client.on(reply(peer), random));
        byte_buffer out;
        wire::writer w{out};
        client.machine.hash_secret(w);
        byte_buffer expected;
        wire::writer e{expected};
        e.mpint(record.bytes("shared"));
        BOOST_TEST(to_hex(out.view()) == to_hex(expected.view()));
    }
}

BOOST_AUTO_TEST_CASE(weak_values_end_the_exchange_on_both_sides,
                     *utf::label("C01") * utf::label("AL-K-001")) {
    const std::error_code weak = security_error::kex_value_weak;
    for (std::string value : {"0000000000000000000000000000000000000000000000000000000000000000",
                              "0100000000000000000000000000000000000000000000000000000000000080",
                              "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                              "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff"}) {
        BOOST_TEST(testing::responder_says<method>(init(*from_hex(value))) == weak);
        BOOST_TEST(testing::initiator_says<method>(reply(*from_hex(value))) == weak);
    }
}

BOOST_AUTO_TEST_CASE(values_of_another_length, *utf::label("C02")) {
    const std::error_code out_of_range = protocol_error::kex_value_out_of_range;
    for (std::size_t size : {0u, 31u, 33u, 1000u}) {
        BOOST_TEST(testing::responder_says<method>(init(byte_vector(size, std::byte{9}))) == out_of_range);
        BOOST_TEST(testing::initiator_says<method>(reply(byte_vector(size, std::byte{9}))) == out_of_range);
    }
}

BOOST_AUTO_TEST_CASE(a_failing_backend_gives_no_secret, *utf::label("C13")) {
    const std::error_code failed = security_error::backend_failed;
    testing::fixed_random random;
    byte_buffer out;
    failing_x25519::key_fails = true;
    failing_method::initiator initiator;
    BOOST_TEST(initiator.start(random, {}, out).error() == failed);
    BOOST_TEST(out.empty());
    BOOST_TEST(testing::responder_says<failing_method>(init(byte_vector(32, std::byte{9}))) == failed);
    failing_x25519::key_fails = false;
    failing_x25519::agreement_fails = true;
    BOOST_TEST(testing::responder_says<failing_method>(init(byte_vector(32, std::byte{9}))) == failed);
    BOOST_TEST(testing::initiator_says<failing_method>(reply(byte_vector(32, std::byte{9}))) == failed);
    failing_x25519::agreement_fails = false;
}

BOOST_AUTO_TEST_SUITE_END()
