#pragma once
// Fingerprints of public key blobs: "SHA256:" in base64 as OpenSSH prints them, and colon-separated
// hexadecimal (RFC 4716, section 4, for MD5).

#include <hawser/core/bytes.hpp>
#include <hawser/core/result.hpp>

#include <array>
#include <string>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys {

/// MD5 and SHA-1 can be forged and are for display or for an explicit legacy choice; only SHA-256 should
/// decide.
enum class fingerprint_hash : unsigned char { md5, sha1, sha256 };

/// A digest of 16, 20 or 32 bytes.
class fingerprint {
  public:
    fingerprint_hash hash() const noexcept { return hash_; }
    byte_view bytes() const noexcept { return byte_view{bytes_}.first(size_of(hash_)); }

    /// "SHA256:" and unpadded base64, "SHA1:" likewise, or "MD5:" and colon-separated hexadecimal, as
    /// OpenSSH.
    std::string text() const;
    /// Colon-separated lower-case hexadecimal without a prefix.
    std::string hex() const;

    friend bool operator==(const fingerprint& a, const fingerprint& b) noexcept {
        return a.hash_ == b.hash_ && equal(a.bytes(), b.bytes());
    }

    static constexpr std::size_t size_of(fingerprint_hash hash) noexcept {
        return hash == fingerprint_hash::md5 ? 16 : hash == fingerprint_hash::sha1 ? 20 : 32;
    }

  private:
    friend result<fingerprint> fingerprint_of(byte_view blob, fingerprint_hash hash);
    friend result<fingerprint> parse_fingerprint(std::string_view text);

    fingerprint_hash hash_ = fingerprint_hash::sha256;
    std::array<std::byte, 32> bytes_{};
};

/// Errors: security_error::backend_failed.
result<fingerprint> fingerprint_of(byte_view blob, fingerprint_hash hash = fingerprint_hash::sha256);

/// "SHA256:..." of a blob, for messages; "(none)" when the backend fails.
std::string fingerprint_sha256(byte_view blob);
/// "MD5:aa:bb:..." of a blob, for messages; "(none)" when the backend fails.
std::string fingerprint_md5(byte_view blob);

/// What a person gives: any form above, base64 with or without its padding, hexadecimal of either case, with
/// or without colons and prefix (the hash then follows from the length). White space around it is skipped.
/// Errors: usage_error::invalid_argument.
result<fingerprint> parse_fingerprint(std::string_view text);

/// Whether the blob has this fingerprint. Errors: security_error::backend_failed.
result<bool> matches(const fingerprint& expected, byte_view blob);

} // namespace hawser::inline HAWSER_ABI::keys

#if HAWSER_HEADER_ONLY
#include <hawser/keys/impl/fingerprint.ipp>
#endif
