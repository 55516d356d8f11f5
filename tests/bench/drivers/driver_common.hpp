// driver_common.hpp - command line protocol shared by all benchmark drivers. See ../README.md.
#pragma once
#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>
#include <vector>

namespace bench {

struct Options {
    std::string op, host = "127.0.0.1", user = "root", key, cipher = "aes256-gcm@openssh.com",
                    mac = "hmac-sha2-256-etm@openssh.com";
    std::string kex, path, local, command;
    int port = 22;
    std::uint64_t bytes = 0, count = 1, files = 0, chunk = 0, window = 0, depth = 0;
};

[[noreturn]] inline void die(const std::string& what) {
    std::fprintf(stderr, "driver: %s\n", what.c_str());
    std::exit(1);
}

inline Options parse(int argc, char** argv) {
    Options o;
    if (argc < 2)
        die("usage: driver <get|put|exec|connect|latency|small-get|small-put|idle> --host .. --port .. "
            "--user .. --key .. --cipher .. --bytes ..");
    o.op = argv[1];
    for (int i = 2; i + 1 < argc; i += 2) {
        std::string k = argv[i], v = argv[i + 1];
        auto num = [&] { return std::strtoull(v.c_str(), nullptr, 10); };
        if (k == "--host")
            o.host = v;
        else if (k == "--port")
            o.port = int(num());
        else if (k == "--user")
            o.user = v;
        else if (k == "--key")
            o.key = v;
        else if (k == "--cipher")
            o.cipher = v;
        else if (k == "--mac")
            o.mac = v;
        else if (k == "--kex")
            o.kex = v;
        else if (k == "--path")
            o.path = v;
        else if (k == "--local")
            o.local = v;
        else if (k == "--command")
            o.command = v;
        else if (k == "--bytes")
            o.bytes = num();
        else if (k == "--count")
            o.count = num();
        else if (k == "--files")
            o.files = num();
        else if (k == "--chunk")
            o.chunk = num();
        else if (k == "--window")
            o.window = num();
        else if (k == "--depth")
            o.depth = num();
        else
            die("unknown option " + k);
    }
    if (o.op == "exec" && o.command.empty()) o.command = "head -c " + std::to_string(o.bytes) + " /dev/zero";
    if (o.op == "latency" && o.command.empty()) o.command = "true";
    return o;
}

inline int tcp_connect(const Options& o) {
    int s = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_port = htons(std::uint16_t(o.port));
    if (::inet_pton(AF_INET, o.host.c_str(), &a.sin_addr) != 1) die("host must be an IPv4 literal");
    if (::connect(s, reinterpret_cast<sockaddr*>(&a), sizeof a) != 0) die("connect failed");
    int one = 1;
    ::setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return s;
}

// Local end of a transfer. get: sink (default: discard). put: source (default: repeat a memory pattern).
struct Local {
    int fd = -1;
    std::vector<char> pattern;
    explicit Local(const Options& o) {
        if (o.local.empty()) return;
        fd = o.op == "get" ? ::open(o.local.c_str(), O_WRONLY | O_CREAT, 0600)
                           : ::open(o.local.c_str(), O_RDONLY);
        if (fd < 0) die("cannot open " + o.local);
    }
    void sink(const char* p, std::size_t n) {
        while (fd >= 0 && n) {
            ssize_t w = ::write(fd, p, n);
            if (w <= 0) die("local write");
            p += w;
            n -= std::size_t(w);
        }
    }
    std::size_t source(char* p, std::size_t n) {
        if (fd < 0) {
            std::memset(p, 0x5a, n);
            return n;
        }
        std::size_t got = 0;
        while (got < n) {
            ssize_t r = ::read(fd, p + got, n - got);
            if (r < 0) die("local read");
            if (r == 0) break;
            got += std::size_t(r);
        }
        return got;
    }
};

inline std::string small_name(const std::string& dir, std::uint64_t i) {
    char b[32];
    std::snprintf(b, sizeof b, "/f%05llu", (unsigned long long)i);
    return dir + b;
}

struct Report {
    std::chrono::steady_clock::time_point t0 = std::chrono::steady_clock::now();
    // One line, key=value; the harness takes CPU and RSS from wait4(), these are a cross-check.
    void done(const Options& o, std::uint64_t bytes, std::uint64_t ops) {
        double w = std::chrono::duration<double>(std::chrono::steady_clock::now() - t0).count();
        rusage u{};
        ::getrusage(RUSAGE_SELF, &u);
        std::printf("op=%s bytes=%llu ops=%llu wall_s=%.4f user_s=%.4f sys_s=%.4f rss_kb=%ld\n", o.op.c_str(),
                    (unsigned long long)bytes, (unsigned long long)ops, w,
                    double(u.ru_utime.tv_sec) + double(u.ru_utime.tv_usec) / 1e6,
                    double(u.ru_stime.tv_sec) + double(u.ru_stime.tv_usec) / 1e6, u.ru_maxrss);
        std::fflush(stdout);
    }
};

inline long rss_kb() {
    long rss = 0, a = 0;
    if (FILE* f = std::fopen("/proc/self/statm", "r")) {
        if (std::fscanf(f, "%ld %ld", &a, &rss) != 2) rss = 0;
        std::fclose(f);
    }
    return rss * (::sysconf(_SC_PAGESIZE) / 1024);
}
} // namespace bench
