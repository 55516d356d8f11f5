// The same stories with the wire in pieces of every size, and with the wire cut at every byte.

#include "support/checking_memory.hpp"
#include "support/full_run.hpp"
#include "support/story_sftp.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using namespace hawser::testing;
using namespace std::chrono_literals;

namespace {

/// A story that can be told again and again: its options, what the client does, and whether it transfers a
/// file.
struct plot {
    std::string_view name;
    std::function<void(story_options&)> options = [](story_options&) {};
    std::function<void(story&)> jobs = [](story&) {};
    std::uint64_t file = 0;
};

plot handshake_and_exec() {
    return {"handshake, login, exec", [](story_options&) {},
            [](story& s) { s.exec("cat").input_text = "hello"; }};
}
plot put_and_get() {
    return {"put and get", [](story_options&) {}, [](story&) {}, 1000};
}
plot rekeys() {
    return {"data both ways over new keys",
            [](story_options& o) {
                o.client.transport.rekey_bytes = o.server.transport.rekey_bytes = 2000;
                o.offer(algorithm_kind::cipher, "chacha20-poly1305@openssh.com");
                o.offer(algorithm_kind::compression, "zlib@openssh.com");
            },
            [](story& s) {
                s.both(1, 2000);
                s.both(3, 2000);
            }};
}
plot channels() {
    return {"channels of every kind",
            [](story_options& o) {
                o.login_key = "ecdsa-sha2-nistp256";
                o.host_keys = {"ssh-rsa"};
                o.offer(algorithm_kind::cipher, "aes128-ctr").offer(algorithm_kind::mac, "hmac-sha2-512");
            },
            [](story& s) {
                for (const char* command : {"exit 3", "signal KILL", "stderr oh", "nonsense", "echo yes"})
                    s.exec(command);
                s.sink(3, 2000);
            }};
}
plot every_plot[] = {handshake_and_exec(), put_and_get(), rekeys(), channels()};

/// One telling, kept with what it used.
class telling {
  public:
    checking_memory client_memory, server_memory;
    std::optional<story> told;
    std::optional<story_sftp> files;

    telling(const plot& p, const io::memory::lockstep_options& link) {
        story_options options;
        p.options(options);
        options.link = link;
        options.client_memory = &client_memory;
        options.server_memory = &server_memory;
        told.emplace(std::move(options));
        p.jobs(*told);
        if (p.file != 0) files.emplace(*told, 1, p.file);
    }
    ~telling() { end(); }
    void end() {
        files.reset();
        told.reset();
    }
    /// As it should be without faults.
    bool is_well(const plot& p) const {
        const story& s = *told;
        const bool ended = s.logged_in && s.jobs_ended() && s.client_end.times == 1 &&
                           s.server_end.times == 1 && s.client_end.error == usage_error::session_closed &&
                           s.server_end.error == remote_error::disconnected;
        return ended && (p.file == 0 || (files->arrived() && files->is_right() && files->get_is_done()));
    }
};

/// What a side may say when its connection is cut.
bool is_loss(std::error_code e) {
    return e == std::errc::connection_reset || e == std::errc::broken_pipe ||
           e == remote_error::connection_closed || e == protocol_error::connection_cut ||
           e == protocol_error::identification_missing || e == protocol_error::not_ssh;
}

/// Everything that a cut must not do; the first thing that it did, or nothing.
std::string trouble(telling& t, const plot& p) {
    const story& s = *t.told;
    if (s.client_end.times != 1) return "the client was told its end " + std::to_string(s.client_end.times);
    if (s.server_end.times != 1) return "the server was told its end " + std::to_string(s.server_end.times);
    const std::error_code client = s.client_end.error, server = s.server_end.error;
    if (!is_loss(client) && client != usage_error::session_closed)
        return "the client's error is " + client.message();
    if (!is_loss(server) && server != remote_error::disconnected)
        return "the server's error is " + server.message();
    if (client == usage_error::session_closed && !(s.jobs_ended() && s.logged_in))
        return "the client left before its work was done";
    if (s.logged_in && !s.server.is_authenticated()) return "a login that the server knows nothing of";
    for (const story_job& job : s.jobs) {
        if (job.begun && job.ends != 1) return job.command + " ended " + std::to_string(job.ends) + " times";
        if (!job.begun && job.ends != 0) return job.command + " ended before it began";
        if (job.ends == 1 && !job.error && job.accepted && !job.status && job.signal.empty())
            return job.command + " ended well without a status";
        if (job.ends == 1 && !job.error && job.command == "cat" && job.out != "hello")
            return "half of the output was called all of it";
        if (job.status && *job.status == 1) return job.command + " got something else";
        if (!job.is_as_expected) return job.command + " gave something else";
    }
    for (const served_channel& c : s.app.channels) {
        if (!c.closed) return "the server's " + c.command + " never ended";
        if (c.sink && !c.sink_is_right) return "the server got something else";
    }
    if (p.file != 0) {
        const story_sftp& f = *t.files;
        if (f.is_open() && !f.is_over()) return "SFTP goes on";
        if (f.put_is_done() && !f.arrived()) return "an upload that did not arrive was called done";
        if (f.get_is_done() && !f.is_right()) return "a download that did not arrive was called done";
        if (f.put_began() && !f.put_is_done() && !f.put_error()) return "the upload never ended";
        if (f.get_began() && !f.get_is_done() && !f.get_error()) return "the download never ended";
    }
    return {};
}

/// Cuts the story at the byte, in both ways a cut can look.
void cut(const plot& p, bool to_server, std::uint64_t at, io::memory::cut_kind kind) {
    io::memory::lockstep_options link;
    auto& faults = to_server ? link.pipe.faults.client_to_server : link.pipe.faults.server_to_client;
    faults.cut_at = at;
    faults.cut = kind;
    telling t{p, link};
    t.told->run();
    const std::string what = trouble(t, p);
    t.end();
    if (what.empty() && t.client_memory.bytes_held == 0 && t.server_memory.bytes_held == 0) return;
    BOOST_ERROR(p.name << ", " << (to_server ? "to the server" : "to the client") << " cut at " << at
                       << (kind == io::memory::cut_kind::reset ? " by reset: " : ": ") << what
                       << (what.empty() ? "memory was not given back" : ""));
}

void cut_everywhere(const plot& p, std::uint64_t from_client, std::uint64_t from_server, std::uint64_t step) {
    telling whole{p, {}};
    whole.told->run();
    BOOST_TEST(whole.is_well(p));
    for (const bool to_server : {true, false}) {
        const auto& end = to_server ? whole.told->link.client_end() : whole.told->link.server_end();
        for (std::uint64_t at = to_server ? from_client : from_server; at <= end.bytes_sent(); at += step) {
            const bool reset = at / step % 2 == 0;
            if (reset || is_full_run()) cut(p, to_server, at, io::memory::cut_kind::reset);
            if (!reset || is_full_run()) cut(p, to_server, at, io::memory::cut_kind::end_of_stream);
        }
    }
}

} // namespace

BOOST_AUTO_TEST_SUITE(stories_cuts)

BOOST_AUTO_TEST_CASE(single_bytes_tell_the_same_story) {
    for (const plot& p : every_plot) {
        BOOST_TEST_CONTEXT(p.name) {
            telling whole{p, {}};
            whole.told->run();
            BOOST_TEST(whole.is_well(p));
            for (const int sides : {1, 2, 3}) {
                io::memory::lockstep_options link;
                if ((sides & 1) != 0) link.pipe.client_reads.at_most = link.pipe.client_writes.at_most = 1;
                if ((sides & 2) != 0) link.pipe.server_reads.at_most = link.pipe.server_writes.at_most = 1;
                telling split{p, link};
                split.told->run();
                BOOST_TEST(split.is_well(p));
                // Of several channels, who goes first depends on how the bytes were cut.
                if (&p != &every_plot[0] && &p != &every_plot[1]) continue;
                BOOST_TEST(split.told->client_lines == whole.told->client_lines);
                BOOST_TEST(split.told->server_lines == whole.told->server_lines);
                BOOST_TEST(equal(split.told->client.session_id(), whole.told->client.session_id()));
            }
        }
    }
}

BOOST_AUTO_TEST_CASE(random_pieces_tell_the_same_story_and_again_the_same) {
    const std::uint64_t seeds = is_full_run() ? 2500 : 125;
    for (const plot& p : every_plot) {
        for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
            io::memory::lockstep_options link;
            link.seed = seed;
            link.pipe.capacity = static_cast<std::size_t>(1 + seed * 37 % 5000);
            link.pipe.delay = seed % 3 == 0 ? duration{10ms} : duration{};
            for (auto* c : {&link.pipe.client_reads, &link.pipe.server_reads})
                c->at_most = static_cast<std::size_t>(1 + seed * 17 % 700);
            telling split{p, link};
            split.told->run();
            if (!split.is_well(p)) BOOST_ERROR(p.name << ", seed " << seed);
            if (seed % 25 != 0) continue;
            telling again{p, link};
            again.told->run();
            BOOST_TEST(again.told->client_lines == split.told->client_lines);
            BOOST_TEST(again.told->server_lines == split.told->server_lines);
            BOOST_TEST(again.told->link.client_end().bytes_sent() ==
                       split.told->link.client_end().bytes_sent());
            BOOST_TEST(again.told->link.client_end().calls() == split.told->link.client_end().calls());
            BOOST_TEST((again.told->clock.now() == split.told->clock.now()));
        }
    }
}

BOOST_AUTO_TEST_CASE(streams_that_refuse_now_and_then) {
    for (const plot& p : every_plot) {
        io::memory::lockstep_options link;
        link.pipe.faults.client.would_block_every = 2;
        link.pipe.faults.server.would_block_every = 3;
        link.pipe.capacity = 100;
        telling t{p, link};
        t.told->run();
        BOOST_TEST(t.is_well(p));
    }
}

BOOST_AUTO_TEST_CASE(loss_at_every_byte_of_handshake_login_and_exec, *boost::unit_test::label("R03")) {
    cut_everywhere(handshake_and_exec(), 0, 0, 1);
}

BOOST_AUTO_TEST_CASE(loss_at_every_byte_of_put_and_get, *boost::unit_test::label("R03")) {
    // What comes before the login is the same as above.
    telling t{put_and_get(), {}};
    t.told->link.run_until([&] { return t.told->logged_in; });
    cut_everywhere(put_and_get(), t.told->link.client_end().bytes_sent(),
                   t.told->link.server_end().bytes_sent(), 1);
}

BOOST_AUTO_TEST_CASE(loss_inside_new_keys, *boost::unit_test::label("R03")) {
    cut_everywhere(rekeys(), 0, 0, is_full_run() ? 1 : 7);
}

BOOST_AUTO_TEST_CASE(loss_with_many_channels, *boost::unit_test::label("R03")) {
    cut_everywhere(channels(), 0, 0, is_full_run() ? 1 : 7);
}

BOOST_AUTO_TEST_SUITE_END()
