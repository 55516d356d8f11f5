#pragma once
// DSA keys for tests: the library makes none, for nobody should. Parameters are those of RFC 6979, appendix A.2.1.

#include <hawser/algorithm/host_key/ssh_dss.hpp>

#include "vectors.hpp"

namespace hawser::testing {

inline vector_record dss_record() { return records_in(own_vector_path("host_key/rfc6979_dsa.txt")).front(); }

/// ssh-dss with a way to make keys.
struct generating_dss : legacy::host_key::ssh_dss {
    static result<void> generate(random_ref random, byte_buffer& fields) {
        const vector_record parameters = dss_record();
        const byte_vector p = parameters.bytes("p"), q = parameters.bytes("q"), g = parameters.bytes("g");
        byte_vector x(native::dsa::scalar_size), y(native::dsa::prime_size);
        if (auto filled = random.fill(x); !filled) return filled;
        x[0] &= std::byte{0x7f}; // below q
        const byte_vector g_magnitude{g.begin() + (g[0] == std::byte{0} ? 1 : 0), g.end()};
        native::dsa::public_value(x, {p, q, g_magnitude, {}}, y);
        wire::writer w{fields};
        w.mpint(p).mpint(q).mpint(g).mpint(y).mpint(x);
        return w.finish();
    }
};

} // namespace hawser::testing
