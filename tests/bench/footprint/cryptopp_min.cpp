// Code-size anchor: what the Crypto++ primitives of a modern SSH client cost when statically linked and
// garbage-collected.
#include <cryptopp/aes.h>
#include <cryptopp/chacha.h>
#include <cryptopp/gcm.h>
#include <cryptopp/hmac.h>
#include <cryptopp/modes.h>
#include <cryptopp/osrng.h>
#include <cryptopp/poly1305.h>
#include <cryptopp/sha.h>
#include <cryptopp/xed25519.h>
#ifdef WITH_RSA
#include <cryptopp/rsa.h>
#endif
#include <cstdio>
using namespace CryptoPP;
int main(int c, char** v) {
    OS_GenerateRandomBlock(false, reinterpret_cast<byte*>(v[0]), 0);
    byte k[32] = {}, iv[12] = {}, b[64] = {byte(c)}, m[64];
    GCM<AES>::Encryption g;
    g.SetKeyWithIV(k, 32, iv, 12);
    g.EncryptAndAuthenticate(b, m, 16, iv, 12, b, 4, b, 32);
    CTR_Mode<AES>::Encryption t;
    t.SetKeyWithIV(k, 32, b);
    t.ProcessData(b, b, 64);
    ChaCha::Encryption ch;
    ch.SetKeyWithIV(k, 32, iv, 8);
    ch.ProcessData(b, b, 64);
    Poly1305TLS p;
    p.SetKey(k, 32);
    p.Update(b, 64);
    p.TruncatedFinal(m, 16);
    HMAC<SHA256> h(k, 32);
    h.Update(b, 64);
    h.TruncatedFinal(m, 32);
    NonblockingRng r;
    x25519 x(r);
    SecByteBlock s(32), q(32), z(32);
    x.GenerateKeyPair(r, s, q);
    (void)x.Agree(z, s, q);
    ed25519::Signer e;
    e.AccessPrivateKey().GenerateRandom(r);
    e.SignMessage(r, b, 64, m);
    ed25519::Verifier ev(e);
    bool ok = ev.VerifyMessage(b, 64, m, 64);
#ifdef WITH_RSA
    RSASS<PKCS1v15, SHA512>::Verifier rv(Integer(b, 64), Integer(17));
    ok &= rv.VerifyMessage(b, 64, m, 64);
#endif
    std::printf("%d %d\n", m[0], int(ok));
}
