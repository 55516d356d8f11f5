#pragma once
// Null algorithms whose every call of a backend is counted, and can be made to fail.

#include <hawser/session/session.hpp>
#include <hawser/suite/suite.hpp>

#include "support/failing.hpp"
#include "support/null_algorithms.hpp"

namespace hawser::testing {

struct failing_mac : null_mac_etm {
    struct state : null_mac_etm::state {
        result<void> start(byte_view key) noexcept {
            return crypto_fault::now() ? result<void>{security_error::backend_failed}
                                       : null_mac_etm::state::start(key);
        }
        bool sign(std::uint32_t sequence, byte_view bytes, byte_span out) noexcept {
            return !crypto_fault::now() && null_mac_etm::state::sign(sequence, bytes, out);
        }
        bool verify(std::uint32_t sequence, byte_view bytes, byte_view tag) noexcept {
            return !crypto_fault::now() && null_mac_etm::state::verify(sequence, bytes, tag);
        }
    };
};
struct failing_cipher : null_cipher {
    struct sealer : null_cipher::sealer {
        result<void> start(byte_view, byte_view) noexcept {
            return crypto_fault::now() ? result<void>{security_error::backend_failed} : result<void>{};
        }
        bool encrypt(byte_span) noexcept { return !crypto_fault::now(); }
    };
    struct opener : null_cipher::opener {
        result<void> start(byte_view, byte_view) noexcept {
            return crypto_fault::now() ? result<void>{security_error::backend_failed} : result<void>{};
        }
        bool decrypt(byte_span) noexcept { return !crypto_fault::now(); }
    };
};
struct failing_kex : null_kex {
    using hash = failing<null_digest>;
};

struct failing_algorithms : suite<kex_list<failing_kex>, host_key_list<null_host_key>,
                                  cipher_list<failing<null_aead>, failing_cipher>, mac_list<failing_mac>> {};

} // namespace hawser::testing

namespace hawser::inline HAWSER_ABI {
extern template class session<role::client, testing::failing_algorithms>;
extern template class session<role::server, testing::failing_algorithms>;
} // namespace hawser::inline HAWSER_ABI
