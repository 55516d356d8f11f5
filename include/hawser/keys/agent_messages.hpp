#pragma once
// The messages between a client and an ssh-agent (draft-ietf-sshm-ssh-agent), as bytes in and bytes out.

#include <hawser/core/byte_buffer.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hawser::inline HAWSER_ABI::keys {

/// The numbers of the messages that are used here (section 6.1).
enum class agent_message : std::uint8_t {
    failure = 5,
    success = 6,
    request_identities = 11,
    identities_answer = 12,
    sign_request = 13,
    sign_response = 14,
};

/// Which hash an agent is to sign with by an RSA key (section 3.6.1); other keys take none.
enum class agent_sign_flags : std::uint32_t { none = 0, rsa_sha2_256 = 2, rsa_sha2_512 = 4 };

/// The flags for a signature algorithm by its name on the wire.
constexpr agent_sign_flags agent_flags_of(std::string_view algorithm) noexcept {
    if (algorithm == "rsa-sha2-256" || algorithm == "rsa-sha2-256-cert-v01@openssh.com")
        return agent_sign_flags::rsa_sha2_256;
    if (algorithm == "rsa-sha2-512" || algorithm == "rsa-sha2-512-cert-v01@openssh.com")
        return agent_sign_flags::rsa_sha2_512;
    return agent_sign_flags::none;
}

/// A key the agent holds. The blob may be a certificate or of a format unknown here; the comment is not to be
/// trusted.
struct agent_identity {
    byte_vector blob;
    std::string comment;
};

/// Append one message with its length. Errors: no_buffer_space or not_enough_memory; invalid_argument for a
/// request longer than limits::agent_message. Nothing is appended then.
result<void> encode_request_identities(byte_buffer& out);
result<void> encode_sign_request(byte_buffer& out, byte_view blob, byte_view data, agent_sign_flags flags);

/// The first message in what was received so far: its payload, number first, and with its length field `size`
/// bytes to be consumed. Nothing when more bytes are needed. Errors: agent_malformed for a length of zero or
/// past limits::agent_message.
struct agent_frame {
    byte_view payload;
    std::size_t size = 0;
};
result<std::optional<agent_frame>> next_agent_frame(byte_view received);

/// Read the payload of an answer. Errors: remote_error::agent_refused when the agent said no (a locked agent
/// has no identities rather than saying so), protocol_error::agent_malformed for anything but the answer
/// expected.
result<std::vector<agent_identity>> decode_identities(byte_view payload);
/// The signature blob, algorithm name first. It is not verified here.
result<byte_vector> decode_signature(byte_view payload);

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/agent_messages.ipp>
#endif
