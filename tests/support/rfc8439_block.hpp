#pragma once
// Block 0 of the ChaCha20 of RFC 8439, with its 12-byte nonce, by Crypto++: what makes the MAC's key in that RFC's answers.

#include <hawser/core/bytes.hpp>

#include <cryptopp/chacha.h>

namespace hawser::testing {

inline byte_vector rfc8439_block(byte_view key, byte_view nonce) {
    CryptoPP::ChaChaTLS::Encryption stream{reinterpret_cast<const CryptoPP::byte*>(key.data()), key.size(),
                                           reinterpret_cast<const CryptoPP::byte*>(nonce.data())};
    byte_vector block(64);
    const auto at = reinterpret_cast<CryptoPP::byte*>(block.data());
    stream.ProcessData(at, at, block.size());
    return block;
}

} // namespace hawser::testing
