#pragma once
// What this processor can do beyond what the program was compiled for.

#include <hawser/core/config.hpp>

namespace hawser::inline HAWSER_ABI::native {

/// Instruction sets that may be used, by the processor's word and, for wide registers, the operating system's.
struct cpu_features {
    /// AES rounds, carry-less multiplication for GHASH, and SSE4.1, which code with them uses besides.
    bool aes = false;
    bool avx2 = false;
    /// The 512-bit registers, with byte and word operations and the shorter lengths (F, BW, VL).
    bool avx512 = false;
    /// Besides them, multiplication and addition of 52-bit numbers.
    bool avx512_ifma = false;
    /// AES rounds and carry-less multiplication on whole wide registers.
    bool wide_aes = false;
};

/// Those of the processor this runs on; asked for once.
const cpu_features& this_cpu() noexcept;

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/cpu.ipp>
#endif
