#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/hybrid.hpp>
#include <hawser/algorithm/kex/mlkem768x25519.hpp>
#include <hawser/transport/exchange_hash.hpp>

#include "support/exchange.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

// The hybrid key exchanges that OpenSSH and AsyncSSH recorded, with the secrets of both halves: our machines, given these
// secrets, must arrive at the recorded K and at an exchange hash that the server's signature fits.

namespace {

using namespace hawser;
using testing::json;
namespace utf = boost::unit_test;

/// What both halves of one recorded exchange gave.
struct recorded_halves {
    byte_vector public_key, ciphertext, kem_secret;
    byte_vector client_share, server_share, classical_secret;
};
const recorded_halves* now = nullptr;
bool is_client = false;

void copy(byte_view from, byte_span to) {
    BOOST_REQUIRE(from.size() == to.size());
    std::ranges::copy(from, to.begin());
}

/// A KEM that gives what was recorded.
template <std::size_t PublicKeySize, std::size_t CiphertextSize>
struct recorded_kem {
    static constexpr std::size_t public_key_size = PublicKeySize, private_key_size = 1,
                                 ciphertext_size = CiphertextSize, secret_size = 32;
    static result<void> generate(random_ref, byte_span, byte_span public_key) {
        copy(now->public_key, public_key);
        return {};
    }
    static result<void> encapsulate(random_ref, byte_view public_key, byte_span ciphertext,
                                    byte_span secret) {
        BOOST_TEST(equal(public_key, now->public_key));
        copy(now->ciphertext, ciphertext);
        copy(now->kem_secret, secret);
        return {};
    }
    static result<void> decapsulate(byte_view, byte_view ciphertext, byte_span secret) {
        BOOST_TEST(equal(ciphertext, now->ciphertext));
        copy(now->kem_secret, secret);
        return {};
    }
};

/// The other half.
class recorded_x25519 {
  public:
    using init_message = wire::ecdh_init;
    using reply_message = wire::ecdh_reply;
    static constexpr std::size_t value_size = 32;

    result<void> start(random_ref) { return {}; }
    byte_view value() const { return is_client ? now->client_share : now->server_share; }
    result<void> agree(byte_view peer) {
        BOOST_TEST(equal(peer, is_client ? now->server_share : now->client_share));
        return {};
    }
    byte_view secret() const { return now->classical_secret; }
};

/// The payloads of one direction with a number, one for each key exchange.
std::vector<byte_vector> payloads(const json& all, const char* direction, int number) {
    std::vector<byte_vector> out;
    for (const json& packet : all[direction]) {
        byte_vector payload = packet["payload"].bytes();
        if (std::to_integer<int>(payload[0]) == number) out.push_back(std::move(payload));
    }
    return out;
}

template <class Kem, class Hash>
void replay(const char* file, const char* kem_name) {
    using method = kex::hybrid<Kem, recorded_x25519, Hash>;
    const json all = testing::vector_json(std::string{"sessions/"} + file);
    const auto client_kexinits = payloads(all, "packets_c2s", 20);
    const auto server_kexinits = payloads(all, "packets_s2c", 20);
    const auto inits = payloads(all, "packets_c2s", 30), replies = payloads(all, "packets_s2c", 31);
    std::size_t exchange = 0;
    for (const json& keys : all["keys"]) {
        const json& parts = keys["hybrid"];
        const recorded_halves halves{parts[std::string{"client public key "} + kem_name].bytes(),
                                     parts["server cipher text"].bytes(),
                                     parts["client kem key"].bytes(),
                                     parts["client public key c25519"].bytes(),
                                     parts["server public key c25519"].bytes(),
                                     parts["shared secret 25519"].bytes()};
        now = &halves;
        testing::fixed_random random;

        is_client = true;
        testing::started_initiator<method> client{random};
        BOOST_TEST(to_hex(client.sent.view()) == to_hex(inits.at(exchange)));
        BOOST_REQUIRE(client.on(replies.at(exchange), random));

        is_client = false;
        typename method::responder server;
        byte_buffer out;
        BOOST_REQUIRE(server.start(random, {}, out));
        BOOST_REQUIRE(server.on_message(inits.at(exchange), random, out));
        wire::writer reply{out};
        server.reply(reply, client.machine.host_key(), client.machine.signature());
        BOOST_TEST(to_hex(out.view()) == to_hex(replies.at(exchange)));

        const auto check = [&](const auto& machine) {
            byte_buffer secret, transcript;
            wire::writer s{secret}, w{transcript};
            machine.hash_secret(s);
            BOOST_TEST(to_hex(secret.view()) == keys["K_as_hashed"].text());
            transport::write_transcript(w,
                                        {all["client_version"].text(), all["server_version"].text(),
                                         client_kexinits.at(exchange), server_kexinits.at(exchange)},
                                        client.machine.host_key());
            machine.hash_fields(w);
            machine.hash_secret(w);
            Hash hash;
            std::array<std::byte, Hash::size> h;
            BOOST_REQUIRE((hash.update(transcript.view()) && hash.final(h)));
            BOOST_TEST(to_hex(h) == keys["H"].text());
            BOOST_TEST(
                host_key::ssh_ed25519::verify(client.machine.host_key(), h, client.machine.signature(), {})
                    .has_value());
        };
        is_client = true;
        check(client.machine);
        is_client = false;
        check(server);
        ++exchange;
    }
    BOOST_TEST(exchange >= 3u);
}

/// The clear payload with a number that one side sent, from a hex dump by flows as Go's tests keep them.
byte_vector payload_of_dump(const char* file, std::string_view side, int number) {
    const std::string text = testing::file_text(testing::vector_path(file));
    byte_vector bytes;
    bool wanted = false;
    for (std::size_t at = 0; at < text.size(); at = text.find('\n', at) + 1) {
        const std::string_view line{text.data() + at, text.find('\n', at) - at};
        if (line.starts_with(">>>")) wanted = line.ends_with(side);
        if (line.starts_with(">>>") || !wanted) continue;
        // "00000010  39 2e 39 0d 0a                                    |9.9..|"
        std::string digits{line.substr(10, 49)};
        std::erase(digits, ' ');
        const byte_vector more = from_hex(digits).value();
        bytes.insert(bytes.end(), more.begin(), more.end());
    }
    const auto line_end = std::ranges::find(bytes, std::byte{'\n'}) + 1;
    for (byte_view rest{line_end, bytes.end()}; rest.size() > 6;) {
        const std::size_t length = load_u32(rest.data());
        const std::size_t padding = std::to_integer<std::size_t>(rest[4]);
        const byte_view payload = rest.subspan(5, length - padding - 1);
        if (std::to_integer<int>(payload[0]) == number) return to_vector(payload);
        rest = rest.subspan(4 + length);
    }
    return {};
}

const testing::needs_vectors vectors{"sessions"};

} // namespace

BOOST_AUTO_TEST_SUITE(recorded_hybrids, *utf::precondition(vectors))

BOOST_AUTO_TEST_CASE(mlkem768x25519, *utf::label("C06")) {
    using kem = recorded_kem<native::ml_kem_768::public_key_size, native::ml_kem_768::ciphertext_size>;
    for (const char* file : {"openssh-mlkem768x25519-chacha.json", "openssh-mlkem768x25519-gcm256.json"})
        replay<kem, cryptopp::sha256>(file, "mlkem768");
}

BOOST_AUTO_TEST_CASE(sntrup761x25519, *utf::label("C06")) {
    using kem = recorded_kem<1158, 1039>;
    for (const char* file : {"openssh-sntrup761x25519-chacha.json", "openssh-sntrup761x25519-gcm256.json"})
        replay<kem, cryptopp::sha512>(file, "sntrup761");
}

// The keys that OpenSSH and AsyncSSH made are taken.
BOOST_AUTO_TEST_CASE(recorded_encapsulation_keys) {
    testing::fixed_random random;
    for (const char* file : {"openssh-mlkem768x25519-chacha.json", "openssh-mlkem768x25519-gcm256.json"}) {
        for (const json& keys : testing::vector_json(std::string{"sessions/"} + file)["keys"]) {
            byte_vector ciphertext(native::ml_kem_768::ciphertext_size), secret(32);
            const byte_vector key = keys["hybrid"]["client public key mlkem768"].bytes();
            BOOST_TEST(native::ml_kem_768::encapsulate(random, key, ciphertext, secret).has_value());
        }
    }
}

// What a client of Go and a server of OpenSSH sent in the clear is taken by our machines; the secrets were not recorded.
BOOST_AUTO_TEST_CASE(go_and_openssh, *utf::precondition(testing::needs_vectors{"go-recordings"})) {
    using method = kex::mlkem768x25519_sha256;
    const char* file = "go-recordings/Client-KEX-mlkem768x25519-sha256";
    const byte_vector init = payload_of_dump(file, "(client to server)", 30);
    const byte_vector reply = payload_of_dump(file, "(server to client)", 31);
    BOOST_TEST(init.size() == 1u + 4 + 1184 + 32);
    BOOST_TEST(testing::responder_says<method>(init) == std::error_code{});
    BOOST_TEST(testing::initiator_says<method>(reply) == std::error_code{});
}

BOOST_AUTO_TEST_SUITE_END()
