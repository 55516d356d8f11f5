// crypto_bench.cpp - primitive micro-benchmark at SSH packet scale.
// Usage: crypto_bench [filter-substring]
// Output (tab separated): group  backend/variant  msg_bytes  value  unit
//   bulk rows : GB/s (1e9 bytes / s) and ns per message, in-place, with the per-packet re-IV included
//   pk rows   : operations / s
// Build: see bench/build.sh (each is optional: -DWITH_HAWSER -DWITH_CRYPTOPP -DWITH_OPENSSL -DWITH_BOTAN
// -DWITH_SODIUM)
#include <algorithm>
#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <time.h>
#include <vector>

// RFC 3526 MODP groups 14 and 16
static const char kG14[] =
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AACAA68FFFFFFFFFFFFFFFF";
static const char kG16[] =
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A92108011A723C12A787E6D7"
    "88719A10BDBA5B2699C327186AF4E23C1A946834B6150BDA2583E9CA2AD44CE8DBBBC2DB04DE8EF92E8EFC141FBECAA6"
    "287C59474E6BC05D99B2964FA090C3A2233BA186515BE7ED1F612970CEE2D7AFB81BDD762170481CD0069127D5B05AA9"
    "93B4EA988D8FDDC186FFB7DC90A6C08F4DF435C934063199FFFFFFFFFFFFFFFF";

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
static unsigned char g_key[64], g_iv[16], g_mac[64];

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

#ifdef WITH_CRYPTOPP
#include <cryptopp/aes.h>
#include <cryptopp/chacha.h>
#include <cryptopp/chachapoly.h>
#include <cryptopp/dh.h>
#include <cryptopp/eccrypto.h>
#include <cryptopp/gcm.h>
#include <cryptopp/hmac.h>
#include <cryptopp/modes.h>
#include <cryptopp/nbtheory.h>
#include <cryptopp/oids.h>
#include <cryptopp/osrng.h>
#include <cryptopp/poly1305.h>
#include <cryptopp/rsa.h>
#include <cryptopp/sha.h>
#include <cryptopp/xed25519.h>
static void run_cryptopp() {
    using namespace CryptoPP;
    for (int kl : {16, 32}) {
        std::string g = "aes" + std::to_string(kl * 8) + "-ctr";
        {
            CTR_Mode<AES>::Encryption e;
            e.SetKeyWithIV(g_key, kl, g_iv);
            bulk(g.c_str(), "cryptopp/CTR_Mode", [&](unsigned char* p, size_t n) { e.ProcessData(p, p, n); });
        }
        {
            AES::Encryption a(g_key, kl);
            CTR_Mode_ExternalCipher::Encryption e(a, g_iv);
            bulk(g.c_str(), "cryptopp/ExternalCipher",
                 [&](unsigned char* p, size_t n) { e.ProcessData(p, p, n); });
        }
        { // Bypass the mode object: AdvancedProcessBlocks with BT_InBlockIsCounter straight on the AES-NI
            // code.
            AES::Encryption a(g_key, kl);
            unsigned char c[16];
            std::memcpy(c, g_iv, 16);
            bulk(g.c_str(), "cryptopp/AdvancedProcessBlocks", [&](unsigned char* p, size_t n) {
                // low-byte carry is handled in 256-block runs as the mode does
                size_t blocks = n / 16, done = 0;
                while (done < blocks) {
                    size_t run = std::min<size_t>(blocks - done, 256 - c[15]);
                    unsigned lsb = c[15];
                    a.AdvancedProcessBlocks(c, p + done * 16, p + done * 16, run * 16,
                                            BlockTransformation::BT_InBlockIsCounter |
                                                BlockTransformation::BT_AllowParallel);
                    if ((c[15] = (unsigned char)(lsb + run)) == 0)
                        for (int i = 14; i >= 0; --i)
                            if (++c[i]) break;
                    done += run;
                }
            });
        }
        g = "aes" + std::to_string(kl * 8) + "-gcm";
        unsigned char iv[12] = {};
        unsigned char aad[4] = {0, 0, 1, 0};
        {
            GCM<AES, GCM_2K_Tables>::Encryption e;
            e.SetKeyWithIV(g_key, kl, iv, 12);
            bulk(g.c_str(), "cryptopp/GCM_2K one-call", [&](unsigned char* p, size_t n) {
                bump(iv);
                e.EncryptAndAuthenticate(p, g_mac, 16, iv, 12, aad, 4, p, n);
            });
        }
        {
            GCM<AES, GCM_64K_Tables>::Encryption e;
            e.SetKeyWithIV(g_key, kl, iv, 12);
            bulk(g.c_str(), "cryptopp/GCM_64K one-call", [&](unsigned char* p, size_t n) {
                bump(iv);
                e.EncryptAndAuthenticate(p, g_mac, 16, iv, 12, aad, 4, p, n);
            });
        }
        {
            GCM<AES>::Decryption e;
            e.SetKeyWithIV(g_key, kl, iv, 12);
            bulk(g.c_str(), "cryptopp/GCM_2K decrypt+verify", [&](unsigned char* p, size_t n) {
                bump(iv);
                volatile bool ok = e.DecryptAndVerify(p, g_mac, 16, iv, 12, aad, 4, p, n);
                (void)ok;
            });
        }
        {
            GCM<AES>::Encryption e;
            bulk(g.c_str(), "cryptopp/GCM_2K SetKeyWithIV-each", [&](unsigned char* p, size_t n) {
                bump(iv);
                e.SetKeyWithIV(g_key, kl, iv, 12);
                e.Update(aad, 4);
                e.ProcessData(p, p, n);
                e.TruncatedFinal(g_mac, 16);
            });
        }
    }
    {
        ChaCha20Poly1305::Encryption e;
        unsigned char iv[12] = {};
        unsigned char aad[4] = {};
        e.SetKeyWithIV(g_key, 32, iv, 12);
        bulk("chacha20-poly1305", "cryptopp/ChaCha20Poly1305 (IETF AEAD)", [&](unsigned char* p, size_t n) {
            bump(iv);
            e.EncryptAndAuthenticate(p, g_mac, 16, iv, 12, aad, 4, p, n);
        });
    }
    { // openssh construction: main ChaCha (64-bit nonce), header ChaCha, Poly1305TLS keyed from block 0
        ChaCha::Encryption main_, hdr;
        unsigned char nonce[8] = {};
        Poly1305TLS poly;
        uint64_t seq = 0;
        main_.SetKeyWithIV(g_key, 32, nonce, 8);
        hdr.SetKeyWithIV(g_key + 32, 32, nonce, 8);
        static const unsigned char zero[64] = {};
        bulk("chacha20-poly1305", "cryptopp/openssh ChaCha+Poly1305TLS", [&](unsigned char* p, size_t n) {
            ++seq;
            for (int i = 0; i < 8; ++i) nonce[i] = (unsigned char)(seq >> (56 - 8 * i));
            unsigned char len[4] = {0, 0, 128, 0}, pkey[64];
            hdr.Resynchronize(nonce, 8);
            hdr.ProcessData(len, len, 4);
            main_.Resynchronize(nonce, 8);
            main_.ProcessData(pkey, zero, 64);
            main_.ProcessData(p, p, n);
            poly.SetKey(pkey, 32);
            poly.Update(len, 4);
            poly.Update(p, n);
            poly.TruncatedFinal(g_mac, 16);
        });
    }
    {
        ChaCha::Encryption c;
        unsigned char nonce[8] = {};
        c.SetKeyWithIV(g_key, 32, nonce, 8);
        bulk("chacha20", "cryptopp/ChaCha", [&](unsigned char* p, size_t n) {
            c.Resynchronize(nonce, 8);
            c.ProcessData(p, p, n);
        });
    }
    {
        Poly1305TLS poly;
        bulk("poly1305", "cryptopp/Poly1305TLS", [&](unsigned char* p, size_t n) {
            poly.SetKey(g_key, 32);
            poly.Update(p, n);
            poly.TruncatedFinal(g_mac, 16);
        });
    }
    {
        HMAC<SHA256> h(g_key, 32);
        bulk("hmac-sha2-256", "cryptopp/HMAC", [&](unsigned char* p, size_t n) {
            h.Update(p, n);
            h.TruncatedFinal(g_mac, 32);
        });
    }
    {
        HMAC<SHA512> h(g_key, 64);
        bulk("hmac-sha2-512", "cryptopp/HMAC", [&](unsigned char* p, size_t n) {
            h.Update(p, n);
            h.TruncatedFinal(g_mac, 64);
        });
    }
    {
        HMAC<SHA1> h(g_key, 20);
        bulk("hmac-sha1", "cryptopp/HMAC", [&](unsigned char* p, size_t n) {
            h.Update(p, n);
            h.TruncatedFinal(g_mac, 20);
        });
    }
    {
        SHA256 h;
        bulk("sha256", "cryptopp/SHA256", [&](unsigned char* p, size_t n) {
            h.Update(p, n);
            h.Final(g_mac);
        });
    }
    for (int kl : {16, 32}) {
        std::string g = "aes" + std::to_string(kl * 8) + "-ctr+hmac-sha2-256-etm";
        CTR_Mode<AES>::Encryption e;
        e.SetKeyWithIV(g_key, kl, g_iv);
        HMAC<SHA256> h(g_key, 32);
        uint32_t seq = 0;
        bulk(g.c_str(), "cryptopp/two-pass", [&](unsigned char* p, size_t n) {
            ++seq;
            e.ProcessData(p, p, n);
            h.Update((unsigned char*)&seq, 4);
            h.Update(p, n);
            h.TruncatedFinal(g_mac, 32);
        });
        bulk(g.c_str(), "cryptopp/interleaved 4K", [&](unsigned char* p, size_t n) {
            ++seq;
            h.Update((unsigned char*)&seq, 4);
            for (size_t o = 0; o < n; o += 4096) {
                size_t k = std::min<size_t>(4096, n - o);
                e.ProcessData(p + o, p + o, k);
                h.Update(p + o, k);
            }
            h.TruncatedFinal(g_mac, 32);
        });
    }
    {
        std::string g = "aes256-ctr+hmac-sha2-512-etm";
        CTR_Mode<AES>::Encryption e;
        e.SetKeyWithIV(g_key, 32, g_iv);
        HMAC<SHA512> h(g_key, 64);
        bulk(g.c_str(), "cryptopp/two-pass", [&](unsigned char* p, size_t n) {
            e.ProcessData(p, p, n);
            h.Update(p, n);
            h.TruncatedFinal(g_mac, 64);
        });
    }

    AutoSeededRandomPool rng;
    {
        x25519 a(rng);
        SecByteBlock sk(32), pub(32), pk2(32), ss(32);
        a.GenerateKeyPair(rng, sk, pub);
        x25519 b(rng);
        SecByteBlock s2(32);
        b.GenerateKeyPair(rng, s2, pk2);
        pk("x25519 keygen", "cryptopp", [&] { a.GenerateKeyPair(rng, sk, pub); });
        pk("x25519 agree", "cryptopp", [&] { a.Agree(ss, sk, pk2); });
    }
    {
        ed25519::Signer s;
        s.AccessPrivateKey().GenerateRandom(rng);
        ed25519::Verifier v(s);
        unsigned char msg[256] = {}, sig[64];
        s.SignMessage(rng, msg, sizeof msg, sig);
        pk("ed25519 sign", "cryptopp", [&] { s.SignMessage(rng, msg, sizeof msg, sig); });
        pk("ed25519 verify", "cryptopp", [&] {
            volatile bool ok = v.VerifyMessage(msg, sizeof msg, sig, 64);
            (void)ok;
        });
    }
    {
        ECDH<ECP>::Domain d(ASN1::secp256r1());
        SecByteBlock a(d.PrivateKeyLength()), A(d.PublicKeyLength()), b(d.PrivateKeyLength()),
            B(d.PublicKeyLength()), z(d.AgreedValueLength());
        d.GenerateKeyPair(rng, a, A);
        d.GenerateKeyPair(rng, b, B);
        pk("ecdh-p256 keygen", "cryptopp", [&] { d.GenerateKeyPair(rng, a, A); });
        pk("ecdh-p256 agree", "cryptopp", [&] { d.Agree(z, a, B); });
    }
    {
        ECDSA<ECP, SHA256>::PrivateKey k;
        k.Initialize(rng, ASN1::secp256r1());
        ECDSA<ECP, SHA256>::Signer s(k);
        ECDSA<ECP, SHA256>::Verifier v(s);
        unsigned char msg[256] = {}, sig[64];
        s.SignMessage(rng, msg, sizeof msg, sig);
        pk("ecdsa-p256 sign", "cryptopp", [&] { s.SignMessage(rng, msg, sizeof msg, sig); });
        pk("ecdsa-p256 verify", "cryptopp", [&] {
            volatile bool ok = v.VerifyMessage(msg, sizeof msg, sig, 64);
            (void)ok;
        });
    }
    if (want("rsa3072 sign", "cryptopp") || want("rsa3072 verify", "cryptopp")) {
        InvertibleRSAFunction k;
        k.GenerateRandomWithKeySize(rng, 3072);
        RSASS<PKCS1v15, SHA512>::Signer s(k);
        RSASS<PKCS1v15, SHA512>::Verifier v(s);
        unsigned char msg[256] = {};
        SecByteBlock sig(s.SignatureLength());
        s.SignMessage(rng, msg, sizeof msg, sig);
        pk("rsa3072 sign", "cryptopp", [&] { s.SignMessage(rng, msg, sizeof msg, sig); });
        pk("rsa3072 verify", "cryptopp", [&] {
            volatile bool ok = v.VerifyMessage(msg, sizeof msg, sig, sig.size());
            (void)ok;
        });
    }
    for (int grp : {14, 16}) { // full-size exponent is never needed: 2*strength bits suffices (RFC 8268 /
                               // 4419), as OpenSSH does
        std::string n = "dh-group" + std::to_string(grp);
        Integer p((grp == 14 ? std::string(kG14) : std::string(kG16)).append("h").c_str()), g = 2;
        int bits = grp == 14 ? 512 : 512;
        Integer x(rng, bits), y = a_exp_b_mod_c(g, Integer(rng, bits), p);
        ModularArithmetic dummy(p);
        (void)dummy;
        MontgomeryRepresentation mr(p);
        pk((n + " keygen(g^x,512b)").c_str(), "cryptopp", [&] {
            Integer r = a_exp_b_mod_c(g, x, p);
            (void)r;
        });
        pk((n + " agree(y^x,512b)").c_str(), "cryptopp", [&] {
            Integer r = a_exp_b_mod_c(y, x, p);
            (void)r;
        });
    }
    pk("rng 32B", "cryptopp/AutoSeededRandomPool", [&] { rng.GenerateBlock(g_mac, 32); });
}
#endif

#ifdef WITH_OPENSSL
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/rsa.h>
static EVP_PKEY* gen(const char* type, size_t arg = 0, const char* curve = nullptr) {
    if (curve) return EVP_PKEY_Q_keygen(nullptr, nullptr, type, curve);
    if (arg) return EVP_PKEY_Q_keygen(nullptr, nullptr, type, arg);
    return EVP_PKEY_Q_keygen(nullptr, nullptr, type);
}
static void run_openssl() {
    for (int kl : {16, 32}) {
        std::string g = "aes" + std::to_string(kl * 8) + "-ctr";
        EVP_CIPHER_CTX* c = EVP_CIPHER_CTX_new();
        int ol;
        EVP_EncryptInit_ex(c, kl == 16 ? EVP_aes_128_ctr() : EVP_aes_256_ctr(), nullptr, g_key, g_iv);
        bulk(g.c_str(), "openssl/EVP",
             [&](unsigned char* p, size_t n) { EVP_EncryptUpdate(c, p, &ol, p, int(n)); });
        g = "aes" + std::to_string(kl * 8) + "-gcm";
        EVP_CIPHER_CTX* a = EVP_CIPHER_CTX_new();
        unsigned char iv[12] = {}, aad[4] = {};
        EVP_EncryptInit_ex(a, kl == 16 ? EVP_aes_128_gcm() : EVP_aes_256_gcm(), nullptr, g_key, iv);
        bulk(g.c_str(), "openssl/EVP re-iv", [&](unsigned char* p, size_t n) {
            bump(iv);
            EVP_EncryptInit_ex(a, nullptr, nullptr, nullptr, iv);
            EVP_EncryptUpdate(a, nullptr, &ol, aad, 4);
            EVP_EncryptUpdate(a, p, &ol, p, int(n));
            EVP_EncryptFinal_ex(a, p, &ol);
            EVP_CIPHER_CTX_ctrl(a, EVP_CTRL_AEAD_GET_TAG, 16, g_mac);
        });
        EVP_CIPHER_CTX* d = EVP_CIPHER_CTX_new();
        EVP_DecryptInit_ex(d, kl == 16 ? EVP_aes_128_gcm() : EVP_aes_256_gcm(), nullptr, g_key, iv);
        bulk(g.c_str(), "openssl/EVP decrypt", [&](unsigned char* p, size_t n) {
            bump(iv);
            EVP_DecryptInit_ex(d, nullptr, nullptr, nullptr, iv);
            EVP_DecryptUpdate(d, nullptr, &ol, aad, 4);
            EVP_DecryptUpdate(d, p, &ol, p, int(n));
            EVP_CIPHER_CTX_ctrl(d, EVP_CTRL_AEAD_SET_TAG, 16, g_mac);
            EVP_DecryptFinal_ex(d, p, &ol);
        });
    }
    {
        EVP_CIPHER_CTX* a = EVP_CIPHER_CTX_new();
        unsigned char iv[12] = {}, aad[4] = {};
        int ol;
        EVP_EncryptInit_ex(a, EVP_chacha20_poly1305(), nullptr, g_key, iv);
        bulk("chacha20-poly1305", "openssl/EVP (IETF AEAD)", [&](unsigned char* p, size_t n) {
            bump(iv);
            EVP_EncryptInit_ex(a, nullptr, nullptr, nullptr, iv);
            EVP_EncryptUpdate(a, nullptr, &ol, aad, 4);
            EVP_EncryptUpdate(a, p, &ol, p, int(n));
            EVP_EncryptFinal_ex(a, p, &ol);
            EVP_CIPHER_CTX_ctrl(a, EVP_CTRL_AEAD_GET_TAG, 16, g_mac);
        });
    }
    EVP_MAC* pm = EVP_MAC_fetch(nullptr, "POLY1305", nullptr);
    EVP_MAC_CTX* pc = EVP_MAC_CTX_new(pm);
    {
        EVP_CIPHER_CTX *m = EVP_CIPHER_CTX_new(), *h = EVP_CIPHER_CTX_new();
        int ol;
        uint64_t seq = 0;
        static const unsigned char zero[64] = {};
        unsigned char iv[16] = {};
        EVP_EncryptInit_ex(m, EVP_chacha20(), nullptr, g_key, iv);
        EVP_EncryptInit_ex(h, EVP_chacha20(), nullptr, g_key + 32, iv);
        bulk("chacha20-poly1305", "openssl/openssh EVP_chacha20+EVP_MAC", [&](unsigned char* p, size_t n) {
            ++seq;
            std::memset(iv, 0, 16);
            for (int i = 0; i < 8; ++i) iv[8 + i] = (unsigned char)(seq >> (56 - 8 * i));
            unsigned char len[4] = {0, 0, 128, 0}, pkey[64];
            size_t sl;
            EVP_EncryptInit_ex(h, nullptr, nullptr, nullptr, iv);
            EVP_EncryptUpdate(h, len, &ol, len, 4);
            EVP_EncryptInit_ex(m, nullptr, nullptr, nullptr, iv);
            EVP_EncryptUpdate(m, pkey, &ol, zero, 64);
            EVP_EncryptUpdate(m, p, &ol, p, int(n));
            EVP_MAC_init(pc, pkey, 32, nullptr);
            EVP_MAC_update(pc, len, 4);
            EVP_MAC_update(pc, p, n);
            EVP_MAC_final(pc, g_mac, &sl, 16);
        });
    }
    {
        EVP_CIPHER_CTX* m = EVP_CIPHER_CTX_new();
        unsigned char iv[16] = {};
        int ol;
        EVP_EncryptInit_ex(m, EVP_chacha20(), nullptr, g_key, iv);
        bulk("chacha20", "openssl/EVP", [&](unsigned char* p, size_t n) {
            EVP_EncryptInit_ex(m, nullptr, nullptr, nullptr, iv);
            EVP_EncryptUpdate(m, p, &ol, p, int(n));
        });
    }
    {
        size_t sl;
        bulk("poly1305", "openssl/EVP_MAC", [&](unsigned char* p, size_t n) {
            EVP_MAC_init(pc, g_key, 32, nullptr);
            EVP_MAC_update(pc, p, n);
            EVP_MAC_final(pc, g_mac, &sl, 16);
        });
    }
    EVP_MAC* hm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
    auto mk = [&](const char* dig, size_t kl) {
        EVP_MAC_CTX* c = EVP_MAC_CTX_new(hm);
        OSSL_PARAM p[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, const_cast<char*>(dig), 0),
                          OSSL_PARAM_construct_end()};
        EVP_MAC_init(c, g_key, kl, p);
        return c;
    };
    size_t sl;
    for (auto [n, d, k] : {std::tuple{"hmac-sha2-256", "SHA256", 32},
                           std::tuple{"hmac-sha2-512", "SHA512", 64}, std::tuple{"hmac-sha1", "SHA1", 20}}) {
        EVP_MAC_CTX* c = mk(d, size_t(k));
        bulk(n, "openssl/EVP_MAC re-init", [&](unsigned char* p, size_t len) {
            EVP_MAC_init(c, nullptr, 0, nullptr);
            EVP_MAC_update(c, p, len);
            EVP_MAC_final(c, g_mac, &sl, 64);
        });
    }
    {
        EVP_MD_CTX* c = EVP_MD_CTX_new();
        bulk("sha256", "openssl/EVP", [&](unsigned char* p, size_t n) {
            EVP_DigestInit_ex(c, EVP_sha256(), nullptr);
            EVP_DigestUpdate(c, p, n);
            EVP_DigestFinal_ex(c, g_mac, nullptr);
        });
    }
    for (int kl : {16, 32}) {
        std::string g = "aes" + std::to_string(kl * 8) + "-ctr+hmac-sha2-256-etm";
        EVP_CIPHER_CTX* c = EVP_CIPHER_CTX_new();
        int ol;
        uint32_t seq = 0;
        EVP_EncryptInit_ex(c, kl == 16 ? EVP_aes_128_ctr() : EVP_aes_256_ctr(), nullptr, g_key, g_iv);
        EVP_MAC_CTX* h = mk("SHA256", 32);
        bulk(g.c_str(), "openssl/two-pass", [&](unsigned char* p, size_t n) {
            ++seq;
            EVP_EncryptUpdate(c, p, &ol, p, int(n));
            EVP_MAC_init(h, nullptr, 0, nullptr);
            EVP_MAC_update(h, (unsigned char*)&seq, 4);
            EVP_MAC_update(h, p, n);
            EVP_MAC_final(h, g_mac, &sl, 32);
        });
    }
    {
        std::string g = "aes256-ctr+hmac-sha2-512-etm";
        EVP_CIPHER_CTX* c = EVP_CIPHER_CTX_new();
        int ol;
        EVP_EncryptInit_ex(c, EVP_aes_256_ctr(), nullptr, g_key, g_iv);
        EVP_MAC_CTX* h = mk("SHA512", 64);
        bulk(g.c_str(), "openssl/two-pass", [&](unsigned char* p, size_t n) {
            EVP_EncryptUpdate(c, p, &ol, p, int(n));
            EVP_MAC_init(h, nullptr, 0, nullptr);
            EVP_MAC_update(h, p, n);
            EVP_MAC_final(h, g_mac, &sl, 64);
        });
    }
    auto kex = [&](const char* name, const char* type, const char* curve) {
        EVP_PKEY *a = gen(type, 0, curve), *b = gen(type, 0, curve);
        pk((std::string(name) + " keygen").c_str(), "openssl", [&] { EVP_PKEY_free(gen(type, 0, curve)); });
        pk((std::string(name) + " agree").c_str(), "openssl", [&] {
            EVP_PKEY_CTX* c = EVP_PKEY_CTX_new(a, nullptr);
            EVP_PKEY_derive_init(c);
            EVP_PKEY_derive_set_peer(c, b);
            unsigned char o[64];
            size_t l = 64;
            EVP_PKEY_derive(c, o, &l);
            EVP_PKEY_CTX_free(c);
        });
    };
    auto sig = [&](const char* name, EVP_PKEY* k, const EVP_MD* md) {
        unsigned char m[256] = {}, s[512];
        size_t l = sizeof s;
        size_t l0 = 0;
        auto sign = [&] {
            EVP_MD_CTX* c = EVP_MD_CTX_new();
            EVP_DigestSignInit(c, nullptr, md, nullptr, k);
            l = sizeof s;
            EVP_DigestSign(c, s, &l, m, sizeof m);
            EVP_MD_CTX_free(c);
        };
        sign();
        l0 = l;
        pk((std::string(name) + " sign").c_str(), "openssl", sign);
        l0 = l;
        pk((std::string(name) + " verify").c_str(), "openssl", [&] {
            EVP_MD_CTX* c = EVP_MD_CTX_new();
            EVP_DigestVerifyInit(c, nullptr, md, nullptr, k);
            volatile int r = EVP_DigestVerify(c, s, l0, m, sizeof m);
            (void)r;
            EVP_MD_CTX_free(c);
        });
    };
    kex("x25519", "X25519", nullptr);
    sig("ed25519", gen("ED25519"), nullptr);
    kex("ecdh-p256", "EC", "P-256");
    sig("ecdsa-p256", gen("EC", 0, "P-256"), EVP_sha256());
    if (want("rsa3072", "openssl") || g_filter.empty()) sig("rsa3072", gen("RSA", 3072), EVP_sha512());
    for (int grp : {14, 16}) {
        std::string n = "dh-group" + std::to_string(grp);
        BN_CTX* bc = BN_CTX_new();
        BIGNUM *p = nullptr, *g = BN_new(), *x = BN_new(), *y = BN_new(), *r = BN_new();
        BN_hex2bn(&p, grp == 14 ? kG14 : kG16);
        BN_set_word(g, 2);
        BN_rand(x, 512, 0, 0);
        BN_mod_exp(y, g, x, p, bc);
        BN_MONT_CTX* mc = BN_MONT_CTX_new();
        BN_MONT_CTX_set(mc, p, bc);
        pk((n + " keygen(g^x,512b)").c_str(), "openssl/consttime",
           [&] { BN_mod_exp_mont_consttime(r, g, x, p, bc, mc); });
        pk((n + " agree(y^x,512b)").c_str(), "openssl/consttime",
           [&] { BN_mod_exp_mont_consttime(r, y, x, p, bc, mc); });
    }
    pk("rng 32B", "openssl/RAND_bytes", [&] { RAND_bytes(g_mac, 32); });
}
#endif

#ifdef WITH_BOTAN
#include <botan/aead.h>
#include <botan/auto_rng.h>
#include <botan/curve25519.h>
#include <botan/ed25519.h>
#include <botan/mac.h>
#include <botan/pubkey.h>
#include <botan/stream_cipher.h>
static void run_botan() {
    for (int kl : {16, 32}) {
        std::string g = "aes" + std::to_string(kl * 8) + "-ctr";
        auto s = Botan::StreamCipher::create("CTR-BE(AES-" + std::to_string(kl * 8) + ")");
        s->set_key(g_key, size_t(kl));
        s->set_iv(g_iv, 16);
        bulk(g.c_str(), "botan", [&](unsigned char* p, size_t n) { s->cipher1(p, n); });
    }
    for (auto [g, a] : {std::pair{"aes128-gcm", "AES-128/GCM"}, std::pair{"aes256-gcm", "AES-256/GCM"},
                        std::pair{"chacha20-poly1305", "ChaCha20Poly1305"}}) {
        auto e = Botan::AEAD_Mode::create(a, Botan::ENCRYPTION);
        e->set_key(g_key, std::string(a) == "AES-128/GCM" ? 16 : 32);
        unsigned char iv[12] = {}, aad[4] = {};
        Botan::secure_vector<uint8_t> tail;
        bulk(g, "botan", [&](unsigned char* p, size_t n) {
            bump(iv);
            e->set_associated_data(aad, 4);
            e->start(iv, 12);
            e->process(p, n);
            tail.clear();
            e->finish(tail);
        });
    }
    for (auto [g, a] :
         {std::pair{"hmac-sha2-256", "HMAC(SHA-256)"}, std::pair{"hmac-sha2-512", "HMAC(SHA-512)"}}) {
        auto h = Botan::MessageAuthenticationCode::create(a);
        h->set_key(g_key, 32);
        bulk(g, "botan", [&](unsigned char* p, size_t n) {
            h->update(p, n);
            h->final(g_mac);
        });
    }
    Botan::AutoSeeded_RNG rng;
    {
        Botan::Curve25519_PrivateKey a(rng), b(rng);
        Botan::PK_Key_Agreement ka(a, rng, "Raw");
        auto pv = b.public_value();
        pk("x25519 agree", "botan", [&] {
            auto k = ka.derive_key(32, pv);
            (void)k;
        });
    }
    {
        Botan::Ed25519_PrivateKey k(rng);
        Botan::PK_Signer s(k, rng, "Pure");
        Botan::PK_Verifier v(k, "Pure");
        unsigned char m[256] = {};
        auto sg = s.sign_message(m, 256, rng);
        pk("ed25519 sign", "botan", [&] { sg = s.sign_message(m, 256, rng); });
        pk("ed25519 verify", "botan", [&] {
            volatile bool ok = v.verify_message(m, 256, sg.data(), sg.size());
            (void)ok;
        });
    }
}
#endif

#ifdef WITH_SODIUM
#include <sodium.h>
static void run_sodium() {
    if (sodium_init() < 0) return;
    {
        unsigned char iv[12] = {}, aad[4] = {};
        unsigned long long ml;
        bulk("chacha20-poly1305", "sodium (IETF AEAD)", [&](unsigned char* p, size_t n) {
            bump(iv);
            crypto_aead_chacha20poly1305_ietf_encrypt_detached(p, g_mac, &ml, p, n, aad, 4, nullptr, iv,
                                                               g_key);
        });
    }
    {
        uint64_t seq = 0;
        unsigned char nonce[8] = {};
        bulk("chacha20-poly1305", "sodium/openssh stream+onetimeauth", [&](unsigned char* p, size_t n) {
            ++seq;
            for (int i = 0; i < 8; ++i) nonce[i] = (unsigned char)(seq >> (56 - 8 * i));
            unsigned char len[4] = {0, 0, 128, 0}, pkey[64];
            crypto_stream_chacha20_xor(len, len, 4, nonce, g_key + 32);
            crypto_stream_chacha20(pkey, 64, nonce, g_key);
            crypto_stream_chacha20_xor_ic(p, p, n, nonce, 1, g_key);
            crypto_onetimeauth_poly1305_state st;
            crypto_onetimeauth_poly1305_init(&st, pkey);
            crypto_onetimeauth_poly1305_update(&st, len, 4);
            crypto_onetimeauth_poly1305_update(&st, p, n);
            crypto_onetimeauth_poly1305_final(&st, g_mac);
        });
    }
    if (crypto_aead_aes256gcm_is_available()) {
        unsigned char iv[12] = {}, aad[4] = {};
        unsigned long long ml;
        alignas(16) crypto_aead_aes256gcm_state st;
        crypto_aead_aes256gcm_beforenm(&st, g_key);
        bulk("aes256-gcm", "sodium", [&](unsigned char* p, size_t n) {
            bump(iv);
            crypto_aead_aes256gcm_encrypt_detached_afternm(p, g_mac, &ml, p, n, aad, 4, nullptr, iv, &st);
        });
    }
    {
        unsigned char a[32], b[32], A[32], q[32];
        crypto_box_keypair(A, a);
        crypto_box_keypair(q, b);
        pk("x25519 keygen", "sodium", [&] { crypto_scalarmult_base(A, a); });
        pk("x25519 agree", "sodium", [&] {
            unsigned char o[32];
            volatile int r = crypto_scalarmult(o, a, q);
            (void)r;
        });
    }
    {
        unsigned char p[32], s[64], m[256] = {}, sg[64];
        crypto_sign_keypair(p, s);
        crypto_sign_detached(sg, nullptr, m, 256, s);
        pk("ed25519 sign", "sodium", [&] { crypto_sign_detached(sg, nullptr, m, 256, s); });
        pk("ed25519 verify", "sodium", [&] {
            volatile int r = crypto_sign_verify_detached(sg, m, 256, p);
            (void)r;
        });
    }
}
#endif

// The primitives of this library, as its ciphers, MACs, key exchanges and host keys call them: the same code over each
// backend, so that ratios are of backends. Groups begin with "ours".
#ifdef WITH_HAWSER
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/cryptopp/aes_gcm.hpp>
#include <hawser/algorithm/cryptopp/chacha20.hpp>
#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/poly1305.hpp>
#include <hawser/algorithm/cryptopp/rsa.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/aes_ctr.hpp>
#include <hawser/algorithm/native/aes_gcm.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>
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
using hawser::byte_span;
using hawser::byte_vector;
using hawser::byte_view;

static byte_view key_bytes(std::size_t size) { return {reinterpret_cast<const std::byte*>(g_key), size}; }
static byte_span data_bytes(unsigned char* p, std::size_t n) { return {reinterpret_cast<std::byte*>(p), n}; }

// What comes after the key is for native:: alone: the width of registers.
template <class Gcm, class... Kernel>
static void ours_gcm(const char* group, const char* backend, const Kernel*... kernel) {
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
static void ours_ctr(const char* group, const char* backend, const Kernel*... kernel) {
    Ctr stream;
    (void)stream.start(key_bytes(Ctr::key_size), key_bytes(16), kernel...);
    bulk(group, backend, [&](unsigned char* p, size_t n) { (void)stream.apply(data_bytes(p, n)); });
}
template <class Stream, class Mac>
static void ours_chacha(const char* backend) {
    Stream stream;
    (void)stream.start(key_bytes(32));
    bulk("ours chacha20", backend, [&](unsigned char* p, size_t n) {
        (void)stream.restart(key_bytes(8));
        (void)stream.apply(data_bytes(p, n));
    });
    Mac mac;
    std::array<std::byte, 16> tag;
    bulk("ours poly1305", backend, [&](unsigned char* p, size_t n) {
        (void)mac.start(key_bytes(32));
        (void)mac.update(data_bytes(p, n));
        (void)mac.final(tag);
    });
    typename hawser::cipher::basic_chacha20_poly1305<Stream, Mac>::sealer sealer;
    (void)sealer.start(key_bytes(64), {});
    std::uint32_t sequence = 0;
    bulk("ours chacha20-poly1305", backend,
         [&](unsigned char* p, size_t n) { (void)sealer.seal(++sequence, data_bytes(p, n), tag); });
}
template <class Hmac>
static void ours_hmac(const char* group, const char* backend) {
    Hmac mac;
    (void)mac.start(key_bytes(Hmac::size));
    std::array<std::byte, Hmac::size> tag;
    bulk(group, backend, [&](unsigned char* p, size_t n) {
        (void)mac.update(data_bytes(p, n));
        (void)mac.final(tag);
    });
}
template <class Digest>
static void ours_digest(const char* group, const char* backend) {
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
static void ours_curve(const std::string& name, const char* backend) {
    counting_random random;
    byte_vector a(Curve::scalar_size), b(Curve::scalar_size), ka(Curve::point_size), kb(Curve::point_size);
    byte_vector x(Curve::coordinate_size), r(Curve::scalar_size), s(Curve::scalar_size);
    (void)Curve::generate(random, a, ka);
    (void)Curve::generate(random, b, kb);
    pk(("ours " + name + " keygen").c_str(), backend, [&] { (void)Curve::public_point(a, ka); });
    pk(("ours " + name + " agree").c_str(), backend, [&] { (void)Curve::agree(a, kb, x); });
    pk(("ours " + name + " sign").c_str(), backend, [&] { (void)Curve::sign(key_bytes(32), a, b, r, s); });
    pk(("ours " + name + " verify").c_str(), backend, [&] { (void)Curve::verify(key_bytes(32), ka, r, s); });
}
template <class Rsa, class Key>
static void ours_rsa(const Key& key, const char* backend) {
    counting_random random;
    const typename Rsa::private_key view{key.n.view(),    key.e.view(), key.d.view(),
                                         key.iqmp.view(), key.p.view(), key.q.view()};
    byte_vector input(view.n.size(), std::byte{0x11}), out(view.n.size());
    pk("ours rsa3072 private", backend, [&] { (void)Rsa::private_power(out, input, view, random); });
    pk("ours rsa3072 public", backend, [&] { (void)Rsa::public_power(input, out, view.n, view.e); });
}

// A line for each backend and size: GB/s, and how many times as fast as the backend is on Crypto++ and on OpenSSL.
static void print_ours() {
    std::printf("\n%-24s %-20s %7s %8s %10s %10s\n", "", "", "bytes", "GB/s", "/cryptopp", "/openssl");
    for (const auto& [group, backends] : g_speed) {
        if (group.rfind("ours ", 0) != 0) continue;
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

static void run_ours() {
    using namespace hawser;
    counting_random random;
    const auto rsa_key = cryptopp::rsa::generate(random, 3072);
    ours_gcm<cryptopp::aes_gcm<32>>("ours aes256-gcm", "cryptopp");
    ours_ctr<cryptopp::aes_ctr<32>>("ours aes256-ctr", "cryptopp");
    for (const native::aes_kernel& kernel : native::aes_kernels()) {
        const std::string name = "native, " + std::string{kernel.name};
        ours_gcm<native::aes_gcm<32>>("ours aes256-gcm", name.c_str(), &kernel);
        ours_ctr<native::aes_ctr<32>>("ours aes256-ctr", name.c_str(), &kernel);
    }
    ours_chacha<cryptopp::chacha20, cryptopp::poly1305>("cryptopp");
    ours_chacha<native::chacha20, native::poly1305>("native");
    ours_hmac<cryptopp::hmac<cryptopp::sha256>>("ours hmac-sha2-256", "cryptopp");
    ours_hmac<cryptopp::hmac<cryptopp::sha512>>("ours hmac-sha2-512", "cryptopp");
    ours_digest<cryptopp::sha512>("ours sha512", "cryptopp");
    ours_curve<native::p256>("p256", "native");
    ours_curve<native::p384>("p384", "native");
    ours_rsa<cryptopp::rsa>(*rsa_key, "cryptopp, native private");
#ifdef WITH_OPENSSL
    ours_gcm<openssl::aes_gcm<32>>("ours aes256-gcm", "openssl");
    ours_ctr<openssl::aes_ctr<32>>("ours aes256-ctr", "openssl");
    ours_chacha<openssl::chacha20, openssl::poly1305>("openssl");
    ours_hmac<openssl::hmac<openssl::sha256>>("ours hmac-sha2-256", "openssl");
    ours_hmac<openssl::hmac<openssl::sha512>>("ours hmac-sha2-512", "openssl");
    ours_digest<openssl::sha512>("ours sha512", "openssl");
    ours_curve<openssl::p256>("p256", "openssl");
    ours_curve<openssl::p384>("p384", "openssl");
    ours_rsa<openssl::rsa>(*rsa_key, "openssl");
#endif
}
#endif

int main(int argc, char** argv) {
    if (argc > 1) g_filter = argv[1];
    for (int i = 0; i < 64; ++i) g_key[i] = (unsigned char)(i * 7 + 1);
    std::memset(g_buf, 0x5a, sizeof g_buf);
    bulk("memcpy", "libc", [](unsigned char* p, size_t n) {
        static unsigned char dst[262144];
        std::memcpy(dst, p, n);
        asm volatile("" ::"r"(dst) : "memory");
    });
#ifdef WITH_HAWSER
    run_ours();
#endif
#ifdef WITH_CRYPTOPP
    run_cryptopp();
#endif
#ifdef WITH_OPENSSL
    run_openssl();
#endif
#ifdef WITH_BOTAN
    run_botan();
#endif
#ifdef WITH_SODIUM
    run_sodium();
#endif
#ifdef WITH_HAWSER
    print_ours();
#endif
}
