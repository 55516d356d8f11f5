#pragma once
// AES in Galois/Counter Mode (NIST SP 800-38D) with 12-byte nonces and 16-byte tags: by the processor's own instructions
// where it has them, else by Crypto++.

#include <hawser/algorithm/cryptopp/aes_gcm.hpp>
#include <hawser/algorithm/native/aes_kernel.hpp>

#include <memory>
#include <optional>

namespace hawser::inline HAWSER_ABI::native {

/// One key and the kernel it is used by; both directions.
class aes_gcm_engine {
  public:
    /// NIST SP 800-38D, section 5.2.1.1.
    static constexpr std::uint64_t most_data = (std::uint64_t{1} << 36) - 32;

    /// `key` has 16, 24 or 32 bytes.
    aes_gcm_engine(const aes_kernel& kernel, byte_view key) noexcept;

    /// The nonce has 12 bytes, the tag 16. False for more than `most_data` bytes.
    bool seal(byte_view nonce, byte_view associated, byte_span data, byte_span tag) noexcept;
    /// The same; false, too, when the tag is wrong, and then `data` is wiped.
    bool open(byte_view nonce, byte_view associated, byte_span data, byte_view tag) noexcept;

  private:
    const aes_kernel& kernel_;
    gcm_key key_;
};

/// AES-GCM in both directions, by a kernel or by Crypto++.
class any_aes_gcm {
  public:
    static constexpr std::size_t nonce_size = cryptopp::any_aes_gcm::nonce_size;
    static constexpr std::size_t tag_size = cryptopp::any_aes_gcm::tag_size;

    bool seal(byte_view nonce, byte_view associated, byte_span data, byte_span tag) noexcept;
    bool open(byte_view nonce, byte_view associated, byte_span data, byte_view tag) noexcept;

  protected:
    /// The key has to have `key_size` bytes.
    result<void> start(std::size_t key_size, byte_view key, const aes_kernel* kernel) noexcept;

  private:
    std::optional<aes_gcm_engine> ours_;
    std::unique_ptr<cryptopp::any_aes_gcm> theirs_;
};

/// An aead_primitive.
template <std::size_t KeySize>
struct aes_gcm {
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t nonce_size = any_aes_gcm::nonce_size;
    static constexpr std::size_t tag_size = any_aes_gcm::tag_size;

    struct sealer : any_aes_gcm {
        /// Runs on the kernel named, on Crypto++ if there is none. Errors: usage_error::invalid_argument for a key of another
        /// size, and those of cryptopp::aes_gcm.
        result<void> start(byte_view key, const aes_kernel* kernel = widest_aes_kernel()) noexcept {
            return any_aes_gcm::start(key_size, key, kernel);
        }
    };
    using opener = sealer;
};

} // namespace hawser::inline HAWSER_ABI::native

#if HAWSER_HEADER_ONLY
#include <hawser/algorithm/native/impl/aes_gcm.ipp>
#endif
