#include <hawser/algorithm/mac/umac.hpp>

#include "constant_time/watched.hpp"

namespace {

using namespace hawser;
using namespace hawser::constant_time;

/// Key and message are secret; in odd runs they give the second layer words that it must treat in another way: those with
/// 32 ones in front, which others meet once in 2^32.
template <std::size_t Streams, std::size_t Size>
void digest(trial& t, const native::cpu_features& cpu) {
    native::umac_hash hash{Streams, cpu};
    byte_vector first = t.secret(native::umac_hash::first_key_size(Streams)), message = t.secret(Size);
    const byte_vector second = t.secret(native::umac_hash::second_key_size(Streams)),
                      third = t.secret(native::umac_hash::third_key_size(Streams)),
                      masks = t.secret(native::umac_hash::mask_size(Streams));
    if (t.number() % 2 == 1 && Size > 1024) {
        // the first block's sum is 0xffffffff * 0xffffffff + 0xffffffff + 0x7fffffff + 8192
        std::ranges::fill(first, std::byte{0});
        std::ranges::fill(byte_span{message}.first(1024), std::byte{0});
        for (std::size_t i = 0; i < 4; ++i)
            message[i] = message[8 + i] = message[12 + i] = message[16 + i] = std::byte{0xff};
        message[15] = std::byte{0x7f};
        message[24] = message[28] = std::byte{1};
        trial::hide(first);
        trial::hide(message);
    }
    byte_vector out(4 * Streams);
    t.watch([&] {
        hash.start(first, second, third, masks);
        hash.digest(message, out);
    });
}

template <std::size_t Streams, std::size_t Size>
void portable(trial& t) {
    digest<Streams, Size>(t, native::cpu_features{});
}
template <std::size_t Streams, std::size_t Size>
void here(trial& t) {
    digest<Streams, Size>(t, native::this_cpu());
}

const operation umac_64_short{"umac_64_short", here<2, 100>};
const operation umac_64_long{"umac_64_long", here<2, 5000>};
const operation umac_128_short{"umac_128_short", here<4, 100>};
const operation umac_128_long{"umac_128_long", here<4, 5000>};
const operation umac_64_portable{"umac_64_portable", portable<2, 5000>};
const operation umac_128_portable{"umac_128_portable", portable<4, 5000>};
// The tag is right in even runs. AES has to have the processor's instructions, or the key is known by the tables it reads.
const operation umac_128_verify{
    "umac_128_verify",
    [](trial& t) {
        if (!native::this_cpu().aes) return;
        const byte_vector key = t.secret(16), message = t.secret(2000);
        mac::umac_128::state signer, verifier;
        byte_vector tag(16);
        trial::require(signer.start(key).has_value() && signer.sign(7, message, tag), "a tag");
        if (t.number() % 2 == 1) tag[t.number()] ^= std::byte{1};
        bool right = false;
        t.watch([&] {
            trial::require(verifier.start(key).has_value(), "a key");
            right = verifier.verify(7, message, tag);
        });
        trial::require(right == (t.number() % 2 == 0), "the answer");
    },
    counted::no}; // the answer is public

} // namespace
