#pragma once
// The server of a story: lets one user in, and runs commands that are easy to check from the other side.

#include <hawser/session/session.hpp>
#include <hawser/suite/modern.hpp>
#include <hawser/wire/channel_requests.hpp>
#include <hawser/wire/channel_types.hpp>

#include "support/pattern.hpp"
#include "support/sftp_responder.hpp"

#include <deque>
#include <memory>
#include <sstream>

namespace hawser::inline HAWSER_ABI {
// One object file of a test program holds them, in header-only mode too (story_sessions.hpp).
extern template class session<role::client, modern>;
extern template class session<role::server, modern>;
} // namespace hawser::inline HAWSER_ABI

namespace hawser::testing {

using client_session = session<role::client, modern>;
using server_session = session<role::server, modern>;

template <class... F>
struct overload : F... {
    using F::operator()...;
};
template <class... F>
overload(F...) -> overload<F...>;

/// Who may log in.
struct story_user {
    std::string name = "alice";
    std::string password = "secret";
    byte_vector key;
};

/// A channel of the server and the command on it. The commands:
/// - `echo TEXT`, `stderr TEXT`: says it, and ends without waiting for input;
/// - `cat`: gives back what it gets, to the end;
/// - `source SEED SIZE`: gives a pattern; `sink SEED SIZE`: takes one to the end, and fails when it was
/// another;
/// - `both SEED SIZE`: gives the pattern SEED and takes the pattern SEED + 1;
/// - `exit STATUS`, `signal NAME`: ends so;
/// - `hang`: does nothing, reads nothing; `read`: takes anything, for ever.
/// Others are refused.
struct served_channel {
    connection::channel_id id;
    std::string command;
    std::string out, err;
    std::optional<pattern> source, sink;
    std::uint64_t source_size = 0, source_sent = 0, sink_size = 0, sink_got = 0;
    bool sink_is_right = true;
    bool is_cat = false, reads = false, hangs = false, running = false;
    bool told_exit = false, told_eof = false, closed = false;
    bool eof_received = false;
    std::uint32_t status = 0;
    std::string signal;
    std::unique_ptr<sftp_responder> sftp;
    std::error_code error;
};

class story_server {
  public:
    story_user user;
    /// Files of the SFTP subsystem, and what else is to be set on the responder of a new channel.
    std::function<void(sftp_responder&)> on_sftp;
    std::deque<served_channel> channels;
    /// Answers a request in place of this class when it returns true.
    std::function<bool(const session_event&)> script;
    std::size_t logins_refused = 0;

    explicit story_server(server_session& session) : session_{session} {}

    void on_event(const session_event& happened) {
        if (script && script(happened)) return;
        happened.visit(overload{
            [](const auto&) {},
            [&](const auth::none_requested&) { session_.login().reject(); },
            [&](const auth::password_given& e) {
                decide(e.user == user.name && as_text(e.password) == user.password);
            },
            [&](const auth::key_queried& e) {
                equal(e.key, user.key) ? session_.login().accept_key() : session_.login().reject();
            },
            [&](const auth::key_signed& e) { decide(e.user == user.name && equal(e.key, user.key)); },
            [&](const connection::channel_open_requested& e) {
                if (e.type != wire::session_channel::name) return;
                if (session_.connection().accept(e.id)) channels.emplace_back().id = e.id;
            },
            [&](const connection::channel_request& e) { on_request(e); },
            [&](const connection::channel_data& e) { on_data(e); },
            [&](const connection::channel_eof& e) {
                if (served_channel* c = find(e.id)) c->eof_received = true;
            },
            [&](const connection::channel_closed& e) {
                served_channel* c = find(e.id);
                if (c == nullptr) return;
                c->closed = true;
                c->error = e.error;
                (void)session_.connection().close(e.id);
            },
        });
    }

    void before_output() {
        for (served_channel& c : channels)
            if (c.running && !c.closed) work(c);
    }

    served_channel* find(connection::channel_id id) {
        for (served_channel& c : channels)
            if (c.id == id && !c.closed) return &c;
        return nullptr;
    }

  private:
    void decide(bool good) {
        if (good) return session_.login().accept();
        ++logins_refused;
        session_.login().reject();
    }

    void on_request(const connection::channel_request& e) {
        served_channel* c = find(e.id);
        if (c == nullptr) return;
        bool good = false;
        if (e.type == wire::exec_request::name) {
            auto body = wire::decode_body<wire::exec_request>(e.data);
            good = body && begin(*c, std::string{body->command});
        } else if (e.type == wire::subsystem_request::name) {
            auto body = wire::decode_body<wire::subsystem_request>(e.data);
            good = body && body->subsystem == "sftp";
            if (good) c->sftp = std::make_unique<sftp_responder>();
            if (good && on_sftp) on_sftp(*c->sftp);
        } else if (e.type == wire::env_request::name || e.type == wire::signal_request::name) {
            good = true;
        }
        c->running = c->running || (good && (c->sftp || !c->command.empty()));
        if (e.want_reply) (void)session_.connection().reply(e.id, good);
    }

    static bool begin(served_channel& c, std::string command) {
        std::istringstream words{command};
        std::string name, text;
        std::uint64_t seed = 0, size = 0;
        words >> name;
        if (name == "echo" || name == "stderr") {
            std::getline(words >> std::ws, name == "echo" ? c.out : c.err);
        } else if (name == "cat") {
            c.is_cat = true;
        } else if (name == "source" || name == "sink" || name == "both") {
            words >> seed >> size;
            if (name != "sink") {
                c.source.emplace(seed);
                c.source_size = size;
            }
            if (name != "source") {
                c.sink.emplace(name == "sink" ? seed : seed + 1);
                c.sink_size = size;
            }
        } else if (name == "exit") {
            words >> c.status;
        } else if (name == "signal") {
            words >> c.signal;
        } else if (name == "hang") {
            c.hangs = true;
        } else if (name == "read") {
            c.reads = true;
        } else {
            return false;
        }
        c.command = std::move(command);
        return true;
    }

    void on_data(const connection::channel_data& e) {
        served_channel* c = find(e.id);
        if (c == nullptr || c->hangs || c->is_cat) return;
        if (c->sink) {
            c->sink_is_right = c->sink_is_right && c->sink->matches(c->sink_got, e.data);
            c->sink_got += e.data.size();
        }
        if (c->sftp) c->sftp->on_data(e.data);
        (void)session_.connection().consume(e.id, e.stream, e.data.size());
    }

    /// Sends the front of `text` as far as it goes.
    void send(served_channel& c, connection::data_stream stream, std::string& text) {
        if (text.empty()) return;
        if (auto sent = session_.connection().send(c.id, stream, as_bytes(text))) text.erase(0, *sent);
    }

    void work(served_channel& c) {
        connection::multiplexer& connection = session_.connection();
        if (c.sftp) {
            if (c.sftp->has_output()) c.out += as_text(c.sftp->take_output());
            send(c, connection::data_stream::standard, c.out);
            if (c.eof_received && c.out.empty()) finish(c);
            return;
        }
        send(c, connection::data_stream::standard, c.out);
        send(c, connection::data_stream::error, c.err);
        while (c.source && c.source_sent != c.source_size) {
            auto sent = connection.send(c.id, connection::data_stream::standard,
                                        c.source->piece(c.source_sent, c.source_size - c.source_sent));
            if (!sent || *sent == 0) break;
            c.source_sent += *sent;
        }
        while (c.is_cat) {
            const byte_view unread = connection.pending(c.id);
            if (unread.empty()) break;
            auto sent = connection.send(c.id, connection::data_stream::standard, unread);
            if (!sent || *sent == 0) break;
            (void)connection.consume(c.id, connection::data_stream::standard, *sent);
        }
        const bool wants_input = c.hangs || c.reads || ((c.is_cat || c.sink) && !c.eof_received) ||
                                 (c.is_cat && !connection.pending(c.id).empty());
        if (c.out.empty() && c.err.empty() && c.source_sent == c.source_size && !wants_input) finish(c);
    }

    /// Exit status, end of data, close: each once, and later again where output is blocked now.
    void finish(served_channel& c) {
        connection::multiplexer& connection = session_.connection();
        if (!c.told_exit) {
            if (c.sink && !(c.sink_is_right && c.sink_got == c.sink_size)) c.status = 1;
            const auto told =
                c.signal.empty() ? connection.request(c.id, wire::exit_status_request{c.status}, false)
                                 : connection.request(
                                       c.id, wire::exit_signal_request{c.signal, false, "killed", {}}, false);
            if (!told && told.error() == usage_error::output_blocked) return;
            c.told_exit = true;
        }
        if (!c.told_eof) {
            (void)connection.send_eof(c.id);
            (void)connection.close(c.id);
            c.told_eof = true;
        }
    }

    server_session& session_;
};

} // namespace hawser::testing
