#pragma once
// A blocking client and the story server in one thread: whenever the client waits, the server runs.

#include <hawser/auth/password.hpp>
#include <hawser/client/basic_client.hpp>
#include <hawser/io/memory/pipe.hpp>

#include "support/fixed_random.hpp"
#include "support/story.hpp"

#include <boost/test/unit_test.hpp>

namespace hawser::testing {

using memory_client = basic_client<modern, io::memory::pipe_end>;

/// The server's side: a session, what it answers, and its end of the pipe.
struct pipe_server {
    pipe_server(io::memory::pipe_end end, const session_options& how, random_ref random)
        : session{how, {random}},
          app{session},
          stream{std::move(end)} {}

    /// One turn; whether any byte moved.
    bool run() {
        const auto before = stream.bytes_sent() + stream.bytes_received();
        session.on_time(stream.now());
        while (const auto e = session.next_event()) {
            ended = ended || e.is<transport::closed>();
            app.on_event(e);
        }
        app.before_output();
        io::send_output(session, stream);
        if (ended) stream.close();
        if (!ended && session.wants_input() && stream.readable()) io::receive_some(session, stream);
        return stream.is_open() && stream.bytes_sent() + stream.bytes_received() != before;
    }

    server_session session;
    story_server app;
    io::memory::pipe_end stream;
    bool ended = false;
};

struct served_options {
    client_options client = {};
    session_options server = {};
    std::vector<std::string> host_keys{"ssh-ed25519"};
    story_user user = {};
    io::memory::pipe_options pipe = {};
};

/// Not yet connected to anything: handshake() and log_in() are the test's.
struct served_client {
    explicit served_client(served_options given = {})
        : identities{identities_of(given.host_keys)},
          pipe{clock, std::move(given.pipe)},
          server{std::move(pipe.server), with(given.server, identities), server_random},
          client{std::move(pipe.client), named(std::move(given.client)), client_random} {
        server.app.user = std::move(given.user);
        server.session.start(clock.now());
        client.stream().on_idle([this] { return server.run(); });
    }

    served_client& handshake() {
        failure out;
        client.handshake(accept_any_dangerously{}, out);
        BOOST_TEST_REQUIRE(out.text() == "");
        return *this;
    }
    served_client& log_in() {
        handshake();
        failure out;
        std::vector<auth::any_method> methods;
        methods.emplace_back(auth::password{server.app.user.password});
        client.authenticate(server.app.user.name, std::move(methods), out);
        BOOST_TEST_REQUIRE(out.text() == "");
        return *this;
    }
    /// The server answers nothing any more.
    void silence() {
        client.stream().on_idle([] { return false; });
    }

    fixed_random client_random{11}, server_random{12};
    io::memory::virtual_clock clock;
    std::vector<transport::host_identity> identities;
    io::memory::pipe_pair pipe;
    pipe_server server;
    memory_client client;

  private:
    static std::vector<transport::host_identity> identities_of(const std::vector<std::string>& formats) {
        std::vector<transport::host_identity> out;
        for (const std::string& format : formats) {
            const keys::private_key& key = story_key(format);
            out.push_back({key.format, key.public_blob, key.fields.view()});
        }
        return out;
    }
    static session_options with(session_options how, const std::vector<transport::host_identity>& keys) {
        how.transport.host_identities = keys;
        return how;
    }
    static client_options named(client_options how) {
        if (how.host.empty()) how.host = "server.example";
        return how;
    }
};

/// Whether a call throws hawser::error with this code.
template <class F>
bool throws(std::error_code code, F&& f) {
    try {
        f();
    } catch (const error& e) {
        return e.code() == code && e.reason().code == code;
    }
    return false;
}

} // namespace hawser::testing
