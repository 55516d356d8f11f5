#include <hawser/algorithm/native/x25519.hpp>

#include "constant_time/watched.hpp"

// Valgrind has no AVX512_IFMA and says so to programs: what runs here is the code path of processors without it. That of the
// others has a loop over 255 bits and no branch and no address that a number decides (native/impl/ladder25519_ifma.hpp).

namespace {

using namespace hawser;
using namespace hawser::constant_time;

const operation x25519_generate{"x25519_generate", [](trial& t) {
                                    byte_vector secret(32), value(32);
                                    t.watch([&] {
                                        trial::require(native::x25519::generate(t, secret, value).has_value(),
                                                       "a key pair");
                                    });
                                }};

const operation x25519_agree{
    "x25519_agree", [](trial& t) {
        const byte_vector secret = t.secret(32), peer = t.fixed(32);
        byte_vector shared(32);
        t.watch([&] { trial::require(native::x25519::agree(secret, peer, shared).has_value(), "a secret"); });
    }};

} // namespace
