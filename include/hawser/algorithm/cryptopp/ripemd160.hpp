#pragma once
// RIPEMD-160 (ISO/IEC 10118-3), for legacy MACs.

#include <hawser/algorithm/cryptopp/digest.hpp>

#include <cryptopp/ripemd.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

using ripemd160 = basic_digest<CryptoPP::RIPEMD160>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
