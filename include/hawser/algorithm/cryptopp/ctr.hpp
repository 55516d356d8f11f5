#pragma once
// Any block cipher of Crypto++ in counter mode (NIST SP 800-38A, section 6.5; RFC 4344, section 4).

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/modes.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// A stream_primitive. The counter is the whole block, most significant byte first, and wraps.
template <class BlockCipher, std::size_t KeySize>
class basic_ctr {
  public:
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t iv_size = BlockCipher::BLOCKSIZE;

    /// Errors: usage_error::invalid_argument for other sizes, backend_failed, not_enough_memory.
    result<void> start(byte_view key, byte_view iv) noexcept {
        if (key.size() != key_size || iv.size() != iv_size) return usage_error::invalid_argument;
        return guard([&] { engine_.SetKeyWithIV(pointer(key), key.size(), pointer(iv), iv.size()); });
    }
    /// Encrypts or decrypts in place; any size.
    bool apply(byte_span data) noexcept {
        const auto at = pointer(data);
        return succeeds([&] { engine_.ProcessData(at, at, data.size()); });
    }

  private:
    typename CryptoPP::CTR_Mode<BlockCipher>::Encryption engine_;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
