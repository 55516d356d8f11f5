#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/hybrid.hpp>

#include "support/exchange.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
namespace utf = boost::unit_test;

namespace {

/// Hides nothing: the ciphertext is the secret, turned by the public key. A public key that begins with 0 is none.
struct toy_kem {
    static constexpr std::size_t public_key_size = 3, private_key_size = 2, ciphertext_size = 5,
                                 secret_size = 4;
    static inline bool fails = false;

    static result<void> generate(random_ref random, byte_span private_key, byte_span public_key) {
        if (auto filled = random.fill(private_key); !filled) return filled;
        public_key[0] = std::byte{1};
        public_key[1] = private_key[0];
        public_key[2] = private_key[1];
        return {};
    }
    static result<void> encapsulate(random_ref random, byte_view public_key, byte_span ciphertext,
                                    byte_span secret) {
        if (public_key[0] == std::byte{0}) return protocol_error::kex_value_out_of_range;
        if (auto filled = random.fill(secret); !filled) return filled;
        ciphertext[0] = std::byte{2};
        for (std::size_t i = 0; i < 4; ++i) ciphertext[i + 1] = secret[i] ^ public_key[1 + i % 2];
        return {};
    }
    static result<void> decapsulate(byte_view private_key, byte_view ciphertext, byte_span secret) {
        if (fails) return security_error::backend_failed;
        for (std::size_t i = 0; i < 4; ++i) secret[i] = ciphertext[i + 1] ^ private_key[i % 2];
        return {};
    }
};

/// Both add their values; a share that begins with ff is refused.
class adding {
  public:
    using init_message = wire::ecdh_init;
    using reply_message = wire::ecdh_reply;
    static constexpr std::size_t value_size = 2;

    result<void> start(random_ref random) { return random.fill(value_); }
    byte_view value() const { return value_; }
    result<void> agree(byte_view peer) {
        if (peer[0] == std::byte{0xff}) return security_error::kex_value_weak;
        for (std::size_t i = 0; i < 2; ++i) secret_[i] = value_[i] ^ peer[i];
        return {};
    }
    byte_view secret() const { return secret_; }

  private:
    std::array<std::byte, 2> value_{};
    std::array<std::byte, 2> secret_{};
};

/// A hash that failed.
struct failing_hash : cryptopp::sha256 {
    bool final(byte_span) noexcept { return false; }
};

template <class Hash>
struct toy : kex::hybrid<toy_kem, adding, Hash> {
    static constexpr std::string_view name = "toy";
    static constexpr grade rank = grade::test_only;
};
using method = toy<cryptopp::sha256>;
static_assert(kex_algorithm<method>);

testing::repeating_random source(const char* hex) { return testing::repeating_random{*from_hex(hex)}; }

byte_vector init(const char* hex) { return testing::payload_of(wire::ecdh_init{*from_hex(hex)}); }
byte_vector reply(const char* hex) {
    return testing::payload_of(wire::ecdh_reply{as_bytes("k"), *from_hex(hex), as_bytes("s")});
}

std::string sha256(const char* hex) {
    cryptopp::sha256 hash;
    std::array<std::byte, 32> out{};
    BOOST_REQUIRE((hash.update(*from_hex(hex)) && hash.final(out)));
    return to_hex(out);
}

const std::error_code out_of_range = protocol_error::kex_value_out_of_range;

} // namespace

BOOST_AUTO_TEST_SUITE(kex_hybrid)

BOOST_AUTO_TEST_CASE(values_are_joined_and_the_secret_is_a_hashed_string) {
    auto client_random = source("0a0b"), server_random = source("112233445566");
    testing::started_initiator<method> client{client_random};
    BOOST_TEST(to_hex(client.sent.view()) == "1e"
                                             "00000005"
                                             "010a0b"
                                             "0a0b");
    method::responder server;
    byte_buffer out;
    BOOST_REQUIRE(server.start(server_random, {}, out));
    BOOST_REQUIRE(server.on_message(client.sent.view(), server_random, out));
    wire::writer w{out};
    server.reply(w, as_bytes("k"), as_bytes("s"));
    BOOST_TEST(to_hex(out.view()) == "1f"
                                     "00000001"
                                     "6b"
                                     "00000007"
                                     "021b29394f"
                                     "5566"
                                     "00000001"
                                     "73");
    BOOST_REQUIRE(client.on(out.view(), client_random));
    const std::string hashed = testing::hashed_by(client.machine);
    BOOST_TEST(hashed == "00000005"
                         "010a0b0a0b"
                         "00000007"
                         "021b29394f5566"
                         "00000020" +
                             sha256("112233445f6d"));
    BOOST_TEST(testing::hashed_by(server) == hashed);
}

BOOST_AUTO_TEST_CASE(values_of_another_length) {
    for (const char* hex : {"", "01", "01020304", "010203040506"})
        BOOST_TEST(testing::responder_says<method>(init(hex)) == out_of_range);
    for (const char* hex : {"", "01", "010203040506", "0102030405060708"})
        BOOST_TEST(testing::initiator_says<method>(reply(hex)) == out_of_range);
}

BOOST_AUTO_TEST_CASE(either_half_refuses) {
    const std::error_code weak = security_error::kex_value_weak, failed = security_error::backend_failed;
    BOOST_TEST(testing::responder_says<method>(init("0002030405")) == out_of_range);
    BOOST_TEST(testing::responder_says<method>(init("010203ff05")) == weak);
    BOOST_TEST(testing::initiator_says<method>(reply("0102030405ff07")) == weak);
    toy_kem::fails = true;
    BOOST_TEST(testing::initiator_says<method>(reply("01020304050607")) == failed);
    toy_kem::fails = false;
    BOOST_TEST(testing::responder_says<toy<failing_hash>>(init("0102030405")) == failed);
    BOOST_TEST(testing::initiator_says<toy<failing_hash>>(reply("01020304050607")) == failed);
}

BOOST_AUTO_TEST_CASE(a_random_source_that_ends_anywhere) {
    const std::error_code failed = security_error::random_failed;
    for (std::size_t calls = 0; calls < 2; ++calls) {
        testing::failing_random random{calls};
        byte_buffer out;
        method::initiator client;
        BOOST_TEST(client.start(random, {}, out).error() == failed);
        BOOST_TEST(out.empty());
        testing::failing_random other{calls};
        method::responder server;
        BOOST_REQUIRE(server.start(other, {}, out));
        BOOST_TEST(server.on_message(init("0102030405"), other, out).error() == failed);
    }
}

BOOST_AUTO_TEST_SUITE_END()
