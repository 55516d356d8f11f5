#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>

#include "constant_time/watched.hpp"

namespace {

using namespace hawser;
using namespace hawser::constant_time;

// Valgrind's processor has AVX2 and not AVX-512; what is short goes the portable way.

template <std::size_t Size>
void stream(trial& t) {
    const byte_vector key = t.secret(32), nonce = t.fixed(8);
    byte_vector data = t.secret(Size);
    t.watch([&] {
        native::chacha20 chacha;
        trial::require(chacha.start(key).has_value() && chacha.restart(nonce) && chacha.apply(data),
                       "a stream");
    });
}

template <std::size_t Size>
void tag(trial& t) {
    const byte_vector key = t.secret(32), data = t.secret(Size);
    byte_vector out(16);
    t.watch([&] {
        native::poly1305 mac;
        trial::require(mac.start(key) && mac.update(data) && mac.final(out), "a tag");
    });
}

void seal(trial& t) {
    const byte_vector key = t.secret(64);
    byte_vector packet = t.secret(1500), out(16);
    t.watch([&] {
        cipher::chacha20_poly1305::sealer sealer;
        trial::require(sealer.start(key, {}).has_value() && sealer.seal(7, packet, out), "a tag");
    });
}

// That a tag is wrong becomes public. Where it is wrong does not.
void refuse(trial& t) {
    const byte_vector key = t.secret(64);
    byte_vector packet = t.secret(1500), wrong = t.secret(16);
    t.watch([&] {
        cipher::chacha20_poly1305::opener opener;
        trial::require(opener.start(key, {}).has_value() && !opener.open(7, packet, wrong), "a refusal");
    });
}

const operation chacha20_short{"chacha20_short", stream<100>};
const operation chacha20_long{"chacha20_long", stream<4196>};
const operation poly1305_short{"poly1305_short", tag<100>};
const operation poly1305_long{"poly1305_long", tag<4196>};
const operation chacha20_poly1305_seal{"chacha20_poly1305_seal", seal};
const operation chacha20_poly1305_refuse{"chacha20_poly1305_refuse", refuse};

} // namespace
