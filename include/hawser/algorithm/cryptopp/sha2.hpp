#pragma once
// SHA-224, SHA-256, SHA-384 and SHA-512 (FIPS 180-4).

#include <hawser/algorithm/cryptopp/digest.hpp>

#include <cryptopp/sha.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

using sha224 = basic_digest<CryptoPP::SHA224>;
using sha256 = basic_digest<CryptoPP::SHA256>;
using sha384 = basic_digest<CryptoPP::SHA384>;
using sha512 = basic_digest<CryptoPP::SHA512>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
