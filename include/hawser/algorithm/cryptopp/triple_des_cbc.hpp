#pragma once
// Triple DES in CBC mode (NIST SP 800-67): for old encrypted key files and legacy ciphers.

#include <hawser/algorithm/cryptopp/cbc.hpp>

#include <cryptopp/des.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Keys of 24 bytes; parity bits are ignored.
using triple_des_cbc = basic_cbc<CryptoPP::DES_EDE3, 24>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
