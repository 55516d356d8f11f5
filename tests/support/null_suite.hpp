#pragma once
// A suite of null algorithms with every form of packet protection, and delayed compression.

#include <hawser/algorithm/compression/none.hpp>
#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/suite/suite.hpp>

#include "support/named_algorithms.hpp"

namespace hawser::testing {

/// Two methods and two kinds of host key, so that a guess can be wrong.
struct null_algorithms
    : suite<kex_list<null_kex, named_kex<"other-kex@test">>, host_key_list<null_host_key>,
            cipher_list<null_aead, null_aead_prefix, null_cipher, null_cbc>, mac_list<null_mac, null_mac_etm>,
            compression_list<compression::none, compression::zlib_openssh>> {};

} // namespace hawser::testing
