#pragma once
// Encryption of data where they lie, also by an AES that cannot do that.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/secret.hpp>

#include <cryptopp/config.h>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::cryptopp {

// Modes of AES that XOR a key stream into the data. On 32-bit ARM, up to version 8.8, Crypto++ writes the key stream over the
// data first and then XORs that with itself: zeros go out, and nobody is told.
#if defined(CRYPTOGAMS_ARM_AES)
inline constexpr bool aes_xors_in_place = false;
#else
inline constexpr bool aes_xors_in_place = true;
#endif

/// Calls `process(out, in, size)` with `data` for both; or, where `out` and `in` must be apart, for a piece of whole blocks after
/// the other with a copy of it for `in`.
template <bool Apart = !aes_xors_in_place, class F>
void process_in_place(byte_span data, F&& process) {
    if constexpr (!Apart) {
        const auto at = pointer(data);
        process(at, static_cast<const unsigned char*>(at), data.size());
    } else {
        secret_array<512> copy;
        while (!data.empty()) {
            const byte_span piece = data.first((std::min)(data.size(), copy.view().size()));
            std::copy(piece.begin(), piece.end(), copy.span().begin());
            process(pointer(piece), pointer(copy.view()), piece.size());
            data = data.subspan(piece.size());
        }
    }
}

} // namespace hawser::inline HAWSER_ABI::cryptopp
