#pragma once
// Keys and IVs from the shared secret (RFC 4253, section 7.2).

#include <hawser/algorithm/digest.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::transport {

/// Fills `out` with HASH(K || H || letter || session_id), lengthened by HASH(K || H || what there is so far)
/// as needed. `secret` is K as it is hashed, its length field included. Error: backend_failed.
template <digest Hash>
result<void> derive_key(byte_view secret, byte_view exchange_hash, char letter, byte_view session_id,
                        byte_span out) {
    const std::array<std::byte, 1> which{static_cast<std::byte>(letter)};
    secret_array<Hash::size> block;
    std::size_t done = 0;
    while (done < out.size()) {
        Hash hash;
        bool good = hash.update(secret) && hash.update(exchange_hash);
        good = good &&
               (done == 0 ? hash.update(which) && hash.update(session_id) : hash.update(out.first(done)));
        if (!good || !hash.final(block.span())) {
            wipe(out);
            return security_error::backend_failed;
        }
        const std::size_t take = (std::min)(Hash::size, out.size() - done);
        std::copy_n(block.view().begin(), take, out.begin() + static_cast<std::ptrdiff_t>(done));
        done += take;
    }
    return {};
}

} // namespace hawser::inline HAWSER_ABI::transport
