#pragma once
// CAST-128 in CBC mode (RFC 2144), for a legacy cipher.

#include <hawser/algorithm/cryptopp/cbc.hpp>

#include <cryptopp/cast.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Keys of 16 bytes, as in SSH.
using cast128_cbc = basic_cbc<CryptoPP::CAST128, 16>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
