#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/host_key/ssh_ed25519.hpp>
#include <hawser/algorithm/kex/curve25519.hpp>
#include <hawser/algorithm/kex/dh_group.hpp>
#include <hawser/algorithm/kex/dh_group_exchange.hpp>
#include <hawser/algorithm/kex/ecdh_nistp.hpp>
#include <hawser/core/type_list.hpp>
#include <hawser/transport/exchange_hash.hpp>

#include "support/exchange.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

// The classical key exchanges of sessions that OpenSSH and AsyncSSH really had: our machines, given the recorded values in
// the place of arithmetic with private keys, must say what was said, hash what was hashed, and find the server's signature
// good.

namespace {

using namespace hawser;
using testing::json;
namespace utf = boost::unit_test;

/// What one side of a recorded exchange computed: its public value, and the secret.
struct recorded_side {
    byte_vector value, secret;
};
const recorded_side* now = nullptr;

using host_keys =
    type_list<host_key::ssh_ed25519, host_key::rsa_sha2_512, host_key::rsa_sha2_256,
              host_key::ecdsa_sha2_nistp256, host_key::ecdsa_sha2_nistp384, host_key::ecdsa_sha2_nistp521>;

byte_vector padded(byte_view magnitude, std::size_t size) {
    BOOST_REQUIRE(magnitude.size() <= size);
    byte_vector out(size - magnitude.size());
    out.insert(out.end(), magnitude.begin(), magnitude.end());
    return out;
}

/// A key agreement of ECDH's shape that gives what was recorded.
struct recorded_agreement {
    using init_message = wire::ecdh_init;
    using reply_message = wire::ecdh_reply;

    result<void> start(random_ref) { return {}; }
    byte_view value() const { return now->value; }
    result<void> agree(byte_view) { return {}; }
    byte_view secret() const { return now->secret; }
};

/// Arithmetic that gives the recorded value first, then the recorded secret.
struct recorded_modexp {
    static inline int calls = 0;
    static void power(byte_span out, byte_view, byte_view, byte_view) {
        std::ranges::copy(padded(calls++ == 0 ? now->value : now->secret, out.size()), out.begin());
    }
};

/// A method with its private arithmetic replaced.
template <class K, class Initiator = typename K::initiator>
struct recorded_method : K {
    using initiator = hawser::kex::group_exchange_initiator<recorded_modexp>;
    using responder = hawser::kex::group_exchange_responder<recorded_modexp>;
};
template <class K, class Agreement>
struct recorded_method<K, kex::two_message_initiator<Agreement>> : K {
    using initiator = kex::two_message_initiator<recorded_agreement>;
    using responder = kex::two_message_responder<recorded_agreement>;
};
template <class K, class Group>
struct recorded_method<K, kex::two_message_initiator<kex::dh_agreement<Group, native::modexp>>> : K {
    using initiator = kex::two_message_initiator<kex::dh_agreement<Group, recorded_modexp>>;
    using responder = kex::two_message_responder<kex::dh_agreement<Group, recorded_modexp>>;
};

/// The payloads of one direction with a number of a range, one list for each key exchange.
std::vector<std::vector<byte_vector>> payloads(const json& all, const char* direction, int from, int to) {
    std::vector<std::vector<byte_vector>> out;
    for (const json& packet : all[direction]) {
        byte_vector payload = packet["payload"].bytes();
        const int number = std::to_integer<int>(payload[0]);
        if (number == 20) out.emplace_back();
        if (number >= from && number <= to) out.back().push_back(std::move(payload));
    }
    return out;
}

json recorded(const char* file) {
    const auto own = testing::own_vector_path(std::string{"sessions/"} + file);
    if (std::filesystem::exists(own)) return json::parse(testing::file_text(own));
    return testing::vector_json(std::string{"sessions/"} + file);
}

/// The magnitude of an mpint, and the value of an ECDH or DH message at its place.
byte_vector magnitude_of(byte_view mpint) {
    wire::reader r{mpint};
    return to_vector(r.mpint());
}

/// The public value in the client's and in the server's message.
template <class K>
std::pair<byte_vector, byte_vector> values_of(const std::vector<byte_vector>& up,
                                              const std::vector<byte_vector>& down) {
    if constexpr (std::same_as<typename K::options, kex::group_sizes>) {
        return {to_vector(wire::decode<wire::dh_gex_init>(up.back())->e),
                to_vector(wire::decode<wire::dh_gex_reply>(down.back())->f)};
    } else if constexpr (requires(typename K::initiator m) {
                             []<class G, class M>(kex::two_message_initiator<kex::dh_agreement<G, M>>&) {}(m);
                         }) {
        return {to_vector(wire::decode<wire::dh_init>(up.back())->e),
                to_vector(wire::decode<wire::dh_reply>(down.back())->f)};
    } else {
        return {to_vector(wire::decode<wire::ecdh_init>(up.back())->q_c),
                to_vector(wire::decode<wire::ecdh_reply>(down.back())->q_s)};
    }
}

template <class K>
void replay(const char* file) {
    using method = recorded_method<K>;
    const json all = recorded(file);
    const auto client_kexinits = payloads(all, "packets_c2s", 20, 20),
               server_kexinits = payloads(all, "packets_s2c", 20, 20);
    const auto from_client = payloads(all, "packets_c2s", 30, 34),
               from_server = payloads(all, "packets_s2c", 30, 34);
    std::size_t exchange = 0;
    for (const json& keys : all["keys"]) {
        BOOST_TEST(keys["kex"].text() == K::name);
        const auto& up = from_client.at(exchange);
        const auto& down = from_server.at(exchange);
        const auto values = values_of<K>(up, down);
        const byte_vector secret = magnitude_of(keys["K_as_hashed"].bytes());
        const recorded_side client_side{values.first, secret}, server_side{values.second, secret};
        testing::fixed_random random;

        // the client says what was said, to the server's recorded words
        now = &client_side;
        recorded_modexp::calls = 0;
        typename method::initiator client;
        byte_buffer out;
        // the sizes that were asked for
        typename K::options options{};
        if constexpr (std::same_as<typename K::options, kex::group_sizes>) {
            const auto asked = wire::decode<wire::dh_gex_request>(up.front());
            BOOST_REQUIRE(asked.has_value());
            options.minimum = asked->minimum;
            options.preferred = asked->preferred;
            options.maximum = asked->maximum;
        }
        BOOST_REQUIRE(client.start(random, options, out));
        BOOST_TEST(to_hex(out.view()) == to_hex(up.front()));
        for (std::size_t i = 0; i < down.size(); ++i) {
            out.clear();
            const auto said = client.on_message(down[i], random, out);
            BOOST_REQUIRE_MESSAGE(said.has_value(), said.error().message());
            BOOST_TEST((*said == kex_progress::done) == (i + 1 == down.size()));
            if (i + 1 < up.size()) BOOST_TEST(to_hex(out.view()) == to_hex(up[i + 1]));
        }
        const auto check = [&](const auto& machine) {
            byte_buffer hashed, transcript;
            wire::writer s{hashed}, w{transcript};
            machine.hash_secret(s);
            BOOST_TEST(to_hex(hashed.view()) == keys["K_as_hashed"].text());
            transport::write_transcript(w,
                                        {all["client_version"].text(), all["server_version"].text(),
                                         client_kexinits.at(exchange).at(0),
                                         server_kexinits.at(exchange).at(0)},
                                        client.host_key());
            machine.hash_fields(w);
            machine.hash_secret(w);
            typename K::hash hash;
            byte_vector h(K::hash::size);
            BOOST_REQUIRE((hash.update(transcript.view()) && hash.final(h)));
            BOOST_TEST(to_hex(h) == keys["H"].text());
            bool good = false;
            host_keys::for_each([&]<class H>(std::type_identity<H>) {
                if (H::verify(client.host_key(), h, client.signature(), {})) good = true;
            });
            BOOST_TEST(good);
        };
        check(client);

        // and so does the server, where the group it gives is its own choice
        if constexpr (!std::same_as<typename K::options, kex::group_sizes>) {
            now = &server_side;
            recorded_modexp::calls = 0;
            typename method::responder server;
            out.clear();
            BOOST_REQUIRE(server.start(random, options, out));
            BOOST_REQUIRE(server.on_message(up.front(), random, out));
            wire::writer reply{out};
            server.reply(reply, client.host_key(), client.signature());
            BOOST_TEST(to_hex(out.view()) == to_hex(down.front()));
            check(server);
        }
        ++exchange;
    }
    BOOST_TEST(exchange >= 3u);
}

const testing::needs_vectors vectors{"sessions"};

} // namespace

BOOST_AUTO_TEST_SUITE(recorded_exchanges, *utf::precondition(vectors))

BOOST_AUTO_TEST_CASE(curve25519, *utf::label("AL-K-001")) {
    for (const char* file : {"openssh-curve25519-chacha.json", "openssh-nonstrict-curve25519-chacha.json",
                             "openssh-curve25519-sha256-aes256-ctr-hmac-sha1.json",
                             "openssh-curve25519-sha256-aes256-ctr-umac-64-etm_openssh.com.json"})
        BOOST_TEST_CONTEXT(file) { replay<kex::curve25519_sha256>(file); }
}
BOOST_AUTO_TEST_CASE(curve25519_libssh, *utf::label("AL-K-002")) {
    replay<kex::curve25519_sha256_libssh>(
        "openssh-curve25519-sha256_libssh.org-aes128-ctr-hmac-sha2-256.json");
}
BOOST_AUTO_TEST_CASE(nistp256, *utf::label("AL-K-010")) {
    replay<kex::ecdh_sha2_nistp256>("openssh-ecdh256-gcm128.json");
    replay<kex::ecdh_sha2_nistp256>("openssh-nonstrict-aes128ctr-umac64etm.json");
    replay<kex::ecdh_sha2_nistp256>("openssh-ecdh-sha2-nistp256-aes128-ctr-hmac-sha1-etm_openssh.com.json");
}
BOOST_AUTO_TEST_CASE(nistp384, *utf::label("AL-K-011")) {
    replay<kex::ecdh_sha2_nistp384>("openssh-ecdh384-gcm256-zlib.json");
    replay<kex::ecdh_sha2_nistp384>("openssh-ecdh-sha2-nistp384-aes192-ctr-hmac-sha2-512.json");
}
BOOST_AUTO_TEST_CASE(nistp521, *utf::label("AL-K-012")) {
    replay<kex::ecdh_sha2_nistp521>("openssh-ecdh-sha2-nistp521-aes128-ctr-umac-128-etm_openssh.com.json");
}
BOOST_AUTO_TEST_CASE(group14, *utf::label("AL-K-005")) {
    replay<kex::diffie_hellman_group14_sha256>(
        "openssh-diffie-hellman-group14-sha256-aes192-ctr-hmac-sha2-256-etm_openssh.com.json");
}
BOOST_AUTO_TEST_CASE(group16, *utf::label("AL-K-006")) {
    replay<kex::diffie_hellman_group16_sha512>(
        "openssh-diffie-hellman-group16-sha512-aes256-ctr-hmac-sha2-512-etm_openssh.com.json");
}
BOOST_AUTO_TEST_CASE(group18, *utf::label("AL-K-007")) {
    replay<kex::diffie_hellman_group18_sha512>(
        "openssh-diffie-hellman-group18-sha512-aes192-ctr-umac-64_openssh.com.json");
}
BOOST_AUTO_TEST_CASE(group_exchange, *utf::label("AL-K-008")) {
    replay<kex::diffie_hellman_group_exchange_sha256>(
        "openssh-diffie-hellman-group-exchange-sha256-aes256-ctr-umac-128_openssh.com.json");
}

BOOST_AUTO_TEST_SUITE_END()
