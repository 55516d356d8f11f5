// driver_libssh.cpp - benchmark driver over libssh's public API (blocking mode).
// -DLIBSSH_HAS_AIO selects the sftp_aio_* interface (libssh >= 0.11); otherwise sftp_async_read + synchronous
// sftp_write.
#include "driver_common.hpp"

#include <algorithm>
#include <deque>
#include <libssh/libssh.h>
#include <libssh/sftp.h>
using namespace bench;

struct Session {
    ssh_session s;
    explicit Session(const Options& o) {
        s = ssh_new();
        int verbosity = SSH_LOG_NOLOG, port = o.port, no = 0;
        ssh_options_set(s, SSH_OPTIONS_LOG_VERBOSITY, &verbosity);
        ssh_options_set(s, SSH_OPTIONS_PROCESS_CONFIG, &no);
        ssh_options_set(s, SSH_OPTIONS_HOST, o.host.c_str());
        ssh_options_set(s, SSH_OPTIONS_PORT, &port);
        ssh_options_set(s, SSH_OPTIONS_USER, o.user.c_str());
        auto pref = [&](enum ssh_options_e k, const std::string& v) {
            if (!v.empty() && ssh_options_set(s, k, v.c_str()) < 0) die("unsupported method " + v);
        };
        pref(SSH_OPTIONS_CIPHERS_C_S, o.cipher);
        pref(SSH_OPTIONS_CIPHERS_S_C, o.cipher);
        pref(SSH_OPTIONS_HMAC_C_S, o.mac);
        pref(SSH_OPTIONS_HMAC_S_C, o.mac);
        pref(SSH_OPTIONS_KEY_EXCHANGE, o.kex);
        int nodelay = 1;
        ssh_options_set(s, SSH_OPTIONS_NODELAY, &nodelay);
        if (ssh_connect(s) != SSH_OK) die(std::string("connect: ") + ssh_get_error(s));
        ssh_key k = nullptr;
        if (ssh_pki_import_privkey_file(o.key.c_str(), nullptr, nullptr, nullptr, &k) != SSH_OK) die("key");
        if (ssh_userauth_publickey(s, nullptr, k) != SSH_AUTH_SUCCESS)
            die(std::string("auth: ") + ssh_get_error(s));
        ssh_key_free(k);
    }
    ~Session() {
        ssh_disconnect(s);
        ssh_free(s);
    }
};
static std::uint64_t exec(Session& ss, const Options& o) {
    ssh_channel c = ssh_channel_new(ss.s);
    if (ssh_channel_open_session(c) != SSH_OK) die("channel");
    if (ssh_channel_request_exec(c, o.command.c_str()) != SSH_OK) die("exec");
    std::vector<char> buf(o.chunk ? o.chunk : 262144);
    std::uint64_t total = 0;
    for (;;) {
        int n = ssh_channel_read(c, buf.data(), std::uint32_t(buf.size()), 0);
        if (n < 0) die("read");
        if (n == 0) break;
        total += std::uint64_t(n);
    }
    ssh_channel_close(c);
    ssh_channel_free(c);
    return total;
}
static sftp_file open_file(sftp_session f, const std::string& p, bool write) {
    sftp_file h = sftp_open(f, p.c_str(), write ? (O_WRONLY | O_CREAT | O_TRUNC) : O_RDONLY, 0644);
    if (!h) die("sftp open " + p);
    return h;
}
static std::uint64_t get_file(sftp_session f, const std::string& p, const Options& o, Local& l) {
    sftp_file h = open_file(f, p, false);
    std::uint64_t total = 0;
    unsigned depth = o.depth ? unsigned(o.depth) : 64;
#ifdef LIBSSH_HAS_AIO
    size_t chunk = o.chunk;
    if (!chunk) {
        sftp_limits_t lim = sftp_limits(f);
        chunk = lim ? std::min<size_t>(size_t(lim->max_read_length), 261120) : 32768;
        if (lim) sftp_limits_free(lim);
    }
    std::vector<char> buf(chunk);
    std::deque<sftp_aio> q;
    std::uint64_t asked = 0, size = o.bytes;
    if (!size) {
        auto* a = sftp_fstat(h);
        size = a->size;
        sftp_attributes_free(a);
    }
    while (total < size) {
        while (q.size() < depth && asked < size) {
            sftp_aio a = nullptr;
            ssize_t n = sftp_aio_begin_read(h, std::min<size_t>(chunk, size_t(size - asked)), &a);
            if (n <= 0) die("aio");
            asked += std::uint64_t(n);
            q.push_back(a);
        }
        ssize_t n = sftp_aio_wait_read(&q.front(), buf.data(), buf.size());
        q.pop_front();
        if (n <= 0) die("aio read");
        l.sink(buf.data(), size_t(n));
        total += std::uint64_t(n);
    }
#else
    std::uint32_t chunk = o.chunk ? std::uint32_t(o.chunk) : 32768;
    std::vector<char> buf(chunk);
    std::deque<int> q;
    std::uint64_t asked = 0, size = o.bytes;
    if (!size) {
        auto* a = sftp_fstat(h);
        size = a->size;
        sftp_attributes_free(a);
    }
    while (total < size) {
        while (q.size() < depth && asked < size) {
            int id = sftp_async_read_begin(h, chunk);
            if (id < 0) die("async");
            asked += chunk;
            q.push_back(id);
        }
        int n = sftp_async_read(h, buf.data(), chunk, std::uint32_t(q.front()));
        q.pop_front();
        if (n <= 0) die("async read");
        l.sink(buf.data(), size_t(n));
        total += std::uint64_t(n);
    }
#endif
    sftp_close(h);
    return total;
}
static std::uint64_t put_file(sftp_session f, const Options& o, Local& l) {
    sftp_file h = open_file(f, o.path, true);
    std::uint64_t sent = 0;
#ifdef LIBSSH_HAS_AIO
    unsigned depth = o.depth ? unsigned(o.depth) : 64;
    size_t chunk = o.chunk;
    if (!chunk) {
        sftp_limits_t lim = sftp_limits(f);
        chunk = lim ? std::min<size_t>(size_t(lim->max_write_length), 261120) : 32768;
        if (lim) sftp_limits_free(lim);
    }
    std::vector<char> buf(chunk);
    std::deque<sftp_aio> q;
    std::uint64_t acked = 0;
    while (acked < o.bytes) {
        while (q.size() < depth && sent < o.bytes) {
            size_t n = l.source(buf.data(), std::min<size_t>(chunk, size_t(o.bytes - sent)));
            sftp_aio a = nullptr;
            ssize_t w = sftp_aio_begin_write(h, buf.data(), n, &a);
            if (w != ssize_t(n)) die("aio write");
            sent += n;
            q.push_back(a);
        }
        ssize_t n = sftp_aio_wait_write(&q.front());
        q.pop_front();
        if (n <= 0) die("aio wait write");
        acked += std::uint64_t(n);
    }
#else
    std::vector<char> buf(o.chunk ? o.chunk : 131072);
    while (sent < o.bytes) {
        size_t n = l.source(buf.data(), std::min<size_t>(buf.size(), size_t(o.bytes - sent)));
        ssize_t w = sftp_write(h, buf.data(), n);
        if (w <= 0) die("write");
        sent += std::uint64_t(w);
        if (size_t(w) != n) die("short write");
    }
#endif
    sftp_close(h);
    return sent;
}
int main(int argc, char** argv) {
    Options o = parse(argc, argv);
    ssh_init();
    Report r;
    std::uint64_t bytes = 0, ops = 0;
    if (o.op == "connect") {
        for (; ops < o.count; ++ops) {
            Session s(o);
        }
    } else if (o.op == "latency") {
        for (; ops < o.count; ++ops) {
            Session s(o);
            exec(s, o);
        }
    } else if (o.op == "idle") {
        long before = rss_kb(), first = 0;
        std::vector<Session*> v;
        for (std::uint64_t i = 0; i < o.count; ++i) {
            v.push_back(new Session(o));
            if (!i) first = rss_kb();
        }
        std::printf(
            "rss_start_kb=%ld rss_one_session_kb=%ld rss_all_kb=%ld sessions=%llu per_session_kb=%.1f\n",
            before, first, rss_kb(), (unsigned long long)o.count,
            o.count > 1 ? double(rss_kb() - first) / double(o.count - 1) : 0.0);
        for (auto* s : v) delete s;
    } else {
        Session s(o);
        if (o.op == "exec") {
            bytes = exec(s, o);
            ops = 1;
        } else {
            sftp_session f = sftp_new(s.s);
            if (!f || sftp_init(f) != SSH_OK) die("sftp init");
            Local l(o);
            if (o.op == "get") {
                bytes = get_file(f, o.path, o, l);
                ops = 1;
            } else if (o.op == "put") {
                bytes = put_file(f, o, l);
                ops = 1;
            } else if (o.op == "small-get") {
                std::vector<char> buf(65536);
                for (; ops < o.files; ++ops) {
                    sftp_file h = open_file(f, small_name(o.path, ops), false);
                    ssize_t n;
                    while ((n = sftp_read(h, buf.data(), buf.size())) > 0) bytes += std::uint64_t(n);
                    sftp_close(h);
                }
            } else if (o.op == "small-put") {
                std::vector<char> buf(o.bytes, 'x');
                sftp_mkdir(f, o.path.c_str(), 0755);
                for (; ops < o.files; ++ops) {
                    sftp_file h = open_file(f, small_name(o.path, ops), true);
                    if (sftp_write(h, buf.data(), buf.size()) < 0) die("write");
                    sftp_close(h);
                    bytes += buf.size();
                }
            } else
                die("unknown op");
            sftp_free(f);
        }
    }
    if ((o.op == "get" || o.op == "put" || o.op == "exec") && o.bytes && bytes != o.bytes)
        die("short transfer");
    r.done(o, bytes, ops);
    ssh_finalize();
}
