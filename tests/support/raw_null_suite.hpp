#pragma once
// The null suite of raw_peer.hpp: every form of packet protection, none of which protects.

#include <hawser/algorithm/compression/none.hpp>
#include <hawser/algorithm/compression/zlib.hpp>

#include "support/named_algorithms.hpp"
#include "support/raw_suite.hpp"

namespace hawser::testing {

/// Two methods and two kinds of host key, so that a guess can be wrong.
struct null_algorithms
    : suite<kex_list<null_kex, named_kex<"other-kex@test">>, host_key_list<null_host_key>,
            cipher_list<null_aead, null_aead_prefix, null_cipher, null_cbc>, mac_list<null_mac, null_mac_etm>,
            compression_list<compression::none, compression::zlib_openssh>> {};

inline raw_identity null_identity(std::string_view label) {
    byte_buffer fields;
    wire::writer{fields}.string(label);
    return {null_host_key::key_format, null_host_key::key(label), to_vector(fields.view())};
}

const raw_suite& null_suite() {
    static const raw_suite made =
        make_raw_suite<null_algorithms>({null_identity("host"), null_identity("another host")});
    return made;
}

} // namespace hawser::testing
