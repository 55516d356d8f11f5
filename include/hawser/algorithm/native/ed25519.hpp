#pragma once
// Ed25519 (RFC 8032, section 5.1): keys and signatures by Crypto++; verification four lanes wide where the processor has
// AVX512_IFMA.

#include <hawser/algorithm/cryptopp/ed25519.hpp>
#include <hawser/algorithm/native/cpu.hpp>

namespace hawser::inline HAWSER_ABI::native {

struct ed25519 : cryptopp::ed25519 {
    /// What it accepts is what cryptopp::ed25519 does. The last argument chooses the code path, for tests.
    static bool verify(byte_view key, byte_view message, byte_view signature,
                       const cpu_features& cpu = this_cpu()) noexcept;
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/ed25519.ipp>
#endif
