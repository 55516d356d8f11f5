// crypto_bench.cpp - the primitives of this library at the sizes of SSH packets, as its ciphers, MACs, key exchanges and host
// keys call them: the same code over each backend, so that ratios are of backends.
// Usage: crypto_bench [filter-substring]
// Output (tab separated): group  backend  msg_bytes  value  unit; behind it a table of speeds relative to the other backends
//   bulk rows : GB/s (1e9 bytes / s) and ns per message, in place, a new nonce and the tag for each
//   pk rows   : operations / s
// Build: see build.sh; -DWITH_OPENSSL adds libcrypto.

#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/cryptopp/aes_gcm.hpp>
#include <hawser/algorithm/cryptopp/chacha20.hpp>
#include <hawser/algorithm/cryptopp/ed25519.hpp>
#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/poly1305.hpp>
#include <hawser/algorithm/cryptopp/rsa.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/cryptopp/x25519.hpp>
#include <hawser/algorithm/native/aes_ctr.hpp>
#include <hawser/algorithm/native/aes_gcm.hpp>
#include <hawser/algorithm/native/ed25519.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/algorithm/native/x25519.hpp>
#ifdef WITH_OPENSSL
#include <hawser/algorithm/openssl/aes_ctr.hpp>
#include <hawser/algorithm/openssl/aes_gcm.hpp>
#include <hawser/algorithm/openssl/chacha20.hpp>
#include <hawser/algorithm/openssl/hmac.hpp>
#include <hawser/algorithm/openssl/nist_curve.hpp>
#include <hawser/algorithm/openssl/poly1305.hpp>
#include <hawser/algorithm/openssl/rsa.hpp>
#include <hawser/algorithm/openssl/sha2.hpp>
#endif

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <map>
#include <string>
#include <time.h>
#include <vector>

// The time of this thread: what else runs on the machine is not counted.
struct clk {
    using duration = std::chrono::nanoseconds;
    using rep = duration::rep;
    using period = duration::period;
    using time_point = std::chrono::time_point<clk>;
    static constexpr bool is_steady = true;
    static time_point now() {
        timespec t{};
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
        return time_point{std::chrono::seconds{t.tv_sec} + std::chrono::nanoseconds{t.tv_nsec}};
    }
};
static std::string g_filter;
static double g_target = 0.04;
static int g_reps = 7;

template <class F>
static double ns_per_call(F&& f) {
    std::size_t n = 1;
    for (;;) {
        auto t0 = clk::now();
        for (std::size_t i = 0; i < n; ++i) f();
        double s = std::chrono::duration<double>(clk::now() - t0).count();
        if (s > g_target / 4) {
            n = std::max<std::size_t>(1, std::size_t(double(n) * g_target / s));
            break;
        }
        n *= 2;
    }
    std::vector<double> v;
    for (int r = 0; r < g_reps; ++r) {
        auto t0 = clk::now();
        for (std::size_t i = 0; i < n; ++i) f();
        v.push_back(std::chrono::duration<double, std::nano>(clk::now() - t0).count() / double(n));
    }
    std::sort(v.begin(), v.end());
    return v[v.size() / 2];
}
static bool want(const std::string& g, const std::string& b) {
    return g_filter.empty() || (g + "/" + b).find(g_filter) != std::string::npos;
}
static const std::size_t kSizes[] = {64, 1024, 32768, 262144};
alignas(64) static unsigned char g_buf[262144 + 128];
static unsigned char g_key[64];

// GB/s by group, backend and size, for the table at the end
static std::map<std::string, std::map<std::string, std::map<std::size_t, double>>> g_speed;

// op(buf, len): process one message in place
template <class F>
static void bulk(const char* group, const char* backend, F&& op) {
    if (!want(group, backend)) return;
    for (std::size_t n : kSizes) {
        double ns = ns_per_call([&] { op(g_buf, n); });
        g_speed[group][backend][n] = double(n) / ns;
        std::printf("%s\t%s\t%zu\t%.3f\tGB/s\t%.0f\tns/msg\n", group, backend, n, double(n) / ns, ns);
        std::fflush(stdout);
    }
}
template <class F>
static void pk(const char* group, const char* backend, F&& op) {
    if (!want(group, backend)) return;
    double ns = ns_per_call(op);
    std::printf("%s\t%s\t-\t%.0f\top/s\t%.1f\tus\n", group, backend, 1e9 / ns, ns / 1e3);
    std::fflush(stdout);
}
static void bump(unsigned char* iv) {
    for (int i = 11; i >= 4; --i)
        if (++iv[i]) break;
}

using hawser::byte_span;
using hawser::byte_vector;
using hawser::byte_view;

static byte_view key_bytes(std::size_t size) { return {reinterpret_cast<const std::byte*>(g_key), size}; }
static byte_span data_bytes(unsigned char* p, std::size_t n) { return {reinterpret_cast<std::byte*>(p), n}; }

// What comes after the key is for native:: alone: the width of registers.
template <class Gcm, class... Kernel>
static void bench_gcm(const char* group, const char* backend, const Kernel*... kernel) {
    typename Gcm::sealer sealer;
    (void)sealer.start(key_bytes(Gcm::key_size), kernel...);
    unsigned char iv[12] = {};
    const std::array<std::byte, 4> aad{};
    std::array<std::byte, 16> tag;
    bulk(group, backend, [&](unsigned char* p, size_t n) {
        bump(iv);
        (void)sealer.seal(std::as_bytes(std::span{iv}), aad, data_bytes(p, n), tag);
    });
}
template <class Ctr, class... Kernel>
static void bench_ctr(const char* group, const char* backend, const Kernel*... kernel) {
    Ctr stream;
    (void)stream.start(key_bytes(Ctr::key_size), key_bytes(16), kernel...);
    bulk(group, backend, [&](unsigned char* p, size_t n) { (void)stream.apply(data_bytes(p, n)); });
}
template <class Stream, class Mac>
static void bench_chacha(const char* backend) {
    Stream stream;
    (void)stream.start(key_bytes(32));
    bulk("chacha20", backend, [&](unsigned char* p, size_t n) {
        (void)stream.restart(key_bytes(8));
        (void)stream.apply(data_bytes(p, n));
    });
    Mac mac;
    std::array<std::byte, 16> tag;
    bulk("poly1305", backend, [&](unsigned char* p, size_t n) {
        (void)mac.start(key_bytes(32));
        (void)mac.update(data_bytes(p, n));
        (void)mac.final(tag);
    });
    typename hawser::cipher::basic_chacha20_poly1305<Stream, Mac>::sealer sealer;
    (void)sealer.start(key_bytes(64), {});
    std::uint32_t sequence = 0;
    bulk("chacha20-poly1305", backend,
         [&](unsigned char* p, size_t n) { (void)sealer.seal(++sequence, data_bytes(p, n), tag); });
}
template <class Hmac>
static void bench_hmac(const char* group, const char* backend) {
    Hmac mac;
    (void)mac.start(key_bytes(Hmac::size));
    std::array<std::byte, Hmac::size> tag;
    bulk(group, backend, [&](unsigned char* p, size_t n) {
        (void)mac.update(data_bytes(p, n));
        (void)mac.final(tag);
    });
}
template <class Digest>
static void bench_digest(const char* group, const char* backend) {
    Digest digest;
    std::array<std::byte, Digest::size> out;
    bulk(group, backend, [&](unsigned char* p, size_t n) {
        (void)digest.update(data_bytes(p, n));
        (void)digest.final(out);
    });
}
/// Key pairs from a counter: their quality is of no matter here.
struct counting_random {
    unsigned char next = 1;
    hawser::result<void> fill(byte_span out) noexcept {
        for (std::byte& b : out) b = static_cast<std::byte>(next = static_cast<unsigned char>(next * 5 + 3));
        return {};
    }
};
template <class Curve>
static void bench_curve(const std::string& name, const char* backend) {
    counting_random random;
    byte_vector a(Curve::scalar_size), b(Curve::scalar_size), ka(Curve::point_size), kb(Curve::point_size);
    byte_vector x(Curve::coordinate_size), r(Curve::scalar_size), s(Curve::scalar_size);
    (void)Curve::generate(random, a, ka);
    (void)Curve::generate(random, b, kb);
    pk((name + " keygen").c_str(), backend, [&] { (void)Curve::public_point(a, ka); });
    pk((name + " agree").c_str(), backend, [&] { (void)Curve::agree(a, kb, x); });
    pk((name + " sign").c_str(), backend, [&] { (void)Curve::sign(key_bytes(32), a, b, r, s); });
    pk((name + " verify").c_str(), backend, [&] { (void)Curve::verify(key_bytes(32), ka, r, s); });
}
template <class X25519, class Ed25519>
static void bench_curve25519(const char* backend) {
    byte_vector a(32), b(32), ka(32), kb(32), x(32), signature(64);
    std::copy_n(key_bytes(32).begin(), 32, a.begin());
    (void)X25519::public_value(a, ka);
    b = ka;
    (void)X25519::public_value(b, kb);
    pk("x25519 keygen", backend, [&] { (void)X25519::public_value(a, ka); });
    pk("x25519 agree", backend, [&] { (void)X25519::agree(a, kb, x); });
    (void)Ed25519::public_key(a, ka);
    pk("ed25519 sign", backend, [&] { (void)Ed25519::sign(a, ka, key_bytes(32), signature); });
    pk("ed25519 verify", backend, [&] { (void)Ed25519::verify(ka, key_bytes(32), signature); });
}
template <class Rsa, class Key>
static void bench_rsa(const Key& key, const char* backend) {
    counting_random random;
    const typename Rsa::private_key view{key.n.view(),    key.e.view(), key.d.view(),
                                         key.iqmp.view(), key.p.view(), key.q.view()};
    byte_vector input(view.n.size(), std::byte{0x11}), out(view.n.size());
    pk("rsa3072 private", backend, [&] { (void)Rsa::private_power(out, input, view, random); });
    pk("rsa3072 public", backend, [&] { (void)Rsa::public_power(input, out, view.n, view.e); });
}

// A line for each backend and size: GB/s, and how many times as fast as the backend is on Crypto++ and on OpenSSL.
static void print_ratios() {
    std::printf("\n%-24s %-20s %7s %8s %10s %10s\n", "", "", "bytes", "GB/s", "/cryptopp", "/openssl");
    for (const auto& [group, backends] : g_speed) {
        const auto beside = [&, all = &backends](const char* other, std::size_t size, double speed) {
            const auto found = all->find(other);
            return found == all->end() ? 0.0 : speed / found->second.at(size);
        };
        for (const auto& [backend, speeds] : backends) {
            for (const auto& [size, speed] : speeds)
                std::printf("%-24s %-20s %7zu %8.2f %10.2f %10.2f\n", group.c_str(), backend.c_str(), size,
                            speed, beside("cryptopp", size, speed), beside("openssl", size, speed));
        }
    }
}

static void run_all() {
    using namespace hawser;
    counting_random random;
    const auto rsa_key = cryptopp::rsa::generate(random, 3072);
    bench_gcm<cryptopp::aes_gcm<32>>("aes256-gcm", "cryptopp");
    bench_ctr<cryptopp::aes_ctr<32>>("aes256-ctr", "cryptopp");
    for (const native::aes_kernel& kernel : native::aes_kernels()) {
        const std::string name = "native, " + std::string{kernel.name};
        bench_gcm<native::aes_gcm<32>>("aes256-gcm", name.c_str(), &kernel);
        bench_ctr<native::aes_ctr<32>>("aes256-ctr", name.c_str(), &kernel);
    }
    bench_chacha<cryptopp::chacha20, cryptopp::poly1305>("cryptopp");
    bench_chacha<native::chacha20, native::poly1305>("native");
    bench_hmac<cryptopp::hmac<cryptopp::sha256>>("hmac-sha2-256", "cryptopp");
    bench_hmac<cryptopp::hmac<cryptopp::sha512>>("hmac-sha2-512", "cryptopp");
    bench_digest<cryptopp::sha512>("sha512", "cryptopp");
    bench_curve<native::p256>("p256", "native");
    bench_curve<native::p384>("p384", "native");
    bench_curve25519<cryptopp::x25519, cryptopp::ed25519>("cryptopp");
    bench_curve25519<native::x25519, native::ed25519>("native");
    bench_rsa<cryptopp::rsa>(*rsa_key, "cryptopp, native private");
#ifdef WITH_OPENSSL
    bench_gcm<openssl::aes_gcm<32>>("aes256-gcm", "openssl");
    bench_ctr<openssl::aes_ctr<32>>("aes256-ctr", "openssl");
    bench_chacha<openssl::chacha20, openssl::poly1305>("openssl");
    bench_hmac<openssl::hmac<openssl::sha256>>("hmac-sha2-256", "openssl");
    bench_hmac<openssl::hmac<openssl::sha512>>("hmac-sha2-512", "openssl");
    bench_digest<openssl::sha512>("sha512", "openssl");
    bench_curve<openssl::p256>("p256", "openssl");
    bench_curve<openssl::p384>("p384", "openssl");
    bench_rsa<openssl::rsa>(*rsa_key, "openssl");
#endif
}

int main(int argc, char** argv) {
    if (argc > 1) g_filter = argv[1];
    for (int i = 0; i < 64; ++i) g_key[i] = (unsigned char)(i * 7 + 1);
    std::memset(g_buf, 0x5a, sizeof g_buf);
    bulk("memcpy", "libc", [](unsigned char* p, size_t n) {
        static unsigned char dst[262144];
        std::memcpy(dst, p, n);
        asm volatile("" ::"r"(dst) : "memory");
    });
    run_all();
    print_ratios();
}
