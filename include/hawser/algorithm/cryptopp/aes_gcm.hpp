#pragma once
// AES in Galois/Counter Mode (NIST SP 800-38D) with 12-byte nonces and 16-byte tags.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/cryptopp/in_place.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <cryptopp/aes.h>
#include <cryptopp/gcm.h>

#include <array>

namespace hawser::inline HAWSER_ABI::cryptopp {

namespace detail {

/// One class where Crypto++ has one for each direction.
class gcm_of_aes final : public CryptoPP::GCM_Base {
  public:
    bool seals = true;

  private:
    bool IsForwardTransformation() const override { return seals; }
    CryptoPP::GCM_TablesOption GetTablesOption() const override { return CryptoPP::GCM_2K_Tables; }
    CryptoPP::BlockCipher& AccessBlockCipher() override { return cipher_; }

    CryptoPP::AES::Encryption cipher_;
};

} // namespace detail

/// AES-GCM in both directions for keys of 16, 24 or 32 bytes. The key schedule is made once by `start`: keying anew for each
/// packet would cost more than sealing a small one.
class any_aes_gcm {
  public:
    static constexpr std::size_t nonce_size = 12;
    static constexpr std::size_t tag_size = 16;

    /// Errors: backend_failed, not_enough_memory.
    result<void> start(byte_view key) noexcept {
        // Every message brings its own nonce; this one only completes the keying.
        constexpr std::array<CryptoPP::byte, nonce_size> no_nonce{};
        return guard(
            [&] { engine_.SetKeyWithIV(pointer(key), key.size(), no_nonce.data(), no_nonce.size()); });
    }

    bool seal(byte_view nonce, byte_view associated, byte_span data, byte_span tag) noexcept {
        if (nonce.size() != nonce_size || tag.size() != tag_size) return false;
        engine_.seals = true;
        return succeeds([&] { run(nonce, associated, data, tag); });
    }

    bool open(byte_view nonce, byte_view associated, byte_span data, byte_view tag) noexcept {
        secret_array<tag_size> expected;
        engine_.seals = false;
        // Not DecryptAndVerify, which allocates room for its tag with every packet.
        const bool computed =
            nonce.size() == nonce_size && succeeds([&] { run(nonce, associated, data, expected.span()); });
        const bool genuine = computed && constant_time_equal(expected.view(), tag);
        // Decryption runs along with the check, in one pass; what it made of a forgery must not be seen.
        if (!genuine) wipe(data);
        return genuine;
    }

  private:
    void run(byte_view nonce, byte_view associated, byte_span data, byte_span tag) {
        engine_.Resynchronize(pointer(nonce), nonce_size);
        engine_.Update(pointer(associated), associated.size());
        process_in_place(
            data, [&](auto* out, const auto* in, std::size_t size) { engine_.ProcessData(out, in, size); });
        engine_.TruncatedFinal(pointer(tag), tag_size);
    }

    detail::gcm_of_aes engine_;
};

/// An aead_primitive.
template <std::size_t KeySize>
struct aes_gcm {
    static constexpr std::size_t key_size = KeySize;
    static constexpr std::size_t nonce_size = any_aes_gcm::nonce_size;
    static constexpr std::size_t tag_size = any_aes_gcm::tag_size;

    struct sealer : any_aes_gcm {
        /// Also an error: usage_error::invalid_argument for a key of another size.
        result<void> start(byte_view key) noexcept {
            if (key.size() != key_size) return usage_error::invalid_argument;
            return any_aes_gcm::start(key);
        }
    };
    using opener = sealer;
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
