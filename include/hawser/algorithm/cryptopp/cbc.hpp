#pragma once
// Any block cipher of Crypto++ in cipher block chaining mode (NIST SP 800-38A, section 6.2).

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/modes.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// `encryption` and `decryption` are default-constructed, keyed by `start`, and then take whole blocks, in
/// order and in place. Everything fails before `start`. Keys are wiped by destruction.
template <class BlockCipher, std::size_t KeySize>
struct basic_cbc {
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t block_size = BlockCipher::BLOCKSIZE;
    static constexpr std::size_t iv_size = block_size;

    template <class Mode>
    class direction {
      public:
        /// Errors: usage_error::invalid_argument for wrong sizes, security_error::backend_failed.
        result<void> start(byte_view key, byte_view iv) noexcept {
            ready_ = false;
            if (key.size() != key_size || iv.size() != iv_size) return usage_error::invalid_argument;
            const auto keyed =
                guard([&] { mode_.SetKeyWithIV(pointer(key), key.size(), pointer(iv), iv.size()); });
            ready_ = keyed.has_value();
            return keyed;
        }
        /// False when not started, when `blocks` are not whole, and when the backend fails.
        bool apply(byte_span blocks) noexcept {
            if (!ready_ || blocks.size() % block_size != 0) return false;
            if (blocks.empty()) return true;
            return succeeds([&] {
                auto* const at = pointer(blocks);
                mode_.ProcessData(at, at, blocks.size());
            });
        }

      private:
        Mode mode_;
        bool ready_ = false;
    };

    using encryption = direction<typename CryptoPP::CBC_Mode<BlockCipher>::Encryption>;
    using decryption = direction<typename CryptoPP::CBC_Mode<BlockCipher>::Decryption>;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
