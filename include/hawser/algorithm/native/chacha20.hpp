#pragma once
// ChaCha20 in its original form: 8-byte nonce, 8-byte block counter (not the 12-byte nonce of RFC 8439).

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <array>

namespace hawser::inline HAWSER_ABI::native {

/// A nonce_stream_primitive. Many blocks are made at once, as wide as this processor allows; there is no table and no
/// branch that depends on the key or on data. A message may have 2^64 blocks.
class chacha20 {
  public:
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t nonce_size = 8;
    static constexpr std::size_t block_size = 64;

    chacha20() noexcept = default;
    chacha20(const chacha20&) = delete;
    chacha20& operator=(const chacha20&) = delete;
    ~chacha20();

    /// Errors: usage_error::invalid_argument for a key of another size.
    result<void> start(byte_view key) noexcept;
    /// Goes to block 0 of the key stream of this nonce.
    bool restart(byte_view nonce) noexcept;
    /// Encrypts or decrypts in place. What is left of a block at the end is not used by the next call.
    bool apply(byte_span data) noexcept;

  private:
    /// Constants, key, block counter and nonce, as the algorithm lays them out.
    std::array<std::uint32_t, 16> state_{};
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/chacha20.ipp>
#endif
