// A client and a server together.

#include <hawser/auth/server_auth.hpp>
#include <hawser/auth/signed_request.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;
using boost::unit_test::label;

const byte_vector key_a = to_vector(as_bytes("key A"));

BOOST_AUTO_TEST_SUITE(auth_server)

struct pair {
    explicit pair(const auth::server_options& options = {}) : server{to_client.box, options} {
        BOOST_TEST_REQUIRE(client.begin("alice").has_value());
    }
    /// Everything under way, until there is an event for the server's owner or nothing more. Events for the
    /// client's owner are counted in `heard`.
    template <class Owner>
    void run(Owner&& owner) {
        for (bool more = true; more;) {
            more = false;
            for (const byte_vector& m : to_server.take()) {
                more = true;
                const auto happened = server.on_message(m, session_id);
                BOOST_TEST_REQUIRE(happened.has_value());
                owner(server, *happened);
            }
            for (const byte_vector& m : to_client.take()) {
                more = true;
                const auto happened = client.on_message(m);
                BOOST_TEST_REQUIRE(happened.has_value());
                heard.push_back(happened->index());
                if (const auto* failed = happened->as<auth::method_failed>())
                    methods_left = failed->methods_left;
            }
        }
    }
    template <class E>
    bool heard_last() const {
        return !heard.empty() && heard.back() == auth::event{E{}}.index();
    }

    byte_vector session_id = byte_vector(32, std::byte{9});
    open_outbox to_server, to_client;
    auth::client_auth client{to_server.box, {}};
    auth::server_auth server;
    std::vector<std::size_t> heard;
    std::string methods_left;
};

// Lets in who has the password, then a signature by key A over the right data, then two codes.
void careful_owner(auth::server_auth& server, const auth::event& happened) {
    if (happened.is<auth::none_requested>()) return server.reject();
    if (const auto* p = happened.as<auth::password_given>()) {
        if (as_text(p->password) != "secret") return server.reject();
        if (!p->change) return server.request_password_change("Choose another");
        return server.reject(true, "publickey");
    }
    if (happened.is<auth::key_queried>()) return server.accept_key();
    if (const auto* k = happened.as<auth::key_signed>()) {
        if (!equal(k->key, key_a) || !equal(k->signature, k->signed_data)) return server.reject();
        return server.reject(true, "keyboard-interactive");
    }
    const wire::prompt prompts[] = {{"Code: ", false}};
    if (happened.is<auth::interaction_requested>()) return (void)server.ask("Codes", "", prompts);
    if (const auto* r = happened.as<auth::responses_given>()) {
        std::string code;
        r->responses.for_each([&](byte_view one) { code += as_text(one); });
        if (code == "1") return (void)server.ask("Codes", "One more", prompts);
        if (code == "2") return server.accept();
        return server.reject();
    }
}

BOOST_AUTO_TEST_CASE(a_client_passes_every_method_in_turn) {
    pair both;
    both.run(careful_owner);
    BOOST_TEST(both.heard_last<auth::service_accepted>());
    BOOST_TEST(both.client.try_none().has_value());
    both.run(careful_owner);
    BOOST_TEST(both.heard_last<auth::method_failed>());
    BOOST_TEST(both.methods_left == "publickey,password,keyboard-interactive");

    BOOST_TEST(both.client.try_password(as_bytes("secret")).has_value());
    both.run(careful_owner);
    BOOST_TEST(both.heard_last<auth::password_expired>());
    BOOST_TEST(both.client.change_password(as_bytes("secret"), as_bytes("newer")).has_value());
    both.run(careful_owner);
    BOOST_TEST(both.methods_left == "publickey");

    BOOST_TEST(both.client.ask_public_key("ssh-ed25519", key_a).has_value());
    both.run(careful_owner);
    BOOST_TEST(both.heard_last<auth::key_acceptable>());
    byte_buffer data;
    wire::writer w{data};
    auth::write_signed_request(w, both.session_id, "alice", "ssh-connection", "ssh-ed25519", key_a);
    BOOST_TEST(both.client.try_public_key("ssh-ed25519", key_a, data.view()).has_value());
    both.run(careful_owner);
    BOOST_TEST(both.methods_left == "keyboard-interactive");

    BOOST_TEST(both.client.try_keyboard_interactive().has_value());
    for (std::string_view code : {"1", "2"}) {
        both.run(careful_owner);
        BOOST_TEST(both.heard_last<auth::questions>());
        const byte_view responses[] = {as_bytes(code)};
        BOOST_TEST(both.client.answer(responses).has_value());
    }
    both.run(careful_owner);
    BOOST_TEST(both.heard_last<auth::succeeded>());
    BOOST_TEST(both.client.is_authenticated());
    BOOST_TEST(both.server.is_authenticated());
}

// The signature is right, but made for another session.
BOOST_AUTO_TEST_CASE(a_signature_of_another_session_does_not_fit, *label("A07")) {
    pair both;
    byte_buffer data;
    wire::writer w{data};
    auth::write_signed_request(w, byte_vector(32, std::byte{8}), "alice", "ssh-connection", "ssh-ed25519",
                               key_a);
    BOOST_TEST(both.client.try_public_key("ssh-ed25519", key_a, data.view()).has_value());
    both.run(careful_owner);
    BOOST_TEST(both.heard_last<auth::method_failed>());
    BOOST_TEST(both.methods_left == "publickey,password,keyboard-interactive");
}

BOOST_AUTO_TEST_CASE(a_client_that_sends_ahead_is_served) {
    pair both;
    BOOST_TEST(both.client.try_none().has_value()); // with the service request, before its answer
    both.run([](auth::server_auth& server, const auth::event& happened) {
        if (happened.is<auth::none_requested>()) server.accept();
    });
    BOOST_TEST(both.heard_last<auth::succeeded>());
    BOOST_TEST(both.client.is_authenticated());
    BOOST_TEST(both.server.is_authenticated());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
