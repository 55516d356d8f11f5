#pragma once
// AES by the processor's own instructions: counter mode, and counter mode with GHASH in one pass (FIPS 197; NIST SP 800-38A
// and 800-38D). This is what aes_ctr and aes_gcm of this folder run on.

#include <hawser/core/bytes.hpp>
#include <hawser/core/secret.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// The round keys of one key, in the order of their use.
struct aes_round_keys {
    static constexpr std::size_t most = 15;

    secret_array<16 * most> keys;
    /// 10, 12 or 14.
    int rounds = 0;
};

/// What GCM keeps of one key: with the round keys the powers of H, highest first, each divided by x, the bytes of each
/// turned round. Behind H itself zeros fill up a wide register.
struct gcm_key {
    /// As many as the largest group has blocks, and one for the lengths.
    static constexpr std::size_t powers = 33;

    aes_round_keys aes;
    secret_array<16 * (powers + 3)> powers_of_h;
};

enum class gcm_direction : unsigned char { seal, open };

/// One message of GCM. `data` is transformed in place.
struct gcm_message {
    byte_view nonce; // 12 bytes
    byte_view associated;
    byte_span data;
    byte_span tag; // 16 bytes: what the tag ought to be, in either direction
};

/// The code for one width of registers. It takes the same time for all keys and data of the same sizes.
struct aes_kernel {
    std::string_view name;
    /// The round keys of a key of 16, 24 or 32 bytes.
    void (*expand)(byte_view key, aes_round_keys& out) noexcept;
    /// XORs whole blocks with the key stream, whose counter is the whole block and wraps. It goes on to the next.
    void (*ctr)(const aes_round_keys& keys, byte_span counter, byte_span blocks) noexcept;
    /// The round keys and the powers of H.
    void (*gcm_start)(byte_view key, gcm_key& out) noexcept;
    void (*gcm)(const gcm_key& key, const gcm_message& message, gcm_direction direction) noexcept;
};

/// Those this processor can run, the widest first; none where there are no AES instructions that we know.
std::span<const aes_kernel> aes_kernels() noexcept;

/// The widest, or nothing.
inline const aes_kernel* widest_aes_kernel() noexcept {
    const auto all = aes_kernels();
    return all.empty() ? nullptr : &all.front();
}

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/aes_kernel.ipp>
#endif
