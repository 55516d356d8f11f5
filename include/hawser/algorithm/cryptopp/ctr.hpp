#pragma once
// Any block cipher of Crypto++ in counter mode (NIST SP 800-38A, section 6.5; RFC 4344, section 4).

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/in_place.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/modes.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// A block cipher in counter mode, for keys of any of its sizes. The counter is the whole block, most significant byte first,
/// and wraps.
template <class BlockCipher>
class any_ctr {
  public:
    static constexpr std::size_t iv_size = BlockCipher::BLOCKSIZE;

    /// Errors: usage_error::invalid_argument for another size of `iv`, backend_failed, not_enough_memory.
    result<void> start(byte_view key, byte_view iv) noexcept {
        if (iv.size() != iv_size) return usage_error::invalid_argument;
        return guard([&] { engine_.SetKeyWithIV(pointer(key), key.size(), pointer(iv), iv.size()); });
    }
    /// Encrypts or decrypts in place; any size.
    bool apply(byte_span data) noexcept {
        return succeeds([&] {
            process_in_place(data, [&](auto* out, const auto* in, std::size_t size) {
                engine_.ProcessData(out, in, size);
            });
        });
    }

  private:
    typename CryptoPP::CTR_Mode<BlockCipher>::Encryption engine_;
};

/// A stream_primitive.
template <class BlockCipher, std::size_t KeySize>
struct basic_ctr : any_ctr<BlockCipher> {
    static constexpr std::size_t key_size = KeySize;

    /// Also an error: usage_error::invalid_argument for a key of another size.
    result<void> start(byte_view key, byte_view iv) noexcept {
        if (key.size() != key_size) return usage_error::invalid_argument;
        return any_ctr<BlockCipher>::start(key, iv);
    }
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
