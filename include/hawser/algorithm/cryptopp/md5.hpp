#pragma once
// MD5 (RFC 1321), which is broken: for old fingerprints and the key derivation of old PEM files only.

#include <hawser/algorithm/cryptopp/digest.hpp>

// Crypto++ warns unless its weak algorithms are asked for by name; a program's own wish is left alone.
#if !defined(CRYPTOPP_ENABLE_NAMESPACE_WEAK)
#define CRYPTOPP_ENABLE_NAMESPACE_WEAK 1
#endif
#include <cryptopp/md5.h>

namespace hawser::inline HAWSER_ABI::cryptopp {

using md5 = basic_digest<CryptoPP::Weak1::MD5>;

} // namespace hawser::inline HAWSER_ABI::cryptopp
