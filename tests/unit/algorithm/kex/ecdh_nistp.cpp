#include <hawser/algorithm/kex/ecdh_nistp.hpp>

#include "support/exchange.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using method = kex::ecdh_sha2_nistp256;
namespace utf = boost::unit_test;

namespace {

byte_vector init(byte_view value) { return testing::payload_of(wire::ecdh_init{value}); }
byte_vector reply(byte_view value) {
    return testing::payload_of(wire::ecdh_reply{as_bytes("k"), value, as_bytes("s")});
}

} // namespace

BOOST_AUTO_TEST_SUITE(kex_ecdh_nistp)

BOOST_AUTO_TEST_CASE(names_and_sizes) {
    static_assert(kex_algorithm<method>);
    BOOST_TEST(method::name == "ecdh-sha2-nistp256");
    testing::fixed_random random;
    testing::started_initiator<method> client{random};
    BOOST_TEST(client.sent.size() == 1 + 4 + 65u);
    BOOST_TEST(to_hex(client.sent.view().first(6)) == "1e0000004104");
}

BOOST_AUTO_TEST_CASE(nist_answers_through_the_machine,
                     *utf::label("AL-K-010") * utf::precondition(testing::needs_vectors{"nist"})) {
    std::size_t seen = 0;
    for (const auto& record : testing::records_in(testing::vector_path("nist/ecc_cdh_primitive.txt"))) {
        if (!record.has("ZIUT") || record.text("QCAVSx").size() != 64) continue;
        const byte_vector peer = *from_hex("04" + record.text("QCAVSx") + record.text("QCAVSy"));
        if (!native::p256::is_point(peer)) continue;
        ++seen;
        testing::repeating_random random{record.bytes("dIUT")};
        testing::started_initiator<method> client{random};
        BOOST_TEST(to_hex(client.sent.view().subspan(5)) ==
                   "04" + record.text("QIUTx") + record.text("QIUTy"));
        BOOST_REQUIRE(client.on(reply(peer), random));
        byte_buffer out, expected;
        wire::writer w{out}, e{expected};
        client.machine.hash_secret(w);
        e.mpint(record.bytes("ZIUT"));
        BOOST_TEST(to_hex(out.view()) == to_hex(expected.view()));
    }
    BOOST_TEST(seen == 5u);
}

BOOST_AUTO_TEST_CASE(what_is_not_a_point_ends_the_exchange, *utf::label("C03")) {
    testing::fixed_random random;
    byte_vector secret(32), good(65);
    BOOST_REQUIRE(native::p256::generate(random, secret, good));
    BOOST_TEST(!testing::responder_says<method>(init(good)));
    std::vector<byte_vector> bad{{}, {std::byte{0}}, byte_vector(65)};
    bad.push_back(good); // off the curve
    bad.back().back() ^= std::byte{1};
    bad.push_back(good); // compressed: first half, with the form that says so
    bad.back().resize(33);
    bad.back()[0] = (good.back() & std::byte{1}) | std::byte{2};
    bad.push_back(good); // hybrid
    bad.back()[0] = (good.back() & std::byte{1}) | std::byte{6};
    bad.push_back(good);
    bad.back().push_back(std::byte{0});
    bad.push_back(good); // x at least the prime
    std::fill_n(bad.back().begin() + 1, 32, std::byte{0xff});
    for (const byte_vector& value : bad) {
        BOOST_TEST(testing::responder_says<method>(init(value)) ==
                   make_error_code(protocol_error::kex_value_out_of_range));
        BOOST_TEST(testing::initiator_says<method>(reply(value)) ==
                   make_error_code(protocol_error::kex_value_out_of_range));
    }
}

BOOST_AUTO_TEST_SUITE_END()
