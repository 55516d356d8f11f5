#pragma once
// Blowfish in CBC mode, for a legacy cipher.

#include <hawser/algorithm/cryptopp/cbc.hpp>

#include <cryptopp/blowfish.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Keys of 16 bytes, as in SSH.
using blowfish_cbc = basic_cbc<CryptoPP::Blowfish, 16>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
