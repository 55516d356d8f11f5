// A session of a suite on libcrypto against one of the default suite, in memory: each algorithm that has both backends,
// with the other side's word on what was computed.

#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/host_key/ecdsa_nistp.hpp>
#include <hawser/algorithm/host_key/rsa_sha2.hpp>
#include <hawser/algorithm/kex/ecdh_nistp.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>
#include <hawser/algorithm/openssl/aes_ctr.hpp>
#include <hawser/algorithm/openssl/aes_gcm.hpp>
#include <hawser/algorithm/openssl/chacha20.hpp>
#include <hawser/algorithm/openssl/hmac.hpp>
#include <hawser/algorithm/openssl/nist_curve.hpp>
#include <hawser/algorithm/openssl/poly1305.hpp>
#include <hawser/algorithm/openssl/rsa.hpp>
#include <hawser/algorithm/openssl/sha2.hpp>
#include <hawser/client.hpp>
#include <hawser/io/memory/pipe.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/suite.hpp>
#include <hawser/suite/modern.hpp>
#include <hawser/suite/preferences.hpp>

#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

using p256_host_key = host_key::basic_ecdsa_sha2_nistp256<openssl::p256, openssl::sha256>;
using rsa_host_key = host_key::basic_rsa_sha2_512<openssl::rsa, openssl::sha512>;

struct on_libcrypto : suite<kex_list<kex::basic_ecdh_sha2_nistp256<openssl::p256, openssl::sha256>,
                                     kex::basic_ecdh_sha2_nistp384<openssl::p384, openssl::sha384>>,
                            host_key_list<p256_host_key, rsa_host_key>,
                            cipher_list<cipher::basic_chacha20_poly1305<openssl::chacha20, openssl::poly1305>,
                                        cipher::basic_aes128_gcm<openssl::aes_gcm<16>>,
                                        cipher::basic_aes256_gcm<openssl::aes_gcm<32>>,
                                        cipher::basic_aes256_ctr<openssl::aes_ctr<32>>>,
                            mac_list<mac::basic_hmac_sha2_256_etm<openssl::hmac<openssl::sha256>>,
                                     mac::basic_hmac_sha2_512_etm<openssl::hmac<openssl::sha512>>>> {};

struct offer {
    const char *kex, *host_key, *cipher, *mac;
};
constexpr offer offers[] = {
    {"ecdh-sha2-nistp256", "ecdsa-sha2-nistp256", "chacha20-poly1305@openssh.com",
     "hmac-sha2-256-etm@openssh.com"},
    {"ecdh-sha2-nistp384", "rsa-sha2-512", "aes128-gcm@openssh.com", "hmac-sha2-256-etm@openssh.com"},
    {"ecdh-sha2-nistp256", "rsa-sha2-512", "aes256-gcm@openssh.com", "hmac-sha2-256-etm@openssh.com"},
    {"ecdh-sha2-nistp384", "ecdsa-sha2-nistp256", "aes256-ctr", "hmac-sha2-256-etm@openssh.com"},
    {"ecdh-sha2-nistp256", "ecdsa-sha2-nistp256", "aes256-ctr", "hmac-sha2-512-etm@openssh.com"},
};

/// Lets everybody in; a command is answered with itself, many times.
template <class Suite>
struct echo_server {
    session<role::server, Suite> ssh;
    io::memory::pipe_end end;

    bool run() {
        const auto before = end.bytes_sent() + end.bytes_received();
        while (const auto happened = ssh.next_event()) on(happened);
        io::send_output(ssh, end);
        if (end.readable()) io::receive_some(ssh, end);
        return end.bytes_sent() + end.bytes_received() != before;
    }
    void on(const session_event& happened) {
        connection::multiplexer& channels = ssh.connection();
        if (happened.is<auth::none_requested>()) ssh.login().accept();
        if (const auto* open = happened.as<connection::channel_open_requested>())
            (void)channels.accept(open->id);
        const auto* asked = happened.as<connection::channel_request>();
        if (asked == nullptr) return;
        (void)channels.reply(asked->id, true);
        const byte_vector answer = fixed_random_answer();
        const auto sent = channels.send(asked->id, connection::data_stream::standard, answer);
        BOOST_TEST((sent && *sent == answer.size()));
        (void)channels.request(asked->id, wire::exit_status_request{0}, false);
        (void)channels.close(asked->id);
    }
    static byte_vector fixed_random_answer() { return testing::fixed_random{77}.bytes(50'000); }
};

template <class Suite>
session_options only(const offer& wanted) {
    session_options options;
    preferences& chosen = options.transport.algorithms.emplace(session<role::client, Suite>::table());
    BOOST_TEST_REQUIRE(chosen.set(algorithm_kind::kex, wanted.kex).has_value());
    BOOST_TEST_REQUIRE(chosen.set(algorithm_kind::host_key, wanted.host_key).has_value());
    BOOST_TEST_REQUIRE(chosen.set(algorithm_kind::cipher, wanted.cipher).has_value());
    BOOST_TEST_REQUIRE(chosen.set(algorithm_kind::mac, wanted.mac).has_value());
    return options;
}

/// A login and two commands; `key` is the host's.
template <class ClientSuite, class ServerSuite>
void story(const offer& wanted, const keys::private_key& key) {
    const transport::host_identity identities[] = {{key.format, key.public_blob, key.fields.view()}};
    session_options how;
    how.transport.host_identities = identities;
    io::memory::virtual_clock clock;
    io::memory::pipe_pair pipe{clock};
    testing::fixed_random random;
    echo_server<ServerSuite> server{{how, {random}}, std::move(pipe.server)};
    server.ssh.start(clock.now());
    pipe.client.on_idle([&] { return server.run(); });
    client_options options;
    options.session = only<ClientSuite>(wanted);
    basic_client<ClientSuite, io::memory::pipe_end> client{std::move(pipe.client), std::move(options),
                                                           random};
    client.handshake(accept_fingerprint{keys::fingerprint_sha256(key.public_blob)});
    client.authenticate("anyone", auth::none{});
    for (int i = 0; i < 2; ++i) {
        const auto done = exec(client, "echo");
        BOOST_TEST(done.output.size() == 50'000u);
        BOOST_TEST((as_bytes(done.output).size() == 50'000u &&
                    equal(as_bytes(done.output), echo_server<ServerSuite>::fixed_random_answer())));
    }
}

template <class H>
keys::private_key host_key_of(testing::fixed_random& random) {
    byte_buffer fields;
    BOOST_TEST_REQUIRE(H::generate(random, fields).has_value());
    auto key = keys::make_private_key(H::key_format, fields.view());
    BOOST_TEST_REQUIRE(key.has_value());
    return std::move(*key);
}

} // namespace

BOOST_AUTO_TEST_SUITE(openssl_story)

BOOST_AUTO_TEST_CASE(either_side_on_libcrypto_the_other_on_the_default) {
    testing::fixed_random random{5};
    const keys::private_key p256 = host_key_of<p256_host_key>(random),
                            rsa = host_key_of<rsa_host_key>(random);
    for (const offer& wanted : offers) {
        BOOST_TEST_CONTEXT(wanted.kex << ' ' << wanted.host_key << ' ' << wanted.cipher) {
            const keys::private_key& key = std::string_view{wanted.host_key} == "rsa-sha2-512" ? rsa : p256;
            story<on_libcrypto, modern>(wanted, key);
            story<modern, on_libcrypto>(wanted, key);
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()
