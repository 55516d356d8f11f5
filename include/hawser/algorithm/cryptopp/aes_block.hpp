#pragma once
// The AES permutation alone (FIPS 197), for constructions that are built on single blocks.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/aes.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// A block_primitive: encryption only.
template <std::size_t KeySize>
class aes_block {
  public:
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t block_size = 16;

    /// Errors: usage_error::invalid_argument for another size, backend_failed, not_enough_memory.
    result<void> start(byte_view key) noexcept {
        if (key.size() != key_size) return usage_error::invalid_argument;
        return guard([&] { engine_.SetKey(pointer(key), key.size()); });
    }
    bool apply(byte_span block) noexcept {
        if (block.size() != block_size) return false;
        return succeeds([&] { engine_.ProcessBlock(pointer(block)); });
    }

  private:
    CryptoPP::AES::Encryption engine_;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
