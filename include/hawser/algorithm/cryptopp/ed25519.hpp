#pragma once
// Ed25519 (RFC 8032, section 5.1). Signing is constant-time in the key; verification works on public values.

#include <hawser/algorithm/cryptopp/guard.hpp>
#include <hawser/algorithm/native/hex_constant.hpp>
#include <hawser/core/bytes.hpp>

#include <cryptopp/donna.h>

#include <algorithm>
#include <array>

namespace hawser::inline HAWSER_ABI::cryptopp {

struct ed25519 {
    static constexpr std::size_t seed_size = 32;
    static constexpr std::size_t key_size = 32;
    static constexpr std::size_t signature_size = 64;

    /// Whether 32 bytes are an acceptable public key as far as its encoding tells: y below the prime (RFC 8032, section
    /// 5.1.3) and not one of the points of small order, under which one signature fits every message.
    static bool is_key(byte_view key) noexcept {
        if (key.size() != key_size) return false;
        std::array<std::byte, key_size> y;
        std::copy(key.begin(), key.end(), y.begin());
        y[31] &= std::byte{0x7f};
        if (!below(y, prime)) return false;
        for (const auto& small : small_order_y)
            if (y == small) return false;
        return true;
    }

    /// The public key of a seed.
    static bool public_key(byte_view seed, byte_span key) noexcept {
        HAWSER_ASSERT(seed.size() == seed_size && key.size() == key_size);
        return succeeds([&] { return CryptoPP::Donna::ed25519_publickey(pointer(key), pointer(seed)) == 0; });
    }

    /// `key` must be the one that `public_key` gives for the seed: signing under another one reveals the seed.
    static bool sign(byte_view seed, byte_view key, byte_view message, byte_span signature) noexcept {
        HAWSER_ASSERT(seed.size() == seed_size && key.size() == key_size &&
                      signature.size() == signature_size);
        return succeeds([&] {
            return CryptoPP::Donna::ed25519_sign(pointer(message), message.size(), pointer(seed),
                                                 pointer(key), pointer(signature)) == 0;
        });
    }

    /// Whether a key is acceptable and a signature has its size and an S below the order: S + L names the same residue.
    static bool in_range(byte_view key, byte_view signature) noexcept {
        return is_key(key) && signature.size() == signature_size && below(signature.subspan(32), order);
    }

    /// False for every wrong signature. Crypto++ takes S + L for S.
    static bool verify(byte_view key, byte_view message, byte_view signature) noexcept {
        if (!in_range(key, signature)) return false;
        return succeeds([&] {
            return CryptoPP::Donna::ed25519_sign_open(pointer(message), message.size(), pointer(key),
                                                      pointer(signature)) == 0;
        });
    }

  private:
    using number = std::array<std::byte, 32>;

    // little-endian, as RFC 8032 writes numbers
    static constexpr number prime =
        native::hex_constant<32>("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f");
    static constexpr number order =
        native::hex_constant<32>("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010");
    static constexpr number small_order_y[] = {
        native::hex_constant<32>(
            "0000000000000000000000000000000000000000000000000000000000000000"), // order 4
        native::hex_constant<32>(
            "0100000000000000000000000000000000000000000000000000000000000000"), // order 1
        native::hex_constant<32>(
            "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"), // order 8
        native::hex_constant<32>(
            "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"), // order 8
        native::hex_constant<32>(
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"), // order 2
    };

    static bool below(byte_view value, const number& bound) noexcept {
        for (std::size_t i = 32; i-- > 0;)
            if (value[i] != bound[i]) return value[i] < bound[i];
        return false;
    }
};

} // namespace hawser::inline HAWSER_ABI::cryptopp
