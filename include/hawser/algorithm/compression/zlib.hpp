#pragma once
// zlib@openssh.com (draft-miller-secsh-compression-delayed), zlib (RFC 4253, section 6.2), and the zlib streams
// beneath them (RFC 1950; RFC 1951).

#include <hawser/algorithm/compression.hpp>
#include <hawser/core/bytes.hpp>

#include <zlib.h>

namespace hawser::inline HAWSER_ABI::compression {

/// Compresses payloads as one stream, each ended by a partial flush. About 256 KiB while it runs; they are
/// wiped when it ends, for the window holds plaintext.
class zlib_deflater {
  public:
    zlib_deflater() noexcept = default;
    zlib_deflater(const zlib_deflater&) = delete;
    zlib_deflater& operator=(const zlib_deflater&) = delete;
    ~zlib_deflater() { stop(); }

    /// Begins a new stream. Errors: std::errc::not_enough_memory, security_error::backend_failed.
    result<void> start() noexcept;
    /// Appends the compressed payload. Errors: usage_error::invalid_argument for an empty payload, those of
    /// `out`, and security_error::backend_failed; after the latter two nothing was appended and the stream is
    /// over.
    result<void> deflate(byte_view payload, byte_buffer& out);

  private:
    void stop() noexcept;

    z_stream stream_{};
    bool running_ = false;
};

/// Expands payloads that the peer compressed as one stream. About 40 KiB while it runs; they are wiped when
/// it ends.
class zlib_inflater {
  public:
    zlib_inflater() noexcept = default;
    zlib_inflater(const zlib_inflater&) = delete;
    zlib_inflater& operator=(const zlib_inflater&) = delete;
    ~zlib_inflater() { stop(); }

    /// Begins a new stream. Errors: std::errc::not_enough_memory, security_error::backend_failed.
    result<void> start() noexcept;
    /// Appends the payload, of at most `most` bytes. Errors: protocol_error::decompressed_too_large;
    /// protocol_error::decompression_failed for damage, a preset dictionary, the end of the stream, or a
    /// payload of no bytes; those of `out`. After any error nothing was appended and the stream is over.
    result<void> inflate(byte_view compressed, byte_buffer& out, std::size_t most);

  private:
    result<void> expand(byte_view compressed, byte_buffer& out, std::size_t most);
    void stop() noexcept;

    z_stream stream_{};
    bool running_ = false;
};

/// Starts with the first packet after the login, so that no stranger reaches the decompressor.
struct zlib_openssh {
    static constexpr std::string_view name = "zlib@openssh.com";
    static constexpr grade rank = grade::opt_in;
    static constexpr compression_start starts = compression_start::after_auth;
    using deflater = zlib_deflater;
    using inflater = zlib_inflater;
};

} // namespace hawser::inline HAWSER_ABI::compression

namespace hawser::inline HAWSER_ABI::legacy::compression {

/// Starts with the keys, so that a stranger reaches the decompressor (RFC 4253, section 6.2); what it may inflate to is
/// bounded as a packet is before the login.
struct zlib {
    static constexpr std::string_view name = "zlib";
    static constexpr grade rank = grade::legacy;
    static constexpr compression_start starts = compression_start::immediately;
    using deflater = hawser::compression::zlib_deflater;
    using inflater = hawser::compression::zlib_inflater;
};

} // namespace hawser::inline HAWSER_ABI::legacy::compression

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/compression/impl/zlib.ipp>
#endif
