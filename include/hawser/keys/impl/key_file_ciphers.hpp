#pragma once
// The ciphers that openssh-key-v1 files are encrypted with: the names of the SSH ciphers, used once on one
// long message.

#include <hawser/algorithm/cryptopp/aes_cbc.hpp>
#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/cryptopp/aes_gcm.hpp>
#include <hawser/algorithm/cryptopp/triple_des_cbc.hpp>
#include <hawser/algorithm/native/chacha20.hpp>
#include <hawser/algorithm/native/poly1305.hpp>
#include <hawser/core/bytes.hpp>
#include <hawser/core/constant_time.hpp>
#include <hawser/core/secret.hpp>

#include <array>
#include <string_view>

namespace hawser::inline HAWSER_ABI::keys::detail {

/// Both functions work in place and return false when the tag is wrong or the backend fails. Sizes in bytes.
struct file_cipher {
    std::string_view name;
    std::size_t key_size;
    std::size_t iv_size;
    std::size_t block_size;
    std::size_t tag_size;
    bool (*seal)(byte_view key, byte_view iv, byte_span data, byte_span tag);
    bool (*open)(byte_view key, byte_view iv, byte_span data, byte_view tag);
};

template <std::size_t KeySize>
bool run_ctr(byte_view key, byte_view iv, byte_span data) noexcept {
    cryptopp::aes_ctr<KeySize> cipher;
    return cipher.start(key, iv) && cipher.apply(data);
}

template <std::size_t KeySize>
constexpr file_cipher file_ctr(std::string_view name) {
    return {name,
            KeySize,
            cryptopp::aes_ctr<KeySize>::iv_size,
            16,
            0,
            [](byte_view key, byte_view iv, byte_span data, byte_span) {
                return run_ctr<KeySize>(key, iv, data);
            },
            [](byte_view key, byte_view iv, byte_span data, byte_view) {
                return run_ctr<KeySize>(key, iv, data);
            }};
}

template <class Cbc>
constexpr file_cipher file_cbc(std::string_view name) {
    return {name,
            Cbc::key_size,
            Cbc::iv_size,
            Cbc::block_size,
            0,
            [](byte_view key, byte_view iv, byte_span data, byte_span) {
                typename Cbc::encryption cipher;
                return cipher.start(key, iv) && cipher.apply(data);
            },
            [](byte_view key, byte_view iv, byte_span data, byte_view) {
                typename Cbc::decryption cipher;
                return cipher.start(key, iv) && cipher.apply(data);
            }};
}

template <std::size_t KeySize>
constexpr file_cipher file_gcm(std::string_view name) {
    using gcm = cryptopp::aes_gcm<KeySize>;
    return {name,
            KeySize,
            gcm::nonce_size,
            16,
            gcm::tag_size,
            [](byte_view key, byte_view iv, byte_span data, byte_span tag) {
                typename gcm::sealer cipher;
                return cipher.start(key) && cipher.seal(iv, {}, data, tag);
            },
            [](byte_view key, byte_view iv, byte_span data, byte_view tag) {
                typename gcm::opener cipher;
                return cipher.start(key) && cipher.open(iv, {}, data, tag);
            }};
}

/// chacha20-poly1305@openssh.com as packet number 0 without a length field: the second half of the key is
/// unused.
class file_chacha20_poly1305 {
  public:
    bool start(byte_view key) noexcept {
        constexpr std::array<std::byte, native::chacha20::nonce_size> packet_zero{};
        secret_array<64> first_block;
        return stream_.start(key.first(native::chacha20::key_size)) && stream_.restart(packet_zero) &&
               stream_.apply(first_block.span()) &&
               mac_.start(first_block.view().first(native::poly1305::key_size));
    }
    bool apply(byte_span data) noexcept { return stream_.apply(data); }
    bool tag(byte_view encrypted, byte_span tag) noexcept {
        return mac_.update(encrypted) && mac_.final(tag);
    }

  private:
    native::chacha20 stream_;
    native::poly1305 mac_;
};

constexpr file_cipher file_chacha(std::string_view name) {
    return {name,
            64,
            0,
            8,
            native::poly1305::size,
            [](byte_view key, byte_view, byte_span data, byte_span tag) {
                file_chacha20_poly1305 cipher;
                return cipher.start(key) && cipher.apply(data) && cipher.tag(data, tag);
            },
            [](byte_view key, byte_view, byte_span data, byte_view tag) {
                file_chacha20_poly1305 cipher;
                std::array<std::byte, native::poly1305::size> expected;
                return cipher.start(key) && cipher.tag(data, expected) &&
                       constant_time_equal(expected, tag) && cipher.apply(data);
            }};
}

inline constexpr std::array file_ciphers{
    file_ctr<32>("aes256-ctr"),
    file_ctr<24>("aes192-ctr"),
    file_ctr<16>("aes128-ctr"),
    file_cbc<cryptopp::aes_cbc<32>>("aes256-cbc"),
    file_cbc<cryptopp::aes_cbc<24>>("aes192-cbc"),
    file_cbc<cryptopp::aes_cbc<16>>("aes128-cbc"),
    file_gcm<32>("aes256-gcm@openssh.com"),
    file_gcm<16>("aes128-gcm@openssh.com"),
    file_chacha("chacha20-poly1305@openssh.com"),
    file_cbc<cryptopp::triple_des_cbc>("3des-cbc"),
};

constexpr const file_cipher* find_file_cipher(std::string_view name) noexcept {
    for (const file_cipher& cipher : file_ciphers)
        if (cipher.name == name) return &cipher;
    return nullptr;
}

} // namespace hawser::inline HAWSER_ABI::keys::detail
