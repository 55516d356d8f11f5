#pragma once
// The text around keys: "-----BEGIN x-----", headers, base64, "-----END x-----" (RFC 7468; RFC 1421 for the
// headers).

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>
#include <hawser/core/secret.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI::keys {

/// `label` and `cipher` are views into the text that was read.
struct pem_block {
    std::string_view label;
    /// From the DEK-Info header, empty when the block has no such header.
    std::string_view cipher;
    byte_vector iv;
    secret_bytes body;
};

/// The first block whose label ends in "PRIVATE KEY"; what stands before and after it is skipped, as other
/// programs put certificates and parameters there. Lines may end in CR LF. Errors: file_too_large past
/// limits::key_file; key_malformed when there is no such block, its end is missing or names something else,
/// or its base64 or headers are damaged.
result<pem_block> read_pem(std::string_view text);

/// The whole text of a block without headers, in lines of 70 characters as OpenSSH writes them.
secret_bytes write_pem(std::string_view label, byte_view body);

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/pem.ipp>
#endif
