#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/native/nist_curve.hpp>
#include <hawser/algorithm/native/rfc6979.hpp>

#include "constant_time/watched.hpp"

namespace {

using namespace hawser;
using namespace hawser::constant_time;

/// A scalar in range for any curve: its first bytes are the only ones that may be too large.
template <class Curve>
byte_vector scalar(trial& t) {
    byte_vector out = t.secret(Curve::scalar_size);
    trial::show(out);
    out[0] = Curve::spare_bits != 0 ? std::byte{0} : out[0] & std::byte{0x7f};
    trial::hide(out);
    return out;
}

template <class Curve>
void generate(trial& t) {
    byte_vector secret(Curve::scalar_size), point(Curve::point_size);
    t.watch([&] { trial::require(Curve::generate(t, secret, point).has_value(), "a key pair"); });
}

template <class Curve>
void agree(trial& t) {
    byte_vector peer(Curve::point_size), shared(Curve::coordinate_size);
    byte_vector other = t.fixed(Curve::scalar_size);
    other[0] = std::byte{0};
    trial::require(Curve::public_point(other, peer), "a point");
    const byte_vector secret = scalar<Curve>(t);
    t.watch([&] { trial::require(Curve::agree(secret, peer, shared), "a secret"); });
}

template <class Curve>
void sign(trial& t) {
    const byte_vector hash = t.fixed(32), secret = scalar<Curve>(t), nonce = scalar<Curve>(t);
    byte_vector r(Curve::scalar_size), s(Curve::scalar_size);
    t.watch([&] { trial::require(Curve::sign(hash, secret, nonce, r, s), "a signature"); });
}

template <class Curve, class Hash>
void nonce(trial& t) {
    const byte_vector secret = scalar<Curve>(t);
    byte_vector hash = t.fixed(Curve::scalar_size), out(Curve::scalar_size);
    hash[0] = std::byte{0};
    native::rfc6979<cryptopp::hmac<Hash>, Curve::scalar_size, Curve::spare_bits> nonces;
    t.watch([&] {
        trial::require(nonces.start(secret, hash) && nonces.next(out), "a nonce");
        trial::require(nonces.next(out).has_value(), "another one");
    });
}

const operation generate_256{"generate_256", generate<native::p256>};
const operation generate_384{"generate_384", generate<native::p384>};
const operation generate_521{"generate_521", generate<native::p521>};
const operation agree_256{"agree_256", agree<native::p256>};
const operation agree_384{"agree_384", agree<native::p384>};
const operation agree_521{"agree_521", agree<native::p521>};
const operation sign_256{"sign_256", sign<native::p256>};
const operation sign_384{"sign_384", sign<native::p384>};
const operation sign_521{"sign_521", sign<native::p521>};
const operation nonce_256{"nonce_256", nonce<native::p256, cryptopp::sha256>};
const operation nonce_521{"nonce_521", nonce<native::p521, cryptopp::sha512>};

} // namespace
