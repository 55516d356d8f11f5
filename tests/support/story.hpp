#pragma once
// A whole story: our client and our server over a memory pipe on a virtual clock. The client logs in and runs
// commands; what it saw is kept, to be looked at afterwards. Everything follows from the options.

#include <hawser/auth/signed_request.hpp>
#include <hawser/io/memory/lockstep.hpp>
#include <hawser/keys/private_key.hpp>

#include "support/story_server.hpp"

#include <map>

namespace hawser::testing {

/// A throwaway key of a format, the same one for the same number. Defined in story_keys.hpp.
const keys::private_key& story_key(std::string_view format, std::uint64_t number = 0);

/// A command of the client on a channel of its own, and what came of it.
struct story_job {
    std::string command;
    /// Sent to the command, then the end of data (unless `keep_open`).
    std::optional<pattern> input;
    std::uint64_t input_size = 0;
    std::string input_text;
    bool keep_open = false;
    /// Expected from the command; without it, what comes is kept in `out`.
    std::optional<pattern> expected;
    /// Reads nothing at all.
    bool stalled = false;
    std::optional<connection::channel_options> channel = {};

    bool begun = false, opened = false, refused = false, answered = false, accepted = false;
    bool eof_received = false, eof_sent = false;
    std::uint64_t sent = 0, received = 0;
    bool is_as_expected = true;
    std::string out, err;
    std::optional<std::uint32_t> status;
    std::string signal;
    /// How often its end was told, and the error it was told with.
    int ends = 0;
    std::error_code error;
    connection::channel_id id{};

    /// Everything that was to happen has happened, once.
    bool is_done_well() const {
        return ends == 1 && !error && opened && accepted && status == 0u && sent == input_size &&
               is_as_expected && input_text.empty();
    }
};

struct story_options {
    session_options client = {};
    session_options server = {};
    io::memory::lockstep_options link = {};
    std::vector<std::string> host_keys{"ssh-ed25519"};
    story_user user = {};
    /// The client's password; another than the user's is refused.
    std::string password = "secret";
    /// When not empty, the client logs in with the key of this format.
    std::string login_key = {};
    std::uint64_t seed = 1;
    std::pmr::memory_resource* client_memory = std::pmr::get_default_resource();
    std::pmr::memory_resource* server_memory = std::pmr::get_default_resource();
    /// In place of the seeded ones.
    std::optional<random_ref> client_random = {};
    std::optional<random_ref> server_random = {};
    bool accept_host_key = true;
    /// The client says goodbye when all its jobs have ended.
    bool goodbye = true;

    /// Both sides offer only these algorithms.
    story_options& offer(algorithm_kind kind, std::string_view names) {
        for (session_options* side : {&client, &server}) {
            auto& chosen = side->transport.algorithms;
            if (!chosen) chosen.emplace(client_session::table());
            if (!chosen->set(kind, names)) throw std::runtime_error("no such algorithm");
        }
        return *this;
    }
};

/// What a side was told at its end.
struct story_end {
    int times = 0;
    std::error_code error;
};

class story {
    std::vector<transport::host_identity> identities_;

  public:
    explicit story(story_options given = {})
        : options{with_identities(std::move(given))},
          client_random_{options.seed * 2},
          server_random_{options.seed * 2 + 1},
          client{options.client,
                 {options.client_random.value_or(random_ref{client_random_}), options.client_memory}},
          server{options.server,
                 {options.server_random.value_or(random_ref{server_random_}), options.server_memory}},
          app{server},
          link{client, server, clock, options.link} {
        app.user = options.user;
        if (!options.login_key.empty()) app.user.key = story_key(options.login_key, 7).public_blob;
        link.on_client_event = [this](session_event& e) { on_client_event(e); };
        link.before_client_output = [this] { before_client_output(); };
        link.on_server_event = [this](session_event& e) {
            note(server_lines, e);
            if (const auto* closed = e.as<transport::closed>()) note(server_end, *closed);
            app.on_event(e);
        };
        link.before_server_output = [this] { app.before_output(); };
        client.start(clock.now());
        server.start(clock.now());
    }

    /// A command to run as soon as the client is logged in.
    story_job& exec(std::string command) {
        story_job& job = jobs.emplace_back();
        job.command = std::move(command);
        return job;
    }
    /// A command that sends, or is sent, or both, this much of patterns.
    story_job& source(std::uint64_t seed, std::uint64_t size) {
        story_job& job = exec("source " + std::to_string(seed) + ' ' + std::to_string(size));
        job.expected.emplace(seed);
        return job;
    }
    story_job& sink(std::uint64_t seed, std::uint64_t size) {
        story_job& job = exec("sink " + std::to_string(seed) + ' ' + std::to_string(size));
        job.input.emplace(seed);
        job.input_size = size;
        return job;
    }
    story_job& both(std::uint64_t seed, std::uint64_t size) {
        story_job& job = exec("both " + std::to_string(seed) + ' ' + std::to_string(size));
        job.expected.emplace(seed);
        job.input.emplace(seed + 1);
        job.input_size = size;
        return job;
    }
    void run() { link.run(); }

    bool jobs_ended() const {
        return std::all_of(jobs.begin(), jobs.end(), [](const story_job& j) { return j.ends != 0; });
    }
    bool jobs_done_well() const {
        return std::all_of(jobs.begin(), jobs.end(), [](const story_job& j) { return j.is_done_well(); });
    }
    /// Everything went as it should, and both sides were told that the client said goodbye.
    bool is_happy() const {
        return logged_in && host_keys_shown == 1 && jobs_done_well() && client_end.times == 1 &&
               server_end.times == 1 && client_end.error == usage_error::session_closed &&
               server_end.error == remote_error::disconnected;
    }

    story_options options;

  private:
    fixed_random client_random_;
    fixed_random server_random_;

  public:
    io::memory::virtual_clock clock;
    client_session client;
    server_session server;
    story_server app;
    io::memory::lockstep<client_session, server_session> link;

    std::deque<story_job> jobs;
    /// More handlers for the client: of every event, and before its output.
    std::function<void(session_event&)> also_on_client_event;
    std::function<void()> also_before_client_output;
    /// False holds the goodbye back.
    std::function<bool()> may_leave;

    int host_keys_shown = 0;
    int logins = 0;
    int login_failures = 0;
    bool logged_in = false;
    story_end client_end, server_end;
    /// The events of each side by their position in session_event; those of data and its room are left out,
    /// for they depend on how the bytes were split.
    std::string client_lines, server_lines;

  private:
    story_options with_identities(story_options&& given) {
        for (const std::string& format : given.host_keys) {
            const keys::private_key& key = story_key(format);
            identities_.push_back({key.format, key.public_blob, key.fields.view()});
        }
        given.server.transport.host_identities = identities_;
        return std::move(given);
    }

    static void note(std::string& lines, const session_event& e) {
        if (e.is<connection::channel_data>() || e.is<connection::channel_writable>()) return;
        lines.append(std::to_string(e.index())).append(" ");
    }
    static void note(story_end& end, const transport::closed& e) {
        ++end.times;
        end.error = e.error;
    }

    story_job* find(connection::channel_id id) {
        for (story_job& job : jobs)
            if (job.begun && job.ends == 0 && job.id == id) return &job;
        return nullptr;
    }
    template <class Event, class F>
    void with_job(const Event& e, F&& f) {
        if (story_job* job = find(e.id)) f(*job);
    }

    void log_in() {
        if (options.login_key.empty()) {
            (void)client.login().try_password(as_bytes(options.password));
            return;
        }
        const keys::private_key& key = story_key(options.login_key, 7);
        const std::string_view algorithm = client_session::signature_algorithms(key.format).front();
        byte_buffer data, signature;
        wire::writer w{data};
        auth::write_signed_request(w, client.session_id(), options.user.name, "ssh-connection", algorithm,
                                   key.public_blob);
        fixed_random random{3};
        if (client_session::sign(key, algorithm, data.view(), random, signature))
            (void)client.login().try_public_key(algorithm, key.public_blob, signature.view());
    }

    void on_client_event(session_event& happened) {
        note(client_lines, happened);
        happened.visit(overload{
            [](const auto&) {},
            [&](const transport::host_key_offered&) {
                ++host_keys_shown;
                options.accept_host_key ? client.accept_host_key()
                                        : client.reject_host_key(security_error::host_key_unknown);
            },
            [&](const transport::keys_changed& e) {
                if (e.first) (void)client.login().begin(options.user.name);
            },
            [&](const transport::closed& e) { note(client_end, e); },
            [&](const auth::service_accepted&) { log_in(); },
            [&](const auth::method_failed&) {
                ++login_failures;
                client.disconnect("no login method left");
            },
            [&](const auth::succeeded&) {
                logged_in = true;
                ++logins;
            },
            [&](const connection::channel_opened& e) { with_job(e, [&](auto& job) { opened(job); }); },
            [&](const connection::channel_open_failed& e) {
                with_job(e, [&](auto& job) {
                    job.refused = true;
                    ++job.ends;
                    job.error = remote_error::channel_open_refused;
                });
            },
            [&](const connection::channel_reply& e) {
                with_job(e, [&](auto& job) {
                    job.answered = true;
                    job.accepted = e.success;
                    if (!e.success) (void)client.connection().close(job.id);
                });
            },
            [&](const connection::channel_data& e) { with_job(e, [&](auto& job) { got(job, e); }); },
            [&](const connection::channel_eof& e) {
                with_job(e, [&](auto& job) { job.eof_received = true; });
            },
            [&](const connection::channel_request& e) { with_job(e, [&](auto& job) { asked(job, e); }); },
            [&](const connection::channel_closed& e) {
                with_job(e, [&](auto& job) {
                    ++job.ends;
                    job.error = e.error;
                    (void)client.connection().close(e.id);
                });
            },
        });
        if (also_on_client_event) also_on_client_event(happened);
    }

    void opened(story_job& job) {
        job.opened = true;
        (void)client.connection().request(job.id, wire::exec_request{job.command}, true);
    }
    void got(story_job& job, const connection::channel_data& e) {
        if (job.stalled) return;
        if (e.stream == connection::data_stream::error) {
            job.err += as_text(e.data);
        } else if (job.expected) {
            job.is_as_expected = job.is_as_expected && job.expected->matches(job.received, e.data);
        } else {
            job.out += as_text(e.data);
        }
        job.received += e.data.size();
        (void)client.connection().consume(e.id, e.stream, e.data.size());
    }
    static void asked(story_job& job, const connection::channel_request& e) {
        if (e.type == wire::exit_status_request::name) {
            if (auto body = wire::decode_body<wire::exit_status_request>(e.data)) job.status = body->status;
        } else if (e.type == wire::exit_signal_request::name) {
            if (auto body = wire::decode_body<wire::exit_signal_request>(e.data)) job.signal = body->signal;
        }
    }

    void before_client_output() {
        if (logged_in && !client.is_closed()) {
            for (story_job& job : jobs) work(job);
            const bool waits = may_leave && !may_leave();
            if (options.goodbye && jobs_ended() && !waits) client.disconnect("bye");
        }
        if (also_before_client_output) also_before_client_output();
    }
    void work(story_job& job) {
        connection::multiplexer& connection = client.connection();
        if (!job.begun) {
            auto id = connection.open(wire::session_channel{},
                                      job.channel.value_or(options.client.connection.channel));
            if (!id) return;
            job.id = *id;
            job.begun = true;
        }
        if (!job.accepted || job.eof_sent || job.ends != 0) return;
        while (job.input && job.sent != job.input_size) {
            auto sent = connection.send(job.id, connection::data_stream::standard,
                                        job.input->piece(job.sent, job.input_size - job.sent));
            if (!sent || *sent == 0) return;
            job.sent += *sent;
        }
        while (!job.input_text.empty()) {
            auto sent = connection.send(job.id, connection::data_stream::standard, as_bytes(job.input_text));
            if (!sent || *sent == 0) return;
            job.input_text.erase(0, *sent);
        }
        if (!job.keep_open) job.eof_sent = connection.send_eof(job.id).has_value();
    }
};

} // namespace hawser::testing
