// limits.cpp - physical limits for an SSH bulk transfer on this machine.
// Usage: limits [GiB]      (peer process is pinned to core 1, the measured one to core 0)
// Prints: name  chunk  wall_GB/s  cpu_s_per_GiB(user+sys of the measured process only)
#include <arpa/inet.h>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <immintrin.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sched.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

#ifdef WITH_OPENSSL
#include <openssl/evp.h>
#endif

static double cpu() {
    rusage u{};
    getrusage(RUSAGE_SELF, &u);
    return double(u.ru_utime.tv_sec + u.ru_stime.tv_sec) +
           double(u.ru_utime.tv_usec + u.ru_stime.tv_usec) / 1e6;
}
static double now() {
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}
static void pin(int c) {
    cpu_set_t s;
    CPU_ZERO(&s);
    CPU_SET(c, &s);
    sched_setaffinity(0, sizeof s, &s);
}
static const double GiB = 1073741824.0;

struct Pair {
    int near_, far_;
};
static Pair tcp_pair() {
    int l = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in a{};
    a.sin_family = AF_INET;
    a.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t al = sizeof a;
    if (bind(l, (sockaddr*)&a, al) || listen(l, 1)) std::exit(1);
    getsockname(l, (sockaddr*)&a, &al);
    int c = socket(AF_INET, SOCK_STREAM, 0);
    if (connect(c, (sockaddr*)&a, al)) std::exit(1);
    int s = accept(l, nullptr, nullptr);
    close(l);
    int one = 1;
    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    setsockopt(s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    return {c, s};
}
static Pair unix_pair() {
    int v[2];
    if (socketpair(AF_UNIX, SOCK_STREAM, 0, v)) std::exit(1);
    return {v[0], v[1]};
}

template <class W>
static void rx(const char* name, Pair p, size_t chunk, uint64_t total, W&& work) {
    pid_t k = fork();
    if (!k) {
        close(p.near_);
        pin(1);
        std::vector<char> b(262144, 'x');
        for (;;)
            if (write(p.far_, b.data(), b.size()) <= 0) _exit(0);
    }
    close(p.far_);
    std::vector<unsigned char> b(chunk + 64);
    uint64_t got = 0;
    while (got < (64u << 20)) {
        ssize_t n = read(p.near_, b.data(), chunk);
        got += uint64_t(n);
    }
    double c0 = cpu(), t0 = now();
    got = 0;
    while (got < total) {
        ssize_t n = read(p.near_, b.data(), chunk);
        if (n <= 0) std::exit(2);
        work(b.data(), size_t(n));
        got += uint64_t(n);
    }
    double c = cpu() - c0, t = now() - t0;
    close(p.near_);
    waitpid(k, nullptr, 0);
    std::printf("%-34s %8zu %8.2f GB/s %8.3f cpu_s/GiB\n", name, chunk, double(got) / t / 1e9,
                c / (double(got) / GiB));
    std::fflush(stdout);
}
template <class W>
static void tx(const char* name, Pair p, size_t chunk, uint64_t total, W&& work) {
    pid_t k = fork();
    if (!k) {
        close(p.near_);
        pin(1);
        std::vector<char> b(1 << 20);
        while (read(p.far_, b.data(), b.size()) > 0) {
        }
        _exit(0);
    }
    close(p.far_);
    std::vector<unsigned char> b(chunk + 64, 'x');
    double c0 = cpu(), t0 = now();
    uint64_t put = 0;
    while (put < total) {
        work(b.data(), chunk);
        size_t o = 0;
        while (o < chunk) {
            ssize_t n = write(p.near_, b.data() + o, chunk - o);
            if (n <= 0) std::exit(2);
            o += size_t(n);
        }
        put += chunk;
    }
    double c = cpu() - c0, t = now() - t0;
    close(p.near_);
    waitpid(k, nullptr, 0);
    std::printf("%-34s %8zu %8.2f GB/s %8.3f cpu_s/GiB\n", name, chunk, double(put) / t / 1e9,
                c / (double(put) / GiB));
    std::fflush(stdout);
}

#if defined(__x86_64__)
__attribute__((target("avx512f,vaes"))) static double
vaes_ctr_bound() { // 14-round AES-256 on 8 zmm lanes, no loads/stores
    __m512i k = _mm512_set1_epi32(0x1234567), b[8];
    for (int i = 0; i < 8; ++i) b[i] = _mm512_set1_epi32(i);
    double t0 = now();
    const uint64_t it = 2000000;
    for (uint64_t n = 0; n < it; ++n)
        for (int r = 0; r < 14; ++r) {
            for (int i = 0; i < 8; ++i) b[i] = _mm512_aesenc_epi128(b[i], k);
        }
    double t = now() - t0;
    for (int i = 1; i < 8; ++i) b[0] = _mm512_xor_si512(b[0], b[i]);
    volatile int s = _mm_cvtsi128_si32(_mm512_castsi512_si128(b[0]));
    (void)s;
    return double(it) * 8 * 64 / t / 1e9;
}
__attribute__((target("avx512f,vaes,vpclmulqdq"))) static double
vghash_bound() { // 4 multiplies per 64 bytes (schoolbook, aggregated reduction)
    __m512i k = _mm512_set1_epi32(0x1234567), b[8];
    for (int i = 0; i < 8; ++i) b[i] = _mm512_set1_epi32(i + 1);
    double t0 = now();
    const uint64_t it = 4000000;
    for (uint64_t n = 0; n < it; ++n)
        for (int r = 0; r < 4; ++r)
            for (int i = 0; i < 8; ++i)
                b[i] = _mm512_xor_si512(_mm512_clmulepi64_epi128(b[i], k, 0x10), b[i]);
    double t = now() - t0;
    for (int i = 1; i < 8; ++i) b[0] = _mm512_xor_si512(b[0], b[i]);
    volatile int s = _mm_cvtsi128_si32(_mm512_castsi512_si128(b[0]));
    (void)s;
    return double(it) * 8 * 64 / t / 1e9;
}
#endif

int main(int argc, char** argv) {
    uint64_t total = uint64_t((argc > 1 ? std::atof(argv[1]) : 2.0) * GiB);
    pin(0);
    {
        std::vector<char> a(512u << 20, 'a'), b(512u << 20, 'b');
        double best = 1e9;
        for (int i = 0; i < 5; ++i) {
            double t = now();
            std::memcpy(b.data(), a.data(), a.size());
            t = now() - t;
            best = t < best ? t : best;
        }
        std::printf("%-34s %8s %8.2f GB/s %8.3f cpu_s/GiB\n", "memcpy (DRAM, 512 MiB)", "-",
                    double(a.size()) / best / 1e9, GiB / (double(a.size()) / best));
        best = 1e9;
        for (int i = 0; i < 5; ++i) {
            double t = now();
            for (int j = 0; j < 4096; ++j) {
                std::memcpy(b.data(), a.data(), 131072);
                asm volatile("" ::: "memory");
            }
            t = now() - t;
            best = t < best ? t : best;
        }
        std::printf("%-34s %8s %8.2f GB/s %8.3f cpu_s/GiB\n", "memcpy (L2, 128 KiB)", "-",
                    4096.0 * 131072 / best / 1e9, GiB / (4096.0 * 131072 / best));
    }
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("vpclmulqdq")) {
        double a = vaes_ctr_bound(), g = vghash_bound();
        std::printf("%-34s %8s %8.2f GB/s %8.3f cpu_s/GiB\n", "VAES-512 AES-256 rounds bound", "-", a,
                    GiB / (a * 1e9));
        std::printf("%-34s %8s %8.2f GB/s %8.3f cpu_s/GiB\n", "VPCLMUL-512 GHASH bound", "-", g,
                    GiB / (g * 1e9));
        double s = 1 / (1 / a + 1 / g);
        std::printf("%-34s %8s %8.2f GB/s %8.3f cpu_s/GiB\n", "AES-256-GCM serial bound", "-", s,
                    GiB / (s * 1e9));
    }
#endif
    auto none = [](unsigned char*, size_t) {};
    for (size_t c : {8192u, 16384u, 32768u, 65536u, 131072u, 262144u, 1048576u})
        rx("tcp rx", tcp_pair(), c, total, none);
    for (size_t c : {8192u, 16384u, 32768u, 65536u, 131072u, 262144u, 1048576u})
        tx("tcp tx", tcp_pair(), c, total, none);
    for (size_t c : {32768u, 262144u}) {
        rx("unix socketpair rx", unix_pair(), c, total, none);
        tx("unix socketpair tx", unix_pair(), c, total, none);
    }
#ifdef WITH_OPENSSL
    auto run = [&](const char* rn, const char* tn, const EVP_CIPHER* ciph, bool aead) {
        unsigned char key[32] = {1}, iv[16] = {2}, aad[4] = {}, tag[16];
        int ol;
        EVP_CIPHER_CTX* d = EVP_CIPHER_CTX_new();
        EVP_DecryptInit_ex(d, ciph, nullptr, key, iv);
        EVP_CIPHER_CTX* e = EVP_CIPHER_CTX_new();
        EVP_EncryptInit_ex(e, ciph, nullptr, key, iv);
        auto dec = [&](unsigned char* p, size_t n) {
            for (size_t o = 0; o < n; o += 32768) {
                size_t k = n - o < 32768 ? n - o : 32768;
                if (aead) {
                    EVP_DecryptInit_ex(d, nullptr, nullptr, nullptr, iv);
                    EVP_DecryptUpdate(d, nullptr, &ol, aad, 4);
                }
                EVP_DecryptUpdate(d, p + o, &ol, p + o, int(k));
                if (aead) {
                    EVP_CIPHER_CTX_ctrl(d, EVP_CTRL_AEAD_SET_TAG, 16, tag);
                    EVP_DecryptFinal_ex(d, p + o, &ol);
                }
            }
        };
        auto enc = [&](unsigned char* p, size_t n) {
            for (size_t o = 0; o < n; o += 32768) {
                size_t k = n - o < 32768 ? n - o : 32768;
                if (aead) {
                    EVP_EncryptInit_ex(e, nullptr, nullptr, nullptr, iv);
                    EVP_EncryptUpdate(e, nullptr, &ol, aad, 4);
                }
                EVP_EncryptUpdate(e, p + o, &ol, p + o, int(k));
                if (aead) {
                    EVP_EncryptFinal_ex(e, p + o, &ol);
                    EVP_CIPHER_CTX_ctrl(e, EVP_CTRL_AEAD_GET_TAG, 16, tag);
                }
            }
        };
        for (size_t c : {32768u, 131072u, 262144u}) rx(rn, tcp_pair(), c, total, dec);
        for (size_t c : {32768u, 131072u, 262144u}) tx(tn, tcp_pair(), c, total, enc);
    };
    run("tcp rx + aes256-gcm in place", "aes256-gcm in place + tcp tx", EVP_aes_256_gcm(), true);
    run("tcp rx + chacha20-poly1305", "chacha20-poly1305 + tcp tx", EVP_chacha20_poly1305(), true);
#endif
}
