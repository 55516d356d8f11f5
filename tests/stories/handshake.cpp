// Handshake, login, a command, goodbye: once with every algorithm of the default suite.

#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;

namespace {

constexpr std::string_view every_aead[] = {"aes128-gcm@openssh.com", "aes256-gcm@openssh.com",
                                           "chacha20-poly1305@openssh.com"};

bool is_aead(std::string_view cipher) {
    return std::find(std::begin(every_aead), std::end(every_aead), cipher) != std::end(every_aead);
}

/// A story with data both ways, more than a packet of it.
void tell(story& s) {
    s.exec("echo hello");
    s.both(5, 100'000);
    s.run();
    BOOST_TEST(s.is_happy());
    BOOST_TEST(s.jobs[0].out == "hello");
    BOOST_TEST(s.server.host_key().size() != 0u);
    BOOST_TEST(equal(s.server.host_key(), s.client.host_key()));
    BOOST_TEST(equal(s.server.session_id(), s.client.session_id()));
    BOOST_TEST(s.client.key_exchanges() == 1u);
    BOOST_TEST(s.client.negotiated().strict_kex);
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories_handshake)

BOOST_AUTO_TEST_CASE(as_it_comes) {
    story s;
    tell(s);
    BOOST_TEST(s.client.negotiated().kex == "mlkem768x25519-sha256");
    BOOST_TEST(s.client.negotiated().cipher_client_to_server == "aes128-gcm@openssh.com");
    BOOST_TEST(s.client.negotiated().mac_client_to_server == "");
    BOOST_TEST(s.client.negotiated().compression_server_to_client == "none");
    BOOST_TEST(s.client.peer_identification() == s.server.own_identification());
    BOOST_TEST(s.server.peer_identification() == s.client.own_identification());
}

BOOST_AUTO_TEST_CASE(every_key_exchange, *boost::unit_test::label("CM-C-026")) {
    for (std::string_view kex : client_session::table().kexes.names) {
        BOOST_TEST_CONTEXT(kex) {
            story s{story_options{}.offer(algorithm_kind::kex, kex)};
            tell(s);
            BOOST_TEST(s.client.negotiated().kex == kex);
            BOOST_TEST(s.server.negotiated().kex == kex);
        }
    }
}

BOOST_AUTO_TEST_CASE(every_host_key_and_every_key_to_log_in_with) {
    for (std::string_view algorithm : client_session::table().host_keys.names) {
        BOOST_TEST_CONTEXT(algorithm) {
            const std::string format{algorithm.substr(0, 4) == "rsa-" ? "ssh-rsa" : algorithm};
            story_options options;
            options.offer(algorithm_kind::host_key, algorithm);
            options.host_keys = {format};
            options.login_key = format;
            options.user.password = "nobody knows";
            story s{std::move(options)};
            tell(s);
            BOOST_TEST(s.client.negotiated().host_key_algorithm == algorithm);
            BOOST_TEST(equal(s.client.host_key(), story_key(format).public_blob));
        }
    }
}

BOOST_AUTO_TEST_CASE(the_client_chooses_among_the_host_keys) {
    story_options options;
    options.host_keys = {"ssh-rsa", "ecdsa-sha2-nistp256", "ssh-ed25519"};
    options.client.transport.algorithms.emplace(client_session::table());
    BOOST_REQUIRE(options.client.transport.algorithms->set(algorithm_kind::host_key,
                                                           "ecdsa-sha2-nistp256,ssh-ed25519"));
    story s{std::move(options)};
    tell(s);
    BOOST_TEST(s.client.negotiated().host_key_algorithm == "ecdsa-sha2-nistp256");
}

BOOST_AUTO_TEST_CASE(every_cipher_with_every_mac,
                     *boost::unit_test::label("CM-P-009") * boost::unit_test::label("CM-C-027")) {
    for (std::string_view cipher : client_session::table().ciphers.names) {
        for (std::string_view mac : client_session::table().macs.names) {
            if (is_aead(cipher) && mac != client_session::table().macs.names.front()) continue;
            BOOST_TEST_CONTEXT(cipher << " with " << mac) {
                story_options options;
                options.offer(algorithm_kind::cipher, cipher).offer(algorithm_kind::mac, mac);
                story s{std::move(options)};
                tell(s);
                const negotiated_names names = s.client.negotiated();
                BOOST_TEST(names.cipher_client_to_server == cipher);
                BOOST_TEST(names.cipher_server_to_client == cipher);
                BOOST_TEST(names.mac_client_to_server == (is_aead(cipher) ? "" : mac));
                BOOST_TEST(names.mac_server_to_client == (is_aead(cipher) ? "" : mac));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(another_choice_for_each_direction) {
    story_options options;
    options.client.transport.algorithms.emplace(client_session::table());
    preferences& chosen = *options.client.transport.algorithms;
    BOOST_REQUIRE(chosen.set(algorithm_slot::cipher_client_to_server, "aes256-ctr"));
    BOOST_REQUIRE(chosen.set(algorithm_slot::mac_client_to_server, "hmac-sha2-512"));
    BOOST_REQUIRE(chosen.set(algorithm_slot::cipher_server_to_client, "chacha20-poly1305@openssh.com"));
    BOOST_REQUIRE(chosen.set(algorithm_slot::compression_server_to_client, "zlib@openssh.com"));
    story s{std::move(options)};
    tell(s);
    const negotiated_names names = s.server.negotiated();
    BOOST_TEST(names.cipher_client_to_server == "aes256-ctr");
    BOOST_TEST(names.mac_client_to_server == "hmac-sha2-512");
    BOOST_TEST(names.compression_client_to_server == "none");
    BOOST_TEST(names.cipher_server_to_client == "chacha20-poly1305@openssh.com");
    BOOST_TEST(names.mac_server_to_client == "");
    BOOST_TEST(names.compression_server_to_client == "zlib@openssh.com");
}

BOOST_AUTO_TEST_CASE(compression_makes_the_same_data_smaller, *boost::unit_test::label("CM-P-008")) {
    std::uint64_t bytes[2] = {};
    int i = 0;
    for (std::string_view method : {"none", "zlib@openssh.com"}) {
        story s{story_options{}.offer(algorithm_kind::compression, method)};
        story_job& job = s.exec("cat");
        job.input_text = std::string(200'000, 'x');
        s.run();
        BOOST_TEST(s.is_happy());
        BOOST_TEST((s.jobs[0].out == std::string(200'000, 'x')));
        BOOST_TEST(s.client.negotiated().compression_server_to_client == method);
        bytes[i++] = s.link.client_end().bytes_sent() + s.link.server_end().bytes_sent();
    }
    BOOST_TEST(bytes[0] > 400'000u);
    BOOST_TEST(bytes[1] < 20'000u);
}

BOOST_AUTO_TEST_CASE(a_refused_host_key_ends_it_before_any_secret) {
    story_options options;
    options.accept_host_key = false;
    story s{std::move(options)};
    s.exec("echo hello");
    s.run();
    BOOST_TEST(s.host_keys_shown == 1);
    BOOST_TEST(s.client_end.times == 1);
    BOOST_TEST((s.client_end.error == security_error::host_key_unknown));
    BOOST_TEST(s.server_end.times == 1);
    BOOST_TEST((s.server_end.error == remote_error::disconnected));
    const auto* told = s.server.details().as<peer_disconnect>();
    BOOST_REQUIRE(told != nullptr);
    BOOST_TEST(told->reason == 9u);
    BOOST_TEST(!s.logged_in);
    BOOST_TEST(!s.client.is_encrypted());
    BOOST_TEST(!s.jobs[0].begun);
}

BOOST_AUTO_TEST_CASE(a_wrong_password_does_not_let_in) {
    story_options options;
    options.password = "guess";
    story s{std::move(options)};
    s.exec("echo hello");
    s.run();
    BOOST_TEST(!s.logged_in);
    BOOST_TEST(s.login_failures == 1);
    BOOST_TEST(s.app.logins_refused == 1u);
    BOOST_TEST(!s.server.is_authenticated());
    BOOST_TEST(!s.jobs[0].begun);
}

BOOST_AUTO_TEST_CASE(a_key_that_did_not_sign_never_reaches_the_owner) {
    story_options options;
    options.login_key = "ssh-ed25519";
    options.user.password = "nobody knows";
    story s{std::move(options)};
    // The right key, but it signs a request for another user than the one that is sent.
    s.also_on_client_event = [&](session_event& e) {
        if (e.is<transport::keys_changed>()) s.options.user.name = "mallory";
    };
    int told = 0;
    s.app.script = [&](const session_event& e) {
        told += e.is<auth::key_signed>() ? 1 : 0;
        return false;
    };
    s.run();
    BOOST_TEST(told == 0);
    BOOST_TEST(s.login_failures == 1);
    BOOST_TEST(!s.logged_in);
    BOOST_TEST(!s.server.is_authenticated());
}

BOOST_AUTO_TEST_CASE(commands_tell_how_they_ended) {
    story s;
    s.exec("exit 7");
    s.exec("signal TERM");
    s.exec("stderr trouble");
    s.exec("nonsense");
    s.run();
    BOOST_TEST(s.jobs_ended());
    BOOST_TEST((s.jobs[0].status == 7u));
    BOOST_TEST(!s.jobs[1].status.has_value());
    BOOST_TEST(s.jobs[1].signal == "TERM");
    BOOST_TEST(s.jobs[2].err == "trouble");
    BOOST_TEST(s.jobs[2].out == "");
    BOOST_TEST(s.jobs[3].answered);
    BOOST_TEST(!s.jobs[3].accepted);
    for (const story_job& job : s.jobs) BOOST_TEST(job.ends == 1);
}

BOOST_AUTO_TEST_CASE(a_server_without_a_host_key_does_not_even_begin) {
    story_options options;
    options.host_keys = {};
    story s{std::move(options)};
    s.run();
    BOOST_TEST(s.server_end.times == 1);
    BOOST_TEST((s.server_end.error == usage_error::no_algorithm_left));
    BOOST_TEST(s.link.server_end().bytes_sent() == 0u);
    BOOST_TEST((s.client_end.error == protocol_error::identification_missing));
}

BOOST_AUTO_TEST_SUITE_END()
