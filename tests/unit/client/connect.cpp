#include <hawser/client/connect.hpp>
#include <hawser/client/exec.hpp>
#include <hawser/io/posix/listener.hpp>

#include "unit/client/served_client.hpp"

#include <thread>

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

namespace {

/// Something that accepts one connection on a port of its own, in a thread of its own.
class one_connection {
  public:
    explicit one_connection(std::function<void(io::posix::socket)> serve) {
        auto listening = io::posix::listen("127.0.0.1", 0);
        BOOST_TEST_REQUIRE(listening.has_value());
        port = listening->port();
        thread_ = std::thread{[waiting = std::move(*listening), serve = std::move(serve)]() mutable {
            auto stream = waiting.accept(io::posix::socket::now() + 20s);
            if (stream) serve(std::move(*stream));
        }};
    }
    ~one_connection() { thread_.join(); }

    std::uint16_t port = 0;

  private:
    std::thread thread_;
};

/// The story server, until the client leaves.
void serve_story(io::posix::socket stream) {
    const keys::private_key& key = story_key("ssh-ed25519");
    const transport::host_identity identities[] = {{key.format, key.public_blob, key.fields.view()}};
    session_options how;
    how.transport.host_identities = identities;
    fixed_random random{4};
    server_session ssh{how, {random}};
    story_server app{ssh};
    ssh.start(stream.now());
    io::input_hint hint;
    (void)io::pump(
        ssh, stream, hint, stream.now() + 20s,
        [&](const session_event& e) {
            app.on_event(e);
            return io::pump_step::go_on;
        },
        [&] {
            app.before_output();
            return io::pump_step::go_on;
        });
}

client_options in_a_hurry() {
    client_options how;
    how.timeout = 10s;
    return how;
}

} // namespace

BOOST_AUTO_TEST_SUITE(connecting)

BOOST_AUTO_TEST_CASE(a_connection_is_verified_before_it_is_given, *boost::unit_test::label("IS-C-001")) {
    (void)story_key("ssh-ed25519"); // made here, so that the other thread only looks at it
    const one_connection server{serve_story};
    const std::string fingerprint = keys::fingerprint_sha256(story_key("ssh-ed25519").public_blob);
    auto client = connect<modern>("127.0.0.1", server.port, accept_fingerprint{fingerprint}, in_a_hurry());
    BOOST_TEST(client.session().is_encrypted());
    BOOST_TEST(!client.session().is_authenticated());
    BOOST_TEST(client.options().host == "127.0.0.1");
    BOOST_TEST(client.options().port == server.port);
    client.authenticate("alice", auth::password{"secret"});
    BOOST_TEST(exec(client, "echo over a socket").output == "over a socket");
}

BOOST_AUTO_TEST_CASE(another_host_key_throws_with_both_fingerprints) {
    (void)story_key("ssh-ed25519");
    const one_connection server{serve_story};
    const std::string other = keys::fingerprint_sha256(story_key("ssh-ed25519", 5).public_blob);
    try {
        (void)connect<modern>("127.0.0.1", server.port, accept_fingerprint{other}, in_a_hurry());
        BOOST_ERROR("connected");
    } catch (const error& e) {
        const std::string said = e.what();
        BOOST_TEST((e.code() == security_error::host_key_rejected));
        BOOST_TEST(said.find(other) != std::string::npos);
        BOOST_TEST(said.find(keys::fingerprint_sha256(story_key("ssh-ed25519").public_blob)) !=
                   std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_port_where_nobody_listens_is_told,
                     *boost::unit_test::label("IS-C-001") * boost::unit_test::label("ER-10061")) {
    std::uint16_t port = 0;
    {
        auto listening = io::posix::listen("127.0.0.1", 0);
        BOOST_TEST_REQUIRE(listening.has_value());
        port = listening->port();
    }
    try {
        (void)connect<modern>("127.0.0.1", port, accept_any_dangerously{}, in_a_hurry());
        BOOST_ERROR("connected");
    } catch (const error& e) {
        BOOST_TEST((e.code() == std::errc::connection_refused));
        BOOST_TEST(std::string{e.what()}.find("127.0.0.1") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_server_of_another_kind_is_named) {
    const one_connection server{[](io::posix::socket stream) {
        (void)stream.write_some(as_bytes("HTTP/1.1 400 Bad Request\r\n\r\n"));
        (void)stream.shutdown_write();
        (void)stream.wait({true, false}, io::posix::socket::now() + 5s);
    }};
    try {
        (void)connect<modern>("127.0.0.1", server.port, accept_any_dangerously{}, in_a_hurry());
        BOOST_ERROR("connected");
    } catch (const error& e) {
        BOOST_TEST((e.code() == protocol_error::not_ssh));
        BOOST_TEST(std::string{e.what()}.find("HTTP") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_says_nothing_times_out) {
    const one_connection server{[](io::posix::socket stream) {
        std::byte sink[4096];
        const time_point end = stream.now() + 5s;
        while (stream.now() < end && stream.wait({true, false}, end)) {
            const auto size = stream.read_some(sink);
            if (size && *size == 0) return;
        }
    }};
    client_options how;
    how.timeout = 100ms;
    BOOST_TEST(throws(make_error_code(std::errc::timed_out), [&] {
        (void)connect<modern>("127.0.0.1", server.port, accept_any_dangerously{}, how);
    }));
}

BOOST_AUTO_TEST_SUITE_END()
