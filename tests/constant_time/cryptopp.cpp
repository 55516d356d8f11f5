#include <hawser/algorithm/cryptopp/chacha20.hpp>
#include <hawser/algorithm/cryptopp/ed25519.hpp>
#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/poly1305.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>

#include "constant_time/watched.hpp"

// What Crypto++ does with secrets, as far as docs/security.md relies on it. AES is not here: without instructions of the
// processor it reads tables by the key, and says so there.

namespace {

using namespace hawser;
using namespace hawser::constant_time;

const operation ed25519_key{
    "ed25519_public_key", [](trial& t) {
        const byte_vector seed = t.secret(32);
        byte_vector key(32);
        t.watch([&] { trial::require(cryptopp::ed25519::public_key(seed, key), "a key"); });
    }};

const operation ed25519_sign{"ed25519_sign", [](trial& t) {
                                 byte_vector seed = t.secret(32);
                                 const byte_vector message = t.fixed(100);
                                 byte_vector key(32), signature(64);
                                 trial::show(seed);
                                 trial::require(cryptopp::ed25519::public_key(seed, key), "a key");
                                 trial::hide(seed);
                                 t.watch([&] {
                                     trial::require(cryptopp::ed25519::sign(seed, key, message, signature),
                                                    "a signature");
                                 });
                             }};

const operation chacha20{"chacha20", [](trial& t) {
                             const byte_vector key = t.secret(32), nonce = t.fixed(8);
                             byte_vector data = t.secret(300);
                             t.watch([&] {
                                 cryptopp::chacha20 stream;
                                 trial::require(stream.start(key).has_value() && stream.restart(nonce) &&
                                                    stream.apply(data),
                                                "a stream");
                             });
                         }};

const operation poly1305{"poly1305", [](trial& t) {
                             const byte_vector key = t.secret(32), data = t.secret(300);
                             byte_vector tag(16);
                             t.watch([&] {
                                 cryptopp::poly1305 mac;
                                 trial::require(mac.start(key) && mac.update(data) && mac.final(tag),
                                                "a tag");
                             });
                         }};

template <class Hash>
void hmac(trial& t) {
    const byte_vector key = t.secret(Hash::size), data = t.secret(300);
    byte_vector tag(Hash::size);
    t.watch([&] {
        cryptopp::hmac<Hash> mac;
        trial::require(mac.start(key) && mac.update(data) && mac.final(tag), "a tag");
    });
}
const operation hmac_sha256{"hmac_sha256", hmac<cryptopp::sha256>};
const operation hmac_sha512{"hmac_sha512", hmac<cryptopp::sha512>};

} // namespace
