// A server that wants the password before the keys: sessions, for only they know a password.

#include "support/null_session.hpp"

namespace {

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(attacks_on_passwords)

BOOST_AUTO_TEST_CASE(no_credential_leaves_before_the_host_is_verified, *boost::unit_test::label("K09")) {
    const byte_vector lures[] = {
        payload_of(wire::service_accept{"ssh-userauth"}), payload_of(wire::userauth_success{}),
        payload_of(wire::userauth_failure{"password", false}),
        payload_of(wire::userauth_banner{"your password, please", {}}), byte_vector{std::byte{60}}};
    for (const byte_vector& lure : lures) {
        for (int kexinits = 0; kexinits < 2; ++kexinits) {
            client_duel d;
            std::string sent;
            const auto try_all = [&] {
                (void)d.tested.login().begin("alice");
                (void)d.tested.login().try_none();
                (void)d.tested.login().try_password(as_bytes("hunter2"));
                const byte_view out = d.tested.next_output();
                sent += as_text(out);
                d.peer.hear(out);
                d.tested.consume_output(out.size());
            };
            try_all();
            d.peer.line();
            if (kexinits == 1) d.peer.send_kexinit();
            d.peer.send(lure);
            BOOST_REQUIRE(d.tested.on_bytes(std::exchange(d.peer.said, {})).has_value());
            for (int i = 0; i < 4; ++i) {
                const session_event e = d.tested.next_event();
                BOOST_TEST(!e.is<auth::succeeded>());
                BOOST_TEST(!e.is<auth::service_accepted>());
                if (e.is<transport::closed>()) ++d.ends;
                try_all();
            }
            BOOST_TEST(d.tested.is_closed());
            BOOST_TEST(d.ends == 1);
            BOOST_TEST(d.tested.error() == protocol_error::unexpected_message);
            BOOST_TEST(!d.tested.is_authenticated());
            BOOST_TEST(sent.find("hunter2") == std::string::npos);
            BOOST_TEST(sent.find("alice") == std::string::npos);
            BOOST_TEST(d.peer.count(wire::message_number::service_request) == 0u);
            BOOST_TEST(d.peer.count(wire::message_number::disconnect) <= 1u);
        }
    }
}

BOOST_AUTO_TEST_CASE(nor_while_the_owner_looks_at_the_host_key, *boost::unit_test::label("K09")) {
    fixed_random random;
    client_duel d;
    std::string sent;
    d.peer.line();
    d.peer.send_kexinit();
    for (int i = 0; i < 6; ++i) {
        (void)d.tested.login().begin("alice");
        (void)d.tested.login().try_password(as_bytes("hunter2"));
        const byte_view out = d.tested.next_output();
        sent += as_text(out);
        d.peer.hear(out);
        d.tested.consume_output(out.size());
        d.peer.send_method();
        BOOST_REQUIRE(d.tested.on_bytes(std::exchange(d.peer.said, {})).has_value());
        (void)d.tested.next_event(); // host_key_offered is not answered
    }
    BOOST_TEST(!d.tested.host_key().empty());
    BOOST_TEST(!d.tested.is_encrypted());
    d.tested.reject_host_key(security_error::host_key_rejected);
    sent += as_text(d.tested.next_output());
    BOOST_TEST(d.tested.error() == security_error::host_key_rejected);
    BOOST_TEST(sent.find("hunter2") == std::string::npos);
    BOOST_TEST(sent.find("alice") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
