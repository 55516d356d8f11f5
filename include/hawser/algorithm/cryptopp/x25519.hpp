#pragma once
// X25519 (RFC 7748). Constant-time in the private key.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/random.hpp>
#include <hawser/core/secret.hpp>

#include <cryptopp/donna.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

struct x25519 {
    /// Private keys, public values and secrets are of this many bytes.
    static constexpr std::size_t size = 32;

    /// A new key pair. Errors: those of the random source, backend_failed.
    static result<void> generate(random_ref random, byte_span secret, byte_span value) {
        if (auto filled = random.fill(secret); !filled) return filled;
        return public_value(secret, value);
    }

    /// The public value of a private key. Errors: backend_failed.
    static result<void> public_value(byte_view secret, byte_span value) {
        HAWSER_ASSERT(secret.size() == size && value.size() == size);
        return guard([&]() -> result<void> {
            if (CryptoPP::Donna::curve25519_mult(pointer(value), pointer(secret)) != 0)
                return security_error::backend_failed;
            return {};
        });
    }

    /// The shared secret. A public value of low order gives zero whatever the private key: it is the secret itself that is
    /// looked at, for several encodings of such values are not in anybody's list (RFC 7748, section 6.1). Errors:
    /// kex_value_out_of_range for another length, kex_value_weak, backend_failed; `shared` is zero then.
    static result<void> agree(byte_view secret, byte_view peer, byte_span shared) {
        HAWSER_ASSERT(secret.size() == size && shared.size() == size);
        wipe(shared);
        if (peer.size() != size) return protocol_error::kex_value_out_of_range;
        auto multiplied = guard([&]() -> result<void> {
            if (CryptoPP::Donna::curve25519_mult(pointer(shared), pointer(secret), pointer(peer)) != 0)
                return security_error::backend_failed;
            return {};
        });
        if (!multiplied) {
            wipe(shared);
            return multiplied;
        }
        if (constant_time_is_zero(shared)) return security_error::kex_value_weak;
        return {};
    }

  private:
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
