#pragma once
// The code paths of native::x25519 and native::ed25519, as primitives of their own.

#include <hawser/algorithm/native/ed25519.hpp>
#include <hawser/algorithm/native/x25519.hpp>

#include "support/curve25519_cases.hpp"

namespace hawser::testing {

/// A test's precondition.
inline boost::test_tools::assertion_result has_ifma(boost::unit_test::test_unit_id) {
    boost::test_tools::assertion_result there{native::this_cpu().avx512_ifma};
    there.message() << "skipped: no AVX512_IFMA here";
    return there;
}

template <bool Ifma>
struct x25519_path {
    static constexpr native::cpu_features cpu{.avx512 = Ifma, .avx512_ifma = Ifma};

    static result<void> generate(random_ref random, byte_span secret, byte_span value) {
        return native::x25519::generate(random, secret, value, cpu);
    }
    static result<void> public_value(byte_view secret, byte_span value) {
        return native::x25519::public_value(secret, value, cpu);
    }
    static result<void> agree(byte_view secret, byte_view peer, byte_span shared) {
        return native::x25519::agree(secret, peer, shared, cpu);
    }
};

template <bool Ifma>
struct ed25519_path : native::ed25519 {
    static bool verify(byte_view key, byte_view message, byte_view signature) {
        return native::ed25519::verify(key, message, signature, x25519_path<Ifma>::cpu);
    }
};

} // namespace hawser::testing
