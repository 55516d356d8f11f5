#pragma once

#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/kdf/bcrypt_pbkdf.hpp>
#include <hawser/algorithm/kdf/impl/blowfish_tables.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/secret.hpp>

#include <algorithm>

namespace hawser::inline HAWSER_ABI::kdf {

namespace detail {

/// Blowfish with the key schedule of bcrypt. Its data are the 16 big-endian words of a SHA-512 digest.
class eksblowfish {
  public:
    using words = std::array<std::uint32_t, 16>;

    eksblowfish() noexcept = default;
    eksblowfish(const eksblowfish&) = delete;
    eksblowfish& operator=(const eksblowfish&) = delete;
    ~eksblowfish() { wipe(std::as_writable_bytes(std::span{state_})); }

    void reset() noexcept { state_ = blowfish_initial_state; }

    /// ExpandKey of bcrypt with a salt.
    void expand(const words& salt, const words& key) noexcept {
        mix(key);
        std::uint32_t left = 0, right = 0;
        std::size_t next = 0;
        for (std::size_t i = 0; i < state_.size(); i += 2) {
            left ^= salt[next];
            right ^= salt[next + 1];
            next = (next + 2) % salt.size();
            encrypt(left, right);
            state_[i] = left;
            state_[i + 1] = right;
        }
    }
    /// The same with a salt of zeros: Blowfish's own key schedule.
    void expand(const words& key) noexcept {
        mix(key);
        std::uint32_t left = 0, right = 0;
        for (std::size_t i = 0; i < state_.size(); i += 2) {
            encrypt(left, right);
            state_[i] = left;
            state_[i + 1] = right;
        }
    }

    void encrypt(std::uint32_t& left, std::uint32_t& right) const noexcept {
        const std::uint32_t* const p = state_.data();
        std::uint32_t l = left ^ p[0];
        std::uint32_t r = right;
        for (int round = 1; round < 17; round += 2) {
            r ^= f(l) ^ p[round];
            l ^= f(r) ^ p[round + 1];
        }
        left = r ^ p[17];
        right = l;
    }

  private:
    void mix(const words& key) noexcept {
        for (std::size_t i = 0; i < blowfish_subkeys; ++i) state_[i] ^= key[i % key.size()];
    }
    std::uint32_t f(std::uint32_t x) const noexcept {
        const std::uint32_t* const s = state_.data() + blowfish_subkeys;
        return ((s[x >> 24] + s[256 + (x >> 16 & 255)]) ^ s[512 + (x >> 8 & 255)]) + s[768 + (x & 255)];
    }

    std::array<std::uint32_t, blowfish_subkeys + blowfish_sboxes> state_;
};

inline constexpr std::size_t bcrypt_hash_size = 32;
using bcrypt_digest = secret_array<cryptopp::sha512::size>;

/// bcrypt's hash at cost 6, with a constant of twice the usual length as the text it encrypts.
HAWSER_DECL void bcrypt_hash(const bcrypt_digest& passphrase, const bcrypt_digest& salt,
                             byte_span out) noexcept {
    eksblowfish::words key, salting, text;
    const byte_view constant = as_bytes("OxychromaticBlowfishSwatDynamite");
    for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = load_u32(passphrase.view().data() + 4 * i);
        salting[i] = load_u32(salt.view().data() + 4 * i);
    }
    for (std::size_t i = 0; i < bcrypt_hash_size / 4; ++i) text[i] = load_u32(constant.data() + 4 * i);

    eksblowfish cipher;
    cipher.reset();
    cipher.expand(salting, key);
    for (int i = 0; i < 64; ++i) {
        cipher.expand(salting);
        cipher.expand(key);
    }
    for (int i = 0; i < 64; ++i)
        for (std::size_t block = 0; block < bcrypt_hash_size / 4; block += 2)
            cipher.encrypt(text[block], text[block + 1]);

    // bcrypt writes its words with the least significant byte first
    for (std::size_t i = 0; i < bcrypt_hash_size; ++i)
        out[i] = static_cast<std::byte>(text[i / 4] >> (8 * (i % 4)));
    for (eksblowfish::words* secret : {&key, &salting, &text})
        wipe(std::as_writable_bytes(std::span{*secret}));
}

} // namespace detail

HAWSER_DECL result<void> bcrypt_pbkdf(byte_view passphrase, byte_view salt, std::uint32_t rounds,
                                      byte_span out) {
    using detail::bcrypt_digest, detail::bcrypt_hash_size;
    if (passphrase.empty() || salt.empty() || rounds == 0 || out.empty() ||
        out.size() > bcrypt_hash_size * bcrypt_hash_size)
        return usage_error::invalid_argument;

    cryptopp::sha512 sha512;
    bcrypt_digest key, salting;
    secret_array<bcrypt_hash_size> hash, block;
    if (!sha512.update(passphrase) || !sha512.final(key.span())) return security_error::backend_failed;

    // Each block of PBKDF2 is spread over the whole output, so that no part of it costs less than all of it.
    const std::size_t blocks = (out.size() + bcrypt_hash_size - 1) / bcrypt_hash_size;
    for (std::size_t index = 0; index < blocks; ++index) {
        std::byte number[4];
        store_u32(number, static_cast<std::uint32_t>(index + 1));
        if (!sha512.update(salt) || !sha512.update(number) || !sha512.final(salting.span()))
            return security_error::backend_failed;
        detail::bcrypt_hash(key, salting, hash.span());
        std::ranges::copy(hash.view(), block.span().begin());
        for (std::uint32_t round = 1; round < rounds; ++round) {
            if (!sha512.update(hash.view()) || !sha512.final(salting.span()))
                return security_error::backend_failed;
            detail::bcrypt_hash(key, salting, hash.span());
            for (std::size_t i = 0; i < bcrypt_hash_size; ++i) block.span()[i] ^= hash.view()[i];
        }
        for (std::size_t i = 0, at = index; at < out.size() && i < bcrypt_hash_size; ++i, at += blocks)
            out[at] = block.view()[i];
    }
    return {};
}

} // namespace hawser::inline HAWSER_ABI::kdf
