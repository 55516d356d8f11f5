#pragma once
// AES in counter mode (FIPS 197; NIST SP 800-38A; RFC 4344, section 4).

#include <hawser/algorithm/cryptopp/ctr.hpp>

#include <cryptopp/aes.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Keys of 16, 24 or 32 bytes.
template <std::size_t KeySize>
    requires(KeySize == 16 || KeySize == 24 || KeySize == 32)
using aes_ctr = basic_ctr<CryptoPP::AES, KeySize>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
