#pragma once
// AES in counter mode (FIPS 197; NIST SP 800-38A; RFC 4344, section 4): by the processor's own instructions where it has
// them, else by Crypto++.

#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/native/aes_kernel.hpp>

#include <memory>
#include <optional>

namespace hawser::inline HAWSER_ABI::native {

/// The key stream of one key, made by a kernel. The counter is the whole block, most significant byte first, and wraps.
class aes_key_stream {
  public:
    /// `key` has 16, 24 or 32 bytes, `iv` 16.
    aes_key_stream(const aes_kernel& kernel, byte_view key, byte_view iv) noexcept;

    /// Encrypts or decrypts in place; any size.
    void apply(byte_span data) noexcept;

  private:
    const aes_kernel& kernel_;
    aes_round_keys keys_;
    secret_array<16> counter_;
    /// The last block of the stream, of which so many bytes, at its end, have not been used.
    secret_array<16> last_;
    std::size_t unused_ = 0;
};

/// A key stream by a kernel or by Crypto++.
class any_aes_ctr {
  public:
    static constexpr std::size_t iv_size = 16;

    /// Encrypts or decrypts in place; any size.
    bool apply(byte_span data) noexcept;

  protected:
    /// The key has to have `key_size` bytes.
    result<void> start(std::size_t key_size, byte_view key, byte_view iv, const aes_kernel* kernel) noexcept;

  private:
    using other = cryptopp::any_ctr<CryptoPP::AES>;
    std::optional<aes_key_stream> ours_;
    std::unique_ptr<other> theirs_;
};

/// A stream_primitive.
template <std::size_t KeySize>
struct aes_ctr : any_aes_ctr {
    static constexpr std::size_t key_size = KeySize;

    /// Runs on the kernel named, on Crypto++ if there is none. Errors: usage_error::invalid_argument for other sizes, and
    /// those of cryptopp::aes_ctr.
    result<void> start(byte_view key, byte_view iv, const aes_kernel* kernel = widest_aes_kernel()) noexcept {
        return any_aes_ctr::start(key_size, key, iv, kernel);
    }
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/aes_ctr.ipp>
#endif
