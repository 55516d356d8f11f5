#include <hawser/algorithm/native/aes_ctr.hpp>
#include <hawser/algorithm/native/aes_gcm.hpp>

#include "constant_time/watched.hpp"

// AES by the processor's instructions. Valgrind has none for wide registers: what runs is the 128-bit form, which is the same
// source, and what all forms share. The counter with which a stream begins is not watched: it tells when a carry comes.

namespace {

using namespace hawser;
using namespace hawser::constant_time;

/// Nothing is to be said of the tables of another library.
const native::aes_kernel* kernel() {
    const native::aes_kernel* const widest = native::widest_aes_kernel();
    trial::require(widest != nullptr, "AES instructions");
    return widest;
}

template <std::size_t KeySize>
void ctr(trial& t) {
    const byte_vector key = t.secret(KeySize), counter = t.fixed(16);
    byte_vector data = t.secret(1000);
    t.watch([&] {
        native::aes_ctr<KeySize> stream;
        trial::require(stream.start(key, counter, kernel()).has_value() && stream.apply(data),
                       "a key stream");
    });
}

template <std::size_t KeySize>
void seal(trial& t) {
    const byte_vector key = t.secret(KeySize), nonce = t.secret(12), associated = t.secret(4);
    byte_vector data = t.secret(1000), tag(16);
    t.watch([&] {
        typename native::aes_gcm<KeySize>::sealer sealer;
        trial::require(sealer.start(key, kernel()).has_value() && sealer.seal(nonce, associated, data, tag),
                       "a tag");
    });
}

// That a tag is wrong becomes public. Where it is wrong does not.
template <std::size_t KeySize>
void refuse(trial& t) {
    const byte_vector key = t.secret(KeySize), nonce = t.secret(12), associated = t.secret(4);
    byte_vector data = t.secret(1000), tag = t.secret(16);
    t.watch([&] {
        typename native::aes_gcm<KeySize>::opener opener;
        trial::require(opener.start(key, kernel()).has_value() && !opener.open(nonce, associated, data, tag),
                       "a refusal");
    });
}

const operation ctr_128{"aes128_ctr", ctr<16>};
const operation ctr_192{"aes192_ctr", ctr<24>};
const operation ctr_256{"aes256_ctr", ctr<32>};
const operation seal_128{"aes128_gcm_seal", seal<16>};
const operation seal_256{"aes256_gcm_seal", seal<32>};
const operation refuse_256{"aes256_gcm_refuse", refuse<32>};

} // namespace
