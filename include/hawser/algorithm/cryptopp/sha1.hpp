#pragma once
// SHA-1 (FIPS 180-4), which is broken: for hashed host names in known_hosts and for legacy algorithms only.

#include <hawser/algorithm/cryptopp/digest.hpp>

#include <cryptopp/sha.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

using sha1 = basic_digest<CryptoPP::SHA1>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
