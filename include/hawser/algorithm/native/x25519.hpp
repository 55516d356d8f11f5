#pragma once
// X25519 (RFC 7748): four lanes wide where the processor has AVX512_IFMA, else by Crypto++. Constant-time in the private key.

#include <hawser/algorithm/cryptopp/x25519.hpp>
#include <hawser/algorithm/native/cpu.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// As cryptopp::x25519. The last argument chooses the code path, for tests.
struct x25519 {
    static constexpr std::size_t size = cryptopp::x25519::size;

    /// A new key pair. Errors: those of the random source, backend_failed.
    static result<void> generate(random_ref random, byte_span secret, byte_span value,
                                 const cpu_features& cpu = this_cpu());

    /// The public value of a private key. Errors: backend_failed.
    static result<void> public_value(byte_view secret, byte_span value, const cpu_features& cpu = this_cpu());

    /// The shared secret. Errors: kex_value_out_of_range for another length, kex_value_weak for a public value of low order,
    /// backend_failed; `shared` is zero then.
    static result<void> agree(byte_view secret, byte_view peer, byte_span shared,
                              const cpu_features& cpu = this_cpu());
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/x25519.ipp>
#endif
