// delay_proxy.cpp - TCP relay that delays every byte by RTT/2 in each direction (for kernels without
// sch_netem). Usage: delay_proxy LISTEN_PORT TARGET_PORT RTT_MS [RATE_MBIT]     (127.0.0.1 only; prints
// "ready" when listening) It models propagation delay (and optionally a serialising link rate), not loss or
// TCP window growth, so it isolates what the application controls: round trips, request pipelining and SSH
// channel windows.
#include <arpa/inet.h>
#include <cerrno>
#include <chrono>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>
#include <vector>

static double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
struct Chunk {
    double due;
    std::size_t off;
    std::vector<char> data;
};
struct Dir {
    int src = -1, dst = -1;
    std::deque<Chunk> q;
    std::size_t queued = 0;
    bool eof = false, closed = false;
    double link_free = 0;
};
static const std::size_t kCap = 256u << 20; // in-flight cap: far above any bandwidth-delay product used here

static bool pump_in(Dir& d, double delay, double rate) {
    std::vector<char> b(262144);
    ssize_t n = read(d.src, b.data(), b.size());
    if (n == 0) {
        d.eof = true;
        return true;
    }
    if (n < 0) return errno == EAGAIN || errno == EINTR;
    b.resize(std::size_t(n));
    double t = now();
    if (rate > 0) {
        d.link_free = (d.link_free > t ? d.link_free : t) + double(n) / rate;
        t = d.link_free;
    }
    d.q.push_back({t + delay, 0, std::move(b)});
    d.queued += std::size_t(n);
    return true;
}
static bool pump_out(Dir& d) {
    while (!d.q.empty() && d.q.front().due <= now()) {
        Chunk& c = d.q.front();
        ssize_t n = write(d.dst, c.data.data() + c.off, c.data.size() - c.off);
        if (n < 0) return errno == EAGAIN || errno == EINTR;
        c.off += std::size_t(n);
        d.queued -= std::size_t(n);
        if (c.off == c.data.size()) d.q.pop_front();
    }
    if (d.eof && d.q.empty() && !d.closed) {
        shutdown(d.dst, SHUT_WR);
        d.closed = true;
    }
    return true;
}
static void relay(int a, int b, double delay, double rate) {
    for (int f : {a, b}) {
        fcntl(f, F_SETFL, fcntl(f, F_GETFL) | O_NONBLOCK);
        int one = 1;
        setsockopt(f, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    }
    Dir d[2];
    d[0].src = d[1].dst = a;
    d[0].dst = d[1].src = b;
    while (!(d[0].closed && d[1].closed)) {
        pollfd p[2] = {{a, 0, 0}, {b, 0, 0}};
        double wake = -1;
        for (int i = 0; i < 2; ++i) {
            if (!d[i].eof && d[i].queued < kCap) p[i].events |= POLLIN;
            if (!d[i].q.empty()) {
                double w = d[i].q.front().due - now();
                if (w <= 0)
                    p[1 - i].events |= POLLOUT;
                else if (wake < 0 || w < wake)
                    wake = w;
            }
        }
        timespec ts{};
        if (wake >= 0) {
            ts.tv_sec = time_t(wake);
            ts.tv_nsec = long((wake - double(ts.tv_sec)) * 1e9);
        }
        if (ppoll(p, 2, wake >= 0 ? &ts : nullptr, nullptr) < 0 && errno != EINTR) return;
        for (int i = 0; i < 2; ++i) {
            if ((p[i].revents & (POLLIN | POLLHUP | POLLERR)) && !d[i].eof && !pump_in(d[i], delay, rate))
                return;
            if (!pump_out(d[i])) return;
        }
    }
}
int main(int argc, char** argv) {
    if (argc < 4) {
        std::fprintf(stderr, "usage: delay_proxy listen_port target_port rtt_ms [rate_mbit]\n");
        return 2;
    }
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    double delay = std::atof(argv[3]) / 2e3, rate = argc > 4 ? std::atof(argv[4]) * 1e6 / 8 : 0;
    int l = socket(AF_INET, SOCK_STREAM, 0), one = 1;
    setsockopt(l, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
    sockaddr_in s{};
    s.sin_family = AF_INET;
    s.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    s.sin_port = htons(std::uint16_t(std::atoi(argv[1])));
    if (bind(l, reinterpret_cast<sockaddr*>(&s), sizeof s) || listen(l, 64)) {
        std::perror("listen");
        return 1;
    }
    std::puts("ready");
    std::fflush(stdout);
    for (;;) {
        int c = accept(l, nullptr, nullptr);
        if (c < 0) continue;
        if (fork() == 0) {
            close(l);
            int t = socket(AF_INET, SOCK_STREAM, 0);
            s.sin_port = htons(std::uint16_t(std::atoi(argv[2])));
            if (connect(t, reinterpret_cast<sockaddr*>(&s), sizeof s)) _exit(1);
            relay(c, t, delay, rate);
            _exit(0);
        }
        close(c);
    }
}
