#pragma once
// AES in CBC mode (FIPS 197; NIST SP 800-38A): for encrypted key files and legacy ciphers.

#include <hawser/algorithm/cryptopp/cbc.hpp>

#include <cryptopp/aes.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Keys of 16, 24 or 32 bytes.
template <std::size_t KeySize>
    requires(KeySize == 16 || KeySize == 24 || KeySize == 32)
using aes_cbc = basic_cbc<CryptoPP::AES, KeySize>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
