#include <hawser/session/session.hpp>

#include "support/login.hpp"
#include "support/null_session.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;
using std::chrono::seconds;
using wire::message_number;

/// A client that has logged in with a password.
void log_in(client_duel& d) {
    d.exchange_keys();
    BOOST_REQUIRE(d.tested.login().begin("alice").has_value());
    d.settle();
    d.peer.say(wire::service_accept{"ssh-userauth"});
    d.settle();
    BOOST_REQUIRE(d.tested.login().try_password(as_bytes("secret")).has_value());
    d.settle();
    d.peer.say(wire::userauth_success{});
    d.settle();
}
/// A server whose owner accepts any password.
void log_in(server_duel& d) {
    d.on_event = [&](const session_event& e) {
        if (e.is<auth::password_given>()) d.tested.login().accept();
    };
    d.exchange_keys();
    d.peer.say(wire::service_request{"ssh-userauth"});
    d.peer.send(login_payload(wire::login_password{as_bytes("secret"), false, {}}));
    d.settle();
}

BOOST_AUTO_TEST_SUITE(session_header)

BOOST_AUTO_TEST_CASE(a_client_logs_in) {
    client_duel d;
    BOOST_TEST(!d.tested.is_encrypted());
    BOOST_TEST(d.tested.negotiated().kex.empty());
    log_in(d);
    BOOST_TEST(d.tested.is_encrypted());
    BOOST_TEST(d.tested.is_authenticated());
    BOOST_TEST(d.count<transport::host_key_offered>() == 1u);
    BOOST_TEST(d.count<auth::service_accepted>() == 1u);
    BOOST_TEST(d.count<auth::succeeded>() == 1u);
    BOOST_TEST(d.tested.negotiated().cipher_client_to_server == "null-aead@test");
    BOOST_TEST(d.tested.peer_identification() == "SSH-2.0-raw");
    BOOST_TEST(to_hex(d.tested.host_key()) == to_hex(null_suite().identities[0].blob));
    BOOST_TEST(d.tested.session_id().size() == 32u);
    BOOST_TEST(d.tested.key_exchanges() == 1u);
}

BOOST_AUTO_TEST_CASE(a_server_lets_in) {
    server_duel d;
    log_in(d);
    BOOST_TEST(d.tested.is_authenticated());
    BOOST_TEST(d.peer.count(message_number::userauth_success) == 1u);
    BOOST_TEST(!d.tested.is_closed());
}

BOOST_AUTO_TEST_CASE(a_login_survives_a_rekey_in_its_midst) {
    server_duel d;
    d.exchange_keys();
    d.peer.say(wire::service_request{"ssh-userauth"});
    d.peer.send(login_payload(wire::login_password{as_bytes("secret"), false, {}}));
    d.settle();
    BOOST_TEST(d.count<auth::password_given>() == 1u);
    d.peer.send_kexinit();
    d.settle();
    d.tested.login().accept(); // while output is barred
    d.settle();
    BOOST_TEST(d.peer.count(message_number::userauth_success) == 0u);
    d.peer.send_method();
    d.settle();
    d.peer.send_newkeys();
    d.settle();
    BOOST_TEST(d.peer.count(message_number::userauth_success) == 1u);
    BOOST_TEST(d.tested.is_authenticated());
    BOOST_TEST(d.tested.key_exchanges() == 2u);
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_after_the_end_opens_nothing) {
    server_duel d;
    d.exchange_keys();
    d.peer.say(wire::service_request{"ssh-userauth"});
    d.peer.send(login_payload(wire::login_password{as_bytes("secret"), false, {}}));
    d.settle();
    d.tested.on_eof();
    d.settle();
    d.tested.login().accept();
    d.settle();
    BOOST_TEST(d.ended(remote_error::connection_closed));
    BOOST_TEST(d.peer.count(message_number::userauth_success) == 0u);
}

BOOST_AUTO_TEST_CASE(a_server_waits_for_a_login_so_long) {
    server_duel d;
    d.exchange_keys();
    d.pass(seconds{119});
    BOOST_TEST(!d.tested.is_closed());
    d.pass(seconds{1});
    BOOST_TEST(d.ended(std::make_error_code(std::errc::timed_out)));
    BOOST_TEST(!d.tested.next_deadline().has_value());

    server_duel in_time;
    log_in(in_time);
    in_time.pass(seconds{121});
    BOOST_TEST(!in_time.tested.is_closed());
}

BOOST_AUTO_TEST_CASE(channels_end_before_the_session) {
    client_duel d;
    log_in(d);
    BOOST_REQUIRE(d.tested.connection().open("session").has_value());
    d.settle();
    BOOST_TEST(d.peer.count(message_number::channel_open) == 1u);
    d.peer.say(wire::disconnect{wire::disconnect_reason::by_application, "going down", {}});
    BOOST_TEST(d.ended(remote_error::disconnected));
    BOOST_TEST(d.events.size() >= 2u);
    const auto* why = d.tested.details().as<peer_disconnect>();
    BOOST_REQUIRE(why != nullptr);
    BOOST_TEST(why->text == "going down");
}

BOOST_AUTO_TEST_CASE(the_owner_ends_it) {
    client_duel d;
    log_in(d);
    d.tested.disconnect("enough");
    BOOST_TEST(d.ended(usage_error::session_closed));
    const auto said = wire::decode<wire::disconnect>(d.peer.heard.back());
    BOOST_REQUIRE(said.has_value());
    BOOST_TEST(said->description == "enough");
    BOOST_TEST(!d.tested.wants_input());

    server_duel s;
    log_in(s);
    s.tested.fail(std::make_error_code(std::errc::operation_canceled), subject{"while", "testing"});
    BOOST_TEST(s.ended(std::make_error_code(std::errc::operation_canceled)));
}

BOOST_AUTO_TEST_CASE(offers_can_be_narrowed_and_nothing_unknown_offered) {
    client_duel d;
    d.settle();
    fixed_random random;
    session<role::client, null_algorithms> other{{}, {random}};
    diagnostic details;
    BOOST_TEST(other.offer(algorithm_kind::cipher, "none-such", &details).error() ==
               usage_error::unknown_algorithm);
    BOOST_TEST(details.as<unknown_name>()->name == "none-such");
    BOOST_TEST(other.offer(algorithm_kind::cipher, "null-cipher@test").has_value());
    other.start({});
    const std::string sent{as_text(other.next_output())};
    BOOST_TEST(sent.find("null-cipher@test") != std::string::npos);
    BOOST_TEST(sent.find("null-aead") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(signatures_are_made_and_checked_by_the_suite) {
    using client = session<role::client, null_algorithms>;
    BOOST_TEST(client::table().kexes.names.size() == 2u);
    BOOST_TEST(client::signature_algorithms("null-key@test").size() == 1u);
    BOOST_TEST(client::signature_algorithms("ssh-rsa").empty());
    const raw_identity& host = null_suite().identities[0];
    byte_buffer signature;
    wire::writer{signature}.string(std::string_view{"null-key@test"}).string(std::string_view{"signed"});
    BOOST_TEST(client::verify("null-key@test", host.blob, as_bytes("data"), signature.view()).has_value());
    BOOST_TEST(client::verify("null-key@test", host.blob, as_bytes("data"), as_bytes("no")).error() ==
               security_error::signature_algorithm_mismatch);
    BOOST_TEST(client::verify("ssh-ed25519", host.blob, {}, {}).error() ==
               usage_error::key_type_not_supported);
}

BOOST_AUTO_TEST_CASE(out_of_memory_anywhere_ends_the_session_with_a_value) {
    for (std::size_t n = 0; n < 40; ++n) {
        client_duel d;
        d.memory.allocations_left = n;
        d.peer.line();
        d.peer.send_kexinit();
        bool out_of_memory = false;
        for (int turn = 0; turn < 6 && !d.tested.is_closed(); ++turn) {
            const byte_view out = d.tested.next_output();
            d.peer.hear(out);
            d.tested.consume_output(out.size());
            d.peer.send_method();
            if (!d.tested.on_bytes(std::exchange(d.peer.said, {}))) {
                out_of_memory = true;
                break;
            }
            while (const session_event e = d.tested.next_event())
                if (e.is<transport::host_key_offered>()) d.tested.accept_host_key();
        }
        if (d.tested.is_closed()) BOOST_CHECK(d.tested.error() == std::errc::not_enough_memory);
        BOOST_TEST((out_of_memory || d.tested.is_closed() || d.tested.session_id().size() == 32u));
        d.memory.allocations_left = checking_memory::never;
    }
}

BOOST_AUTO_TEST_CASE(nothing_is_left_behind) {
    checking_memory* memory = nullptr;
    {
        auto d = std::make_unique<client_duel>();
        memory = &d->memory;
        log_in(*d);
        d->tested.release_idle_buffers();
        BOOST_TEST(memory->unwiped == 0u);
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
