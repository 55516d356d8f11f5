// Our client behind the benchmark's driver protocol (README.md). `--stats` prints the system calls that the socket made.

#include <hawser/client.hpp>
#include <hawser/suite/modern.hpp>
#if defined(HAWSER_BENCH_OPENSSL)
#include "libcrypto_suite.hpp"
#endif

#include "drivers/driver_common.hpp"

#include <memory>

namespace {

#if defined(HAWSER_BENCH_OPENSSL)
using client = hawser::client<libcrypto_suite>;
#else
using client = hawser::client<hawser::modern>;
#endif

bool stats = false;

/// The key, read once, ready to be used for any number of logins.
const hawser::auth::public_key& login_key(const bench::Options& o) {
    static const hawser::auth::public_key key = hawser::key_file(o.key);
    return key;
}

std::unique_ptr<client> open(const bench::Options& o, bool pipeline = false) {
    hawser::client_options how;
    hawser::preferences chosen{client::session_type::table()};
    if (!chosen.set(hawser::algorithm_kind::cipher, o.cipher)) bench::die("cipher " + o.cipher);
    // With an AEAD cipher no MAC is used, whatever the harness names.
    (void)chosen.set(hawser::algorithm_kind::mac, o.mac);
    (void)chosen.set(hawser::algorithm_kind::compression, "none");
    if (!o.kex.empty() && !chosen.set(hawser::algorithm_kind::kex, o.kex)) bench::die("kex " + o.kex);
    how.session.transport.algorithms = chosen;
    how.pipeline_after_login = pipeline;
    auto socket = hawser::io::posix::connect(o.host, static_cast<std::uint16_t>(o.port));
    if (!socket) bench::die("connect failed");
    auto to = std::make_unique<client>(std::move(*socket), std::move(how), hawser::system_random(),
                                       hawser::accept_any_dangerously{});
    to->authenticate(o.user, login_key(o));
    return to;
}

void told(const client& to, const char* what) {
    if (stats)
        std::fprintf(stderr, "%s calls=%llu\n", what,
                     static_cast<unsigned long long>(const_cast<client&>(to).stream().calls()));
}

std::uint64_t get(const bench::Options& o) {
    const auto to = open(o, true);
    hawser::sftp_client files{*to};
    bench::Local local{o};
    const auto sink = [&](std::uint64_t, hawser::byte_view bytes) -> hawser::result<void> {
        local.sink(reinterpret_cast<const char*>(bytes.data()), bytes.size());
        return {};
    };
    hawser::sftp::download_options how;
    how.in_order = true;
    auto done = files.get(o.path, sink, how);
    hawser::throw_if(std::move(done.problem));
    told(*to, "get");
    return done.confirmed;
}

std::uint64_t put(const bench::Options& o) {
    const auto to = open(o, true);
    hawser::sftp_client files{*to};
    bench::Local local{o};
    const auto source = [&](std::uint64_t offset, hawser::byte_span room) -> hawser::result<std::size_t> {
        const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(room.size(), o.bytes - offset));
        return local.source(reinterpret_cast<char*>(room.data()), size);
    };
    hawser::sftp::upload_options how;
    how.length = o.bytes;
    auto done = files.put(source, o.path, how);
    hawser::throw_if(std::move(done.problem));
    told(*to, "put");
    return done.confirmed;
}

std::uint64_t exec(const bench::Options& o, client& to) {
    hawser::remote_command run{to};
    std::uint64_t bytes = 0;
    run.on_output = [&](hawser::connection::data_stream, hawser::byte_view some) {
        bytes += some.size();
        return some.size();
    };
    hawser::throw_if(run.start(hawser::command_channel::kind::command, o.command));
    hawser::throw_if(run.wait());
    if (run.exit().status != 0U) bench::die("the command failed");
    return bytes;
}

std::uint64_t small_get(const bench::Options& o) {
    const auto to = open(o);
    hawser::sftp_client files{*to};
    std::uint64_t bytes = 0;
    for (std::uint64_t i = 0; i < o.files; ++i) bytes += files.read_file(bench::small_name(o.path, i)).size();
    return bytes;
}

std::uint64_t small_put(const bench::Options& o) {
    const auto to = open(o);
    hawser::sftp_client files{*to};
    files.make_directory(o.path);
    const std::string content(o.bytes, 'x');
    for (std::uint64_t i = 0; i < o.files; ++i) files.write_file(bench::small_name(o.path, i), content);
    return o.files * o.bytes;
}

void idle(const bench::Options& o) {
    std::vector<std::unique_ptr<client>> all;
    const auto add = [&] {
        all.push_back(open(o));
        all.back()->session().release_idle_buffers();
    };
    add();
    const long one = bench::rss_kb();
    while (all.size() < o.count) add();
    const long many = bench::rss_kb();
    std::printf("rss_one_session_kb=%ld per_session_kb=%.1f\n", one,
                o.count > 1 ? static_cast<double>(many - one) / static_cast<double>(o.count - 1) : 0.0);
}

} // namespace

int main(int argc, char** argv) {
    if (argc > 1 && std::string{argv[argc - 1]} == "--stats") {
        stats = true;
        --argc;
    }
    const bench::Options o = bench::parse(argc, argv);
    const bench::Report report;
    try {
        std::uint64_t bytes = 0, ops = 1;
        if (o.op == "get")
            bytes = get(o);
        else if (o.op == "put")
            bytes = put(o);
        else if (o.op == "exec") {
            const auto to = open(o);
            bytes = exec(o, *to);
            told(*to, "exec");
        } else if (o.op == "connect") {
            for (ops = 0; ops < o.count; ++ops) open(o);
        } else if (o.op == "latency") {
            for (ops = 0; ops < o.count; ++ops) {
                const auto to = open(o, o.depth != 0);
                exec(o, *to);
                if (ops == 0) told(*to, "latency");
            }
        } else if (o.op == "small-get")
            bytes = small_get(o);
        else if (o.op == "small-put")
            bytes = small_put(o);
        else if (o.op == "idle") {
            idle(o);
            return 0;
        } else
            bench::die("no such op: " + o.op);
        if (o.bytes != 0 && (o.op == "get" || o.op == "put" || o.op == "exec") && bytes != o.bytes)
            bench::die("wrong byte count");
        const_cast<bench::Report&>(report).done(o, bytes, ops);
    } catch (const hawser::error& e) {
        bench::die(e.what());
    }
    return 0;
}
