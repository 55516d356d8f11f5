#include <hawser/algorithm/kex/sntrup761x25519.hpp>

#include "support/exchange.hpp"
#include "support/vectors.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;
using method = kex::sntrup761x25519_sha512;
namespace utf = boost::unit_test;

namespace {

using both = boost::mpl::list<method, kex::sntrup761x25519_sha512_openssh>;

constexpr std::size_t init_size = 1158 + 32, reply_size = 1039 + 32;

byte_vector init(byte_view value) { return testing::payload_of(wire::ecdh_init{value}); }
byte_vector reply(byte_view value) {
    return testing::payload_of(wire::ecdh_reply{as_bytes("k"), value, as_bytes("s")});
}
/// A value whose X25519 share is not weak.
byte_vector value(std::size_t size) { return byte_vector(size, std::byte{9}); }

/// The value that a client of the method sends.
byte_vector good_init(std::uint64_t seed) {
    testing::fixed_random random{seed};
    testing::started_initiator<method> client{random};
    return to_vector(client.sent.view().subspan(5));
}

const std::error_code out_of_range = protocol_error::kex_value_out_of_range;

} // namespace

BOOST_AUTO_TEST_SUITE(kex_sntrup761x25519)

BOOST_AUTO_TEST_CASE(what_they_are) {
    static_assert(kex_algorithm<method> && kex_algorithm<kex::sntrup761x25519_sha512_openssh>);
    BOOST_TEST(method::name == "sntrup761x25519-sha512");
    BOOST_TEST(kex::sntrup761x25519_sha512_openssh::name == "sntrup761x25519-sha512@openssh.com");
    BOOST_TEST((method::rank == grade::preferred));
    BOOST_TEST((kex::sntrup761x25519_sha512_openssh::rank == grade::preferred));
    BOOST_TEST(method::hash::size == 64u);
    BOOST_TEST(good_init(1).size() == init_size);
}

// The secret is hashed as a string of 64 bytes, whatever it begins with.
BOOST_AUTO_TEST_CASE_TEMPLATE(recorded_answers, Method, both) {
    std::size_t count = 0;
    for (const auto& record :
         testing::records_in(testing::own_vector_path("kex/" + std::string{Method::name} + ".txt"))) {
        testing::repeating_random random{record.bytes("random")};
        testing::started_initiator<Method> client{random};
        BOOST_TEST(to_hex(client.sent.view().subspan(5)) == record.text("init"));
        BOOST_REQUIRE(client.on(reply(record.bytes("reply")), random));
        byte_buffer out;
        wire::writer w{out};
        client.machine.hash_secret(w);
        BOOST_TEST(to_hex(out.view()) == record.text("secret"));
        ++count;
    }
    BOOST_TEST(count == 2u);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(both_sides_agree, Method, both) {
    testing::fixed_random random{2};
    testing::started_initiator<Method> client{random};
    typename Method::responder server;
    byte_buffer out;
    BOOST_REQUIRE(server.start(random, {}, out));
    BOOST_REQUIRE(server.on_message(client.sent.view(), random, out));
    wire::writer w{out};
    server.reply(w, as_bytes("k"), as_bytes("s"));
    BOOST_REQUIRE(client.on(to_vector(out.view()), random));
    BOOST_TEST(testing::hashed_by(client.machine) == testing::hashed_by(server));
}

BOOST_AUTO_TEST_CASE(values_of_another_length, *utf::label("C02") * utf::label("C05")) {
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{32}, std::size_t{1158}, init_size - 1, init_size + 1})
        BOOST_TEST(testing::responder_says<method>(init(value(size))) == out_of_range);
    for (const std::size_t size :
         {std::size_t{0}, std::size_t{32}, std::size_t{1039}, reply_size - 1, reply_size + 1})
        BOOST_TEST(testing::initiator_says<method>(reply(value(size))) == out_of_range);
}

BOOST_AUTO_TEST_CASE(a_weak_share_ends_the_exchange, *utf::label("C01")) {
    const std::error_code weak = security_error::kex_value_weak;
    byte_vector from_client = good_init(2), from_server = value(reply_size);
    BOOST_TEST(testing::responder_says<method>(init(from_client)) == std::error_code{});
    BOOST_TEST(testing::initiator_says<method>(reply(from_server)) == std::error_code{});
    std::ranges::fill(byte_span{from_client}.last(32), std::byte{0});
    std::ranges::fill(byte_span{from_server}.last(32), std::byte{0});
    BOOST_TEST(testing::responder_says<method>(init(from_client)) == weak);
    BOOST_TEST(testing::initiator_says<method>(reply(from_server)) == weak);
}

BOOST_AUTO_TEST_CASE(a_key_that_nobody_encodes, *utf::label("C05")) {
    byte_vector from_client = good_init(3);
    from_client[1157] = std::byte{0xff};
    BOOST_TEST(testing::responder_says<method>(init(from_client)) == out_of_range);
}

// A wrong ciphertext is no error; the exchange hashes of both sides differ, so that no signature fits.
BOOST_AUTO_TEST_CASE(a_wrong_ciphertext_gives_another_hash, *utf::label("C05")) {
    for (std::size_t at = 0; at < 1039; at += 97) {
        testing::fixed_random random{4};
        testing::started_initiator<method> client{random};
        method::responder server;
        byte_buffer out;
        BOOST_REQUIRE(server.start(random, {}, out));
        BOOST_REQUIRE(server.on_message(client.sent.view(), random, out));
        wire::writer w{out};
        server.reply(w, as_bytes("k"), as_bytes("s"));
        byte_vector payload = to_vector(out.view());
        payload[1 + 5 + 4 + at] ^= std::byte{1};
        BOOST_REQUIRE(client.on(payload, random));
        byte_buffer ours, theirs;
        wire::writer o{ours}, t{theirs};
        client.machine.hash_secret(o);
        server.hash_secret(t);
        BOOST_TEST(to_hex(ours.view()) != to_hex(theirs.view()));
    }
}

BOOST_AUTO_TEST_SUITE_END()
