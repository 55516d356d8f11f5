#pragma once
// Every numeric limit of the library, each with its RFC section or its reason. Sizes are in bytes.

#include <hawser/core/config.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>

namespace hawser::inline HAWSER_ABI::limits {

/// RFC 4253, section 4.2: the identification string, CR LF included.
inline constexpr std::size_t identification_line = 255;
/// Lines a server may send before its identification (as OpenSSH), and the length of each.
inline constexpr std::size_t banner_lines = 1024;
inline constexpr std::size_t banner_line = 8192;

/// packet_length in clear or before login: enough for the largest KEXINIT, little for a stranger to make us hold.
inline constexpr std::size_t packet_before_login = 64 * 1024;
/// packet_length after login: a 255 KiB SFTP packet in one piece, as OpenSSH accepts.
inline constexpr std::size_t packet = 256 * 1024;
/// RFC 4253, section 6: padding_length, payload and padding of the smallest packet make up at least this.
inline constexpr std::size_t padding_minimum = 4;

/// Name-lists and names (RFC 4251, section 6 allows 64 characters a name).
inline constexpr std::size_t name = 64;
inline constexpr std::size_t names_in_list = 512;

/// RFC 4344, section 3.1: no more than 2^31 packets under one key, and never a sequence number twice.
inline constexpr std::uint64_t packets_per_key = std::uint64_t{1} << 31;
/// RFC 4253, section 9: about every gigabyte and every hour.
inline constexpr std::uint64_t rekey_bytes = std::uint64_t{1} << 30;
inline constexpr std::chrono::seconds rekey_time{3600};
/// A peer may start this many key exchanges in a row with less than a kilobyte of traffic between each two.
inline constexpr unsigned peer_rekeys_without_progress = 256;

/// Receive buffer: its size at rest, and to what it grows while a transfer needs it.
inline constexpr std::size_t receive_buffer = 16 * 1024;
inline constexpr std::size_t receive_buffer_maximum = 512 * 1024;
/// Above this much unsent output the pump stops reading, except during a key exchange.
inline constexpr std::size_t output_high_water = 1024 * 1024;

/// Answers that fall due while output is barred (window adjustments, replies, closes).
inline constexpr std::size_t pending_replies = 256;
/// All channels' undelivered data together.
inline constexpr std::size_t session_backlog = 4 * 1024 * 1024;
/// Channels open at once.
inline constexpr std::size_t channels = 256;
/// Our channel window at first and at most, and the maximum packet we advertise.
inline constexpr std::uint32_t channel_window = 2 * 1024 * 1024;
inline constexpr std::uint32_t channel_window_maximum = 64 * 1024 * 1024;
inline constexpr std::uint32_t channel_packet = 64 * 1024;

/// EXT_INFO entries looked at, and the size of what is kept of one.
inline constexpr std::size_t extensions = 128;
/// DISCONNECT and DEBUG texts, banners, error texts: what is kept of each.
inline constexpr std::size_t peer_text = 4096;
inline constexpr std::size_t banners = 32;

/// Login: requests taken by a server (as OpenSSH's authentication attempts, queries included), prompts in one
/// keyboard-interactive round, its rounds, and the length of one prompt. User names and secrets of any sensible size fit,
/// tokens and the routes that gateways hide in a user name among them.
inline constexpr std::size_t auth_requests = 128;
inline constexpr std::size_t auth_prompts = 64;
inline constexpr std::size_t auth_rounds = 32;
inline constexpr std::size_t auth_prompt = 4096;
inline constexpr std::size_t auth_user = 4096;
inline constexpr std::size_t auth_secret = 16 * 1024;

/// RSA moduli and Diffie-Hellman groups in bits: what is accepted by default, and under what nothing is ever computed.
inline constexpr std::size_t modulus_bits_minimum = 2048;
inline constexpr std::size_t modulus_bits_least = 1024;
/// The largest RSA modulus that is computed with.
inline constexpr std::size_t rsa_bits_maximum = 16384;
/// The group a client asks for (as strong as AES-128, NIST SP 800-57) and the largest there is (RFC 4419, section 3).
inline constexpr std::size_t group_bits_preferred = 3072;
inline constexpr std::size_t group_bits_maximum = 8192;
/// Host key and signature blobs: an RSA-16384 key with its framing fits.
inline constexpr std::size_t key_blob = 16 * 1024;
/// An mpint in a key exchange: an 8192-bit value and its sign byte fit.
inline constexpr std::size_t kex_mpint = group_bits_maximum / 8 + 1;

/// Key files, and the bcrypt rounds computed for one: a key file is a local choice, but may come from a stranger.
inline constexpr std::size_t key_file = 1024 * 1024;
inline constexpr std::uint32_t bcrypt_rounds = 1024;
/// known_hosts: the file, and one line of it.
inline constexpr std::size_t known_hosts_file = 16 * 1024 * 1024;
inline constexpr std::size_t known_hosts_line = 64 * 1024;
/// Its entries, more than a file of that size has with keys of any use, and the refused lines that are told: each takes many
/// times the room of the shortest line.
inline constexpr std::size_t known_hosts_entries = 256 * 1024;
inline constexpr std::size_t known_hosts_refused = 1024;
/// A message of the agent protocol (as OpenSSH).
inline constexpr std::size_t agent_message = 256 * 1024;

/// SFTP: one packet (as OpenSSH), a handle (draft-ietf-secsh-filexfer-02, section 6.2), extension pairs in VERSION,
/// requests in flight, and entries in one NAME reply.
inline constexpr std::size_t sftp_packet = 256 * 1024;
inline constexpr std::size_t sftp_handle = 256;
inline constexpr std::size_t sftp_extensions = 64;
inline constexpr std::size_t sftp_requests = 4096;
inline constexpr std::size_t sftp_names = 16384;

/// Addresses of one host that a connection is tried to: a name server may list any number.
inline constexpr std::size_t addresses_of_host = 32;
/// A passphrase typed at a terminal, which itself takes lines of 4095 bytes.
inline constexpr std::size_t typed_secret = 4096;

} // namespace hawser::inline HAWSER_ABI::limits
