// driver_libssh2.cpp - benchmark driver over libssh2's public API (blocking mode).
#include "driver_common.hpp"

#include <algorithm>
#include <libssh2.h>
#include <libssh2_sftp.h>
using namespace bench;

struct Session {
    int sock;
    LIBSSH2_SESSION* s;
    explicit Session(const Options& o) {
        sock = tcp_connect(o);
        s = libssh2_session_init();
        libssh2_session_set_blocking(s, 1);
        auto pref = [&](int m, const std::string& v) {
            if (!v.empty() && libssh2_session_method_pref(s, m, v.c_str())) die("unsupported method " + v);
        };
        pref(LIBSSH2_METHOD_CRYPT_CS, o.cipher);
        pref(LIBSSH2_METHOD_CRYPT_SC, o.cipher);
        if (o.cipher.find("gcm") == std::string::npos && o.cipher.find("poly1305") == std::string::npos) {
            pref(LIBSSH2_METHOD_MAC_CS, o.mac);
            pref(LIBSSH2_METHOD_MAC_SC, o.mac);
        }
        pref(LIBSSH2_METHOD_KEX, o.kex);
        if (libssh2_session_handshake(s, sock)) {
            char* m;
            libssh2_session_last_error(s, &m, nullptr, 0);
            die(std::string("handshake: ") + m);
        }
        if (libssh2_userauth_publickey_fromfile(s, o.user.c_str(), nullptr, o.key.c_str(), nullptr)) {
            char* m;
            libssh2_session_last_error(s, &m, nullptr, 0);
            die(std::string("auth: ") + m);
        }
    }
    ~Session() {
        libssh2_session_disconnect(s, "bye");
        libssh2_session_free(s);
        ::close(sock);
    }
};

static std::uint64_t exec(Session& ss, const Options& o) {
    unsigned window = o.window ? unsigned(o.window) : LIBSSH2_CHANNEL_WINDOW_DEFAULT;
    LIBSSH2_CHANNEL* c =
        libssh2_channel_open_ex(ss.s, "session", 7, window, LIBSSH2_CHANNEL_PACKET_DEFAULT, nullptr, 0);
    if (!c) die("channel");
    if (libssh2_channel_exec(c, o.command.c_str())) die("exec");
    std::vector<char> buf(o.chunk ? o.chunk : 262144);
    std::uint64_t total = 0;
    for (;;) {
        ssize_t n = libssh2_channel_read(c, buf.data(), buf.size());
        if (n < 0) die("read");
        if (n == 0) {
            if (libssh2_channel_eof(c)) break;
            continue;
        }
        total += std::uint64_t(n);
    }
    libssh2_channel_close(c);
    libssh2_channel_wait_closed(c);
    if (libssh2_channel_get_exit_status(c) != 0) die("exit status");
    libssh2_channel_free(c);
    return total;
}
static LIBSSH2_SFTP_HANDLE* open_file(LIBSSH2_SFTP* f, const std::string& p, bool write) {
    auto* h = libssh2_sftp_open(
        f, p.c_str(), write ? (LIBSSH2_FXF_WRITE | LIBSSH2_FXF_CREAT | LIBSSH2_FXF_TRUNC) : LIBSSH2_FXF_READ,
        0644);
    if (!h) die("sftp open " + p);
    return h;
}
static std::uint64_t get_file(LIBSSH2_SFTP* f, const std::string& p, std::vector<char>& buf, Local& l) {
    auto* h = open_file(f, p, false);
    std::uint64_t total = 0;
    for (;;) {
        ssize_t n = libssh2_sftp_read(h, buf.data(), buf.size());
        if (n < 0) die("sftp read");
        if (n == 0) break;
        l.sink(buf.data(), size_t(n));
        total += std::uint64_t(n);
    }
    libssh2_sftp_close(h);
    return total;
}
static void put_bytes(LIBSSH2_SFTP_HANDLE* h, const char* p, size_t n) {
    while (n) {
        ssize_t w = libssh2_sftp_write(h, p, n);
        if (w < 0) die("sftp write");
        p += w;
        n -= size_t(w);
    }
}
static std::uint64_t put_file(LIBSSH2_SFTP* f, const Options& o, std::vector<char>& buf, Local& l) {
    // libssh2 pipelines writes only when it is handed data it has not yet acknowledged again, so keep a
    // sliding buffer: write returns the acknowledged prefix; the unacknowledged rest must be passed again
    // (documented contract).
    auto* h = open_file(f, o.path, true);
    std::uint64_t sent = 0, loaded = 0;
    const size_t span = buf.size();
    buf.resize(4 * span); // slack so that the unacknowledged tail is moved only once per 3 spans
    size_t head = 0, tail = 0;
    while (sent < o.bytes) {
        if (loaded < o.bytes && tail - head < span) {
            if (tail + span > buf.size()) {
                std::memmove(buf.data(), buf.data() + head, tail - head);
                tail -= head;
                head = 0;
            }
            size_t n = l.source(buf.data() + tail,
                                size_t(std::min<std::uint64_t>(span - (tail - head), o.bytes - loaded)));
            if (!n) break;
            tail += n;
            loaded += n;
        }
        ssize_t w = libssh2_sftp_write(h, buf.data() + head, tail - head);
        if (w < 0) die("sftp write");
        sent += std::uint64_t(w);
        head += size_t(w);
    }
    libssh2_sftp_close(h);
    return sent;
}
int main(int argc, char** argv) {
    Options o = parse(argc, argv);
    libssh2_init(0);
    Report r;
    std::uint64_t bytes = 0, ops = 0;
    if (o.op == "connect") {
        for (; ops < o.count; ++ops) {
            Session s(o);
        }
    } else if (o.op == "latency") {
        for (std::uint64_t i = 0; i < o.count; ++i, ++ops) {
            Session s(o);
            exec(s, o);
        }
    } else if (o.op == "idle") {
        long before = rss_kb();
        std::vector<Session*> v;
        long first = 0;
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
            LIBSSH2_SFTP* f = libssh2_sftp_init(s.s);
            if (!f) die("sftp init");
            Local l(o);
            if (o.op == "get") {
                std::vector<char> buf(o.chunk ? o.chunk : 262144);
                bytes = get_file(f, o.path, buf, l);
                ops = 1;
            } else if (o.op == "put") {
                std::vector<char> buf(o.chunk ? o.chunk : 1048576);
                bytes = put_file(f, o, buf, l);
                ops = 1;
            } else if (o.op == "small-get") {
                std::vector<char> buf(65536);
                for (; ops < o.files; ++ops) bytes += get_file(f, small_name(o.path, ops), buf, l);
            } else if (o.op == "small-put") {
                std::vector<char> buf(o.bytes, 'x');
                libssh2_sftp_mkdir(f, o.path.c_str(), 0755);
                for (; ops < o.files; ++ops) {
                    auto* h = open_file(f, small_name(o.path, ops), true);
                    put_bytes(h, buf.data(), buf.size());
                    libssh2_sftp_close(h);
                    bytes += buf.size();
                }
            } else
                die("unknown op");
            libssh2_sftp_shutdown(f);
        }
    }
    if ((o.op == "get" || o.op == "put" || o.op == "exec") && o.bytes && bytes != o.bytes)
        die("short transfer");
    r.done(o, bytes, ops);
}
