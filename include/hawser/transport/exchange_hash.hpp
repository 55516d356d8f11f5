#pragma once
// The transcript that a key exchange signs (RFC 4253, section 8; RFC 4419; RFC 5656).

#include <hawser/core/byte_buffer.hpp>
#include <hawser/wire/writer.hpp>

#include <string_view>

namespace hawser::inline HAWSER_ABI::transport {

/// What both sides said before the method's own messages: identifications without CR LF, and whole KEXINIT
/// payloads.
struct transcript {
    std::string_view client_identification;
    std::string_view server_identification;
    byte_view client_kexinit;
    byte_view server_kexinit;
};

/// Writes V_C, V_S, I_C, I_S and K_S; the method's fields and K follow.
inline void write_transcript(wire::writer& w, const transcript& said, byte_view host_key) {
    w.string(said.client_identification).string(said.server_identification);
    w.string(said.client_kexinit).string(said.server_kexinit);
    w.string(host_key);
}

} // namespace hawser::inline HAWSER_ABI::transport
