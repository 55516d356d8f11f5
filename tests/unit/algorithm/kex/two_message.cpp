#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/dh_group.hpp>
#include <hawser/algorithm/kex/ecdh_nistp.hpp>
#include <hawser/algorithm/kex/two_message.hpp>

#include "support/exchange.hpp"

#include <boost/mpl/list.hpp>
#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

namespace {

/// An agreement that adds: its secret is what a test wants it to be.
template <class Init, class Reply>
class adding {
  public:
    using init_message = Init;
    using reply_message = Reply;

    result<void> start(random_ref random) { return random.fill(value_); }
    byte_view value() const { return value_; }
    result<void> agree(byte_view peer) {
        if (peer.size() != 3) return protocol_error::kex_value_out_of_range;
        for (std::size_t i = 0; i < 3; ++i) secret_[i] = value_[i] ^ peer[i];
        return {};
    }
    byte_view secret() const { return secret_; }

  private:
    std::array<std::byte, 3> value_{};
    std::array<std::byte, 3> secret_{};
};

template <class Init, class Reply>
struct toy {
    static constexpr std::string_view name = "toy";
    static constexpr grade rank = grade::test_only;
    using hash = cryptopp::sha256;
    using options = no_kex_options;
    using initiator = kex::two_message_initiator<adding<Init, Reply>>;
    using responder = kex::two_message_responder<adding<Init, Reply>>;
};
using toy_ecdh = toy<wire::ecdh_init, wire::ecdh_reply>;
using toy_dh = toy<wire::dh_init, wire::dh_reply>;
static_assert(kex_algorithm<toy_ecdh> && kex_algorithm<toy_dh>);

using methods = boost::mpl::list<kex::curve25519_sha256, kex::curve25519_sha256_libssh,
                                 kex::ecdh_sha2_nistp256, kex::diffie_hellman_group14_sha256>;

testing::repeating_random source(const char* hex) { return testing::repeating_random{*from_hex(hex)}; }

const std::error_code unexpected = protocol_error::unexpected_message;
const std::error_code malformed_code = protocol_error::malformed_message;

} // namespace

BOOST_AUTO_TEST_SUITE(kex_two_message)

BOOST_AUTO_TEST_CASE_TEMPLATE(both_machines_hash_the_same, Method, methods) {
    static_assert(kex_algorithm<Method>);
    for (std::uint64_t seed = 1; seed < 5; ++seed) {
        testing::fixed_random client_random{seed}, server_random{seed + 100};
        testing::started_initiator<Method> client{client_random};
        typename Method::responder server;
        byte_buffer reply;
        BOOST_REQUIRE(server.start(server_random, {}, reply));
        BOOST_TEST(reply.empty());
        const auto taken = server.on_message(client.sent.view(), server_random, reply);
        BOOST_REQUIRE(taken);
        BOOST_TEST((*taken == kex_progress::done));
        wire::writer w{reply};
        server.reply(w, as_bytes("host key"), as_bytes("signature"));
        const auto done = client.on(reply.view(), client_random);
        BOOST_REQUIRE(done);
        BOOST_TEST((*done == kex_progress::done));
        reply.release();
        BOOST_TEST(as_text(client.machine.host_key()) == "host key");
        BOOST_TEST(as_text(client.machine.signature()) == "signature");
        BOOST_TEST(testing::hashed_by(client.machine) == testing::hashed_by(server));
    }
}

BOOST_AUTO_TEST_CASE(values_are_hashed_as_strings_or_mpints_the_clients_first) {
    auto one = source("80aa01");
    auto other = source("00bb02");
    const auto run = [&]<class Method>(std::type_identity<Method>) {
        testing::started_initiator<Method> client{one};
        typename Method::responder server;
        byte_buffer reply;
        BOOST_REQUIRE(server.start(other, {}, reply));
        BOOST_REQUIRE(server.on_message(client.sent.view(), other, reply));
        return testing::hashed_by(server);
    };
    BOOST_TEST(run(std::type_identity<toy_ecdh>{}) == "00000003"
                                                      "80aa01"
                                                      "00000003"
                                                      "00bb02"
                                                      "00000004"
                                                      "00801103");
    // an mpint of a value with a leading zero is shorter: the toy refuses it, so only the client's side is looked at
    testing::started_initiator<toy_dh> client{one};
    BOOST_TEST(to_hex(client.sent.view()) == "1e"
                                             "00000004"
                                             "0080aa01");
    BOOST_REQUIRE(client.on(testing::payload_of(wire::dh_reply{{}, *from_hex("7f0000"), {}}), one));
    BOOST_TEST(testing::hashed_by(client.machine) == "00000004"
                                                     "0080aa01"
                                                     "00000003"
                                                     "7f0000"
                                                     "00000004"
                                                     "00ffaa01");
}

BOOST_AUTO_TEST_CASE(secrets_with_top_bit_leading_zeros_and_zero, *utf::label("C06")) {
    const auto secret = [](const char* ours, const char* theirs) {
        auto random = source(ours);
        testing::started_initiator<toy_ecdh> client{random};
        BOOST_REQUIRE(client.on(testing::payload_of(wire::ecdh_reply{{}, *from_hex(theirs), {}}), random));
        byte_buffer out;
        wire::writer w{out};
        client.machine.hash_secret(w);
        return to_hex(out.view());
    };
    BOOST_TEST(secret("000000", "7fffff") == "000000037fffff");
    BOOST_TEST(secret("000000", "800000") == "0000000400800000");
    BOOST_TEST(secret("000000", "00ff01") == "0000000300ff01");
    BOOST_TEST(secret("000000", "000001") == "0000000101");
    BOOST_TEST(secret("123456", "123456") == "00000000");
}

BOOST_AUTO_TEST_CASE_TEMPLATE(calls_out_of_order, Method, methods) {
    testing::fixed_random random;
    byte_buffer out;
    typename Method::initiator initiator;
    const byte_vector reply = testing::payload_of(wire::ecdh_reply{{}, byte_vector(32, std::byte{9}), {}});
    BOOST_TEST(initiator.on_message(reply, random, out).error() == unexpected);
    BOOST_REQUIRE(initiator.start(random, {}, out));
    BOOST_TEST(initiator.start(random, {}, out).error() == make_error_code(usage_error::wrong_phase));
    typename Method::responder responder;
    BOOST_TEST(responder.on_message(out.view(), random, out).error() == unexpected);
    BOOST_REQUIRE(responder.start(random, {}, out));
    BOOST_TEST(responder.start(random, {}, out).error() == make_error_code(usage_error::wrong_phase));
    const byte_vector init = to_vector(out.view());
    BOOST_REQUIRE(responder.on_message(init, random, out));
    BOOST_TEST(responder.on_message(init, random, out).error() ==
               unexpected); // a second value is not listened to
}

BOOST_AUTO_TEST_CASE_TEMPLATE(other_messages_and_damaged_ones, Method, methods) {
    testing::fixed_random random;
    testing::started_initiator<Method> good{random};
    const byte_vector init = to_vector(good.sent.view());
    // the responder: every shorter payload, one longer, another number
    BOOST_TEST(testing::responder_says<Method>({}) == unexpected);
    for (std::size_t size = 1; size < init.size(); ++size)
        BOOST_TEST(testing::responder_says<Method>(byte_view{init}.first(size)) == malformed_code);
    byte_vector longer = init;
    longer.push_back(std::byte{0});
    BOOST_TEST(testing::responder_says<Method>(longer) == make_error_code(protocol_error::trailing_bytes));
    for (unsigned number : {0u, 21u, 31u, 32u, 34u, 255u}) {
        byte_vector other = init;
        other[0] = static_cast<std::byte>(number);
        BOOST_TEST(testing::responder_says<Method>(other) == unexpected);
    }
    // the initiator
    typename Method::responder server;
    byte_buffer reply;
    BOOST_REQUIRE(server.start(random, {}, reply));
    BOOST_REQUIRE(server.on_message(init, random, reply));
    wire::writer w{reply};
    server.reply(w, as_bytes("k"), as_bytes("s"));
    BOOST_TEST(!testing::initiator_says<Method>(reply.view()));
    BOOST_TEST(testing::initiator_says<Method>({}) == unexpected);
    BOOST_TEST(testing::initiator_says<Method>(init) == unexpected);
    for (std::size_t size = 1; size < reply.size(); ++size)
        BOOST_TEST(testing::initiator_says<Method>(reply.view().first(size)) == malformed_code);
    longer = to_vector(reply.view());
    longer.push_back(std::byte{0});
    BOOST_TEST(testing::initiator_says<Method>(longer) == make_error_code(protocol_error::trailing_bytes));
}

BOOST_AUTO_TEST_CASE(an_error_is_final) {
    testing::fixed_random random;
    testing::started_initiator<toy_ecdh> client{random};
    const byte_vector short_value(2), value(3);
    BOOST_TEST(client.on(testing::payload_of(wire::ecdh_reply{{}, short_value, {}}), random).error() ==
               make_error_code(protocol_error::kex_value_out_of_range));
    BOOST_TEST(client.on(testing::payload_of(wire::ecdh_reply{{}, value, {}}), random).error() == unexpected);
}

BOOST_AUTO_TEST_CASE(blobs_are_bounded) {
    const byte_vector most(limits::key_blob), more(limits::key_blob + 1), value(3);
    BOOST_TEST(!testing::initiator_says<toy_ecdh>(testing::payload_of(wire::ecdh_reply{most, value, most})));
    BOOST_TEST(testing::initiator_says<toy_ecdh>(testing::payload_of(wire::ecdh_reply{more, value, most})) ==
               malformed_code);
    BOOST_TEST(testing::initiator_says<toy_ecdh>(testing::payload_of(wire::ecdh_reply{most, value, more})) ==
               malformed_code);
}

BOOST_AUTO_TEST_CASE_TEMPLATE(without_random_bytes_nothing_starts, Method, methods) {
    testing::failing_random failing;
    testing::fixed_random random;
    const std::error_code failed = security_error::random_failed;
    byte_buffer out;
    typename Method::initiator initiator;
    BOOST_TEST(initiator.start(failing, {}, out).error() == failed);
    BOOST_TEST(out.empty());
    testing::started_initiator<Method> client{random};
    typename Method::responder responder;
    BOOST_REQUIRE(responder.start(failing, {}, out));
    BOOST_TEST(responder.on_message(client.sent.view(), failing, out).error() == failed);
}

BOOST_AUTO_TEST_CASE(a_full_buffer_is_reported) {
    testing::fixed_random random;
    byte_buffer small{4};
    toy_ecdh::initiator initiator;
    BOOST_TEST(initiator.start(random, {}, small).error() ==
               std::make_error_code(std::errc::no_buffer_space));
}

BOOST_AUTO_TEST_SUITE_END()
