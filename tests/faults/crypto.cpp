// The n-th call of a crypto backend fails, in a session that lives: the session ends with that error, the other side
// notices, and everybody who waits is told once.

#include <hawser/io/memory/lockstep.hpp>
#include <hawser/wire/channel_requests.hpp>
#include <hawser/wire/channel_types.hpp>

#include "faults/failing_suite.hpp"
#include "support/fixed_random.hpp"

#include <boost/test/unit_test.hpp>

#include <string>

namespace {

using namespace hawser;
using namespace hawser::testing;
using client_session = session<role::client, failing_algorithms>;
using server_session = session<role::server, failing_algorithms>;

/// Handshake, login, data both ways on one channel, new keys, more data, goodbye. While they live, a channel, one of its
/// requests and a global request wait at the client, and the channel at the server.
struct crypto_story {
    fixed_random client_random{2}, server_random{3};
    io::memory::virtual_clock clock;
    byte_vector blob = null_host_key::key("host");
    byte_vector fields;
    transport::host_identity identity;
    client_session client;
    server_session server;
    io::memory::lockstep<client_session, server_session> link;

    int client_ends = 0, server_ends = 0;
    std::error_code client_error, server_error;
    int channel_ends = 0, their_channel_ends = 0, waiter_ends = 0;
    std::error_code channel_error, waiter_error;
    bool logged_in = false, opened = false, asked = false, accepted_there = false;
    std::string sent, got, sent_back, got_back;
    connection::channel_id id{}, theirs{};

    explicit crypto_story(std::string_view cipher)
        : fields{fields_of("host")},
          identity{null_host_key::key_format, blob, fields},
          client{options_of(cipher), {client_random}},
          server{options_of(cipher, &identity), {server_random}},
          link{client, server, clock} {
        link.on_client_event = [this](session_event& e) { on_client(e); };
        link.on_server_event = [this](session_event& e) { on_server(e); };
        client.start(clock.now());
        server.start(clock.now());
        link.run();
        for (int round = 0; round < 4; ++round) {
            if (!opened || client.is_closed() || server.is_closed()) break;
            say(client, id, sent, "to there " + std::to_string(round) + '\n');
            if (accepted_there) say(server, theirs, sent_back, "to here " + std::to_string(round) + '\n');
            link.run();
            if (round == 1) client.rekey();
            if (round == 2) server.rekey();
            link.run();
        }
        if (!client.is_closed()) client.disconnect("bye");
        link.run();
    }
    bool is_happy() const {
        return logged_in && client_error == usage_error::session_closed &&
               server_error == remote_error::disconnected && got == sent && got_back == sent_back &&
               client.key_exchanges() == 3;
    }

  private:
    static byte_vector fields_of(std::string_view label) {
        byte_buffer out;
        wire::writer{out}.string(label);
        return to_vector(out.view());
    }
    static session_options options_of(std::string_view cipher,
                                      const transport::host_identity* host = nullptr) {
        session_options how;
        how.transport.algorithms.emplace(client_session::table());
        BOOST_REQUIRE(how.transport.algorithms->set(algorithm_kind::cipher, cipher));
        if (host != nullptr) how.transport.host_identities = {host, 1};
        return how;
    }
    template <class Session>
    static void say(Session& from, connection::channel_id to, std::string& noted, const std::string& text) {
        const auto taken = from.connection().send(to, connection::data_stream::standard, as_bytes(text));
        if (taken) noted += text.substr(0, *taken);
    }
    void on_client(session_event& happened) {
        connection::multiplexer& channels = client.connection();
        if (happened.is<transport::host_key_offered>()) {
            client.accept_host_key();
        } else if (const auto* keys = happened.as<transport::keys_changed>()) {
            if (keys->first) (void)client.login().begin("alice");
            if (keys->first) (void)client.login().try_none();
        } else if (happened.is<auth::succeeded>()) {
            logged_in = true;
            if (auto begun = channels.open(wire::session_channel{})) {
                id = *begun;
                opened = true;
            }
            asked = channels.global_request("never answered", true, {}, 1).has_value();
        } else if (const auto* open = happened.as<connection::channel_opened>()) {
            (void)channels.request(open->id, wire::exec_request{"never answered"}, true);
        } else if (const auto* data = happened.as<connection::channel_data>()) {
            got_back += as_text(data->data);
            (void)channels.consume(data->id, data->stream, data->data.size());
        } else if (const auto* closed = happened.as<connection::channel_closed>()) {
            ++channel_ends;
            channel_error = closed->error;
        } else if (const auto* reply = happened.as<connection::global_reply>()) {
            ++waiter_ends;
            waiter_error = reply->error;
        } else if (const auto* end = happened.as<transport::closed>()) {
            ++client_ends;
            client_error = end->error;
        }
    }
    void on_server(session_event& happened) {
        connection::multiplexer& channels = server.connection();
        if (happened.is<auth::none_requested>()) {
            server.login().accept();
        } else if (const auto* open = happened.as<connection::channel_open_requested>()) {
            theirs = open->id;
            accepted_there = channels.accept(open->id).has_value();
        } else if (happened.is<connection::global_request>()) {
            (void)channels.defer_global();
        } else if (const auto* request = happened.as<connection::channel_request>()) {
            (void)channels.defer(request->id);
        } else if (const auto* data = happened.as<connection::channel_data>()) {
            got += as_text(data->data);
            (void)channels.consume(data->id, data->stream, data->data.size());
        } else if (happened.is<connection::channel_closed>()) {
            ++their_channel_ends;
        } else if (const auto* end = happened.as<transport::closed>()) {
            ++server_ends;
            server_error = end->error;
        }
    }
};

bool is_crypto_failure(std::error_code e) {
    return e == security_error::backend_failed || e == security_error::mac_mismatch;
}

/// Every call in turn.
void fail_each_call(std::string_view cipher) {
    std::size_t at_client = 0, at_server = 0, n = 1;
    for (;; ++n) {
        BOOST_REQUIRE(n < 10'000u);
        crypto_fault::arm(n);
        const crypto_story s{cipher};
        const bool fired = crypto_fault::fired();
        crypto_fault::arm(crypto_fault::never);
        BOOST_TEST_CONTEXT(cipher << ", call " << n) {
            BOOST_TEST(s.client_ends == 1);
            BOOST_TEST(s.server_ends == 1);
            if (!fired) {
                BOOST_TEST(s.is_happy());
                break;
            }
            // One side failed, with that error; the other was told, or cut off. Who had said goodbye before needs no
            // other reason.
            const bool left = s.client_error == usage_error::session_closed;
            const bool client = is_crypto_failure(s.client_error);
            const bool server = is_crypto_failure(s.server_error);
            BOOST_TEST(!(client && server));
            BOOST_TEST((client || server || left), s.client_error.message()
                                                       << " and " << s.server_error.message());
            const std::error_code other = client ? s.server_error : s.client_error;
            BOOST_TEST((left || other == remote_error::disconnected ||
                        other == remote_error::connection_closed || other == protocol_error::connection_cut ||
                        other == std::errc::broken_pipe),
                       other.message());
            (client ? at_client : at_server) += 1;
            // Nothing arrived that was not sent, and in its order.
            BOOST_TEST((s.sent.compare(0, s.got.size(), s.got) == 0));
            BOOST_TEST((s.sent_back.compare(0, s.got_back.size(), s.got_back) == 0));
            // Who waits is told, once, with the session's error.
            BOOST_TEST(s.channel_ends == (s.opened ? 1 : 0));
            BOOST_TEST(s.waiter_ends == (s.asked ? 1 : 0));
            BOOST_TEST(s.their_channel_ends == (s.accepted_there ? 1 : 0));
            if (s.opened) BOOST_TEST((s.channel_error == s.client_error));
            if (s.asked) BOOST_TEST((s.waiter_error == s.client_error));
            BOOST_TEST((!s.logged_in || s.server.is_authenticated()));
        }
    }
    BOOST_TEST(at_client > 20u);
    BOOST_TEST(at_server > 20u);
}

BOOST_AUTO_TEST_SUITE(faults_crypto)

BOOST_AUTO_TEST_CASE(every_call_of_an_aead_session) { fail_each_call("null-aead@test"); }

BOOST_AUTO_TEST_CASE(every_call_of_a_session_with_a_mac) { fail_each_call("null-cipher@test"); }

BOOST_AUTO_TEST_SUITE_END()

} // namespace
