#pragma once
// What a public-key login signs (RFC 4252, section 7).

#include <hawser/wire/userauth_messages.hpp>

namespace hawser::inline HAWSER_ABI::auth {

/// Writes the session id and the request up to its signature.
inline void write_signed_request(wire::writer& w, byte_view session_id, std::string_view user,
                                 std::string_view service, std::string_view algorithm, byte_view key) {
    w.string(session_id).u8(static_cast<std::uint8_t>(wire::message_number::userauth_request));
    w.string(user).string(service).string(wire::login_public_key::name);
    w.boolean(true).string(algorithm).string(key);
}

} // namespace hawser::inline HAWSER_ABI::auth
