#pragma once
// Triple DES in counter mode (NIST SP 800-67; RFC 4344, section 4).

#include <hawser/algorithm/cryptopp/ctr.hpp>

#include <cryptopp/des.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

/// Keys of 24 bytes; parity bits are ignored.
using triple_des_ctr = basic_ctr<CryptoPP::DES_EDE3, 24>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
