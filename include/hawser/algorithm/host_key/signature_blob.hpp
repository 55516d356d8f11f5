#pragma once
// The frame that the signatures of all host key algorithms share: a name and a string (RFC 4253, section 6.6).

#include <hawser/algorithm/host_key.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

namespace hawser::inline HAWSER_ABI::host_key {

/// What stands after the algorithm name of a signature blob. Errors: signature_algorithm_mismatch for another name,
/// signature_invalid when the blob is not a name and a string.
inline result<byte_view> read_signature(byte_view blob, std::string_view name) noexcept {
    wire::reader r{blob};
    const std::string_view found = r.text();
    if (r.ok() && found != name) return security_error::signature_algorithm_mismatch;
    const byte_view signature = r.string();
    if (!r.finish()) return security_error::signature_invalid;
    return signature;
}

/// Appends a signature blob. Errors: no_buffer_space, not_enough_memory.
inline result<void> write_signature(byte_buffer& out, std::string_view name, byte_view signature) {
    wire::writer w{out};
    w.string(name).string(signature);
    return w.finish();
}

} // namespace hawser::inline HAWSER_ABI::host_key
