#pragma once
// Engines and raw peers of the null suite. Included by one .cpp of a test program.

#include "support/null_suite.hpp"
#include "support/raw_suite.hpp"

namespace hawser::testing {

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
