#pragma once

#include <hawser/algorithm/kdf/bcrypt_pbkdf.hpp>
#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/impl/key_file_ciphers.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/keys/openssh_format.hpp>
#include <hawser/wire/reader.hpp>
#include <hawser/wire/writer.hpp>

namespace hawser::inline HAWSER_ABI::keys {

namespace detail {

inline constexpr std::string_view openssh_label = "OPENSSH PRIVATE KEY";
inline constexpr std::string_view openssh_magic{"openssh-key-v1\0", 15};
/// The block that an unencrypted private section is padded to.
inline constexpr std::size_t openssh_plain_block = 8;
inline constexpr std::size_t openssh_salt_size = 16;
/// OpenSSH pads as little as it can; PuTTY pads by up to a whole block of AES, even without a cipher.
inline constexpr std::size_t openssh_padding_most = 16;

/// The file as it is before decryption; views into its bytes. Without a cipher it is not encrypted.
struct openssh_envelope {
    const file_cipher* cipher = nullptr;
    byte_view salt;
    std::uint32_t rounds = 0;
    byte_view public_blob;
    byte_view private_section;
    byte_view tag;

    std::size_t block_size() const noexcept {
        return cipher == nullptr ? openssh_plain_block : cipher->block_size;
    }
};

/// Everything that can be refused without the passphrase is refused here.
HAWSER_DECL result<openssh_envelope> read_envelope(byte_view file) {
    wire::reader r{file};
    if (as_text(r.take(openssh_magic.size())) != openssh_magic) return usage_error::key_malformed;
    openssh_envelope out;
    const std::string_view cipher = r.text();
    const std::string_view kdf = r.text();
    const byte_view kdf_options = r.string();
    const std::uint32_t keys = r.u32();
    if (!r.ok() || keys == 0) return usage_error::key_malformed;
    if (keys != 1) return usage_error::key_type_not_supported;
    out.public_blob = r.string();
    out.private_section = r.string();
    if (cipher == "none") {
        if (kdf != "none" || !kdf_options.empty()) return usage_error::key_malformed;
    } else {
        out.cipher = find_file_cipher(cipher);
        if (out.cipher == nullptr) return usage_error::key_type_not_supported;
        if (kdf == "none") return usage_error::key_malformed;
        if (kdf != "bcrypt") return usage_error::key_type_not_supported;
        wire::reader options{kdf_options};
        out.salt = options.string();
        out.rounds = options.u32();
        if (!options.finish() || out.salt.empty() || out.rounds == 0) return usage_error::key_malformed;
        if (out.rounds > limits::bcrypt_rounds) return usage_error::key_too_expensive;
        out.tag = r.take(out.cipher->tag_size);
    }
    if (!r.finish() || out.private_section.empty() || out.private_section.size() % out.block_size() != 0)
        return usage_error::key_malformed;
    const auto format = format_of_blob(out.public_blob);
    if (!format) return format.error();
    return out;
}

/// Reads a decrypted section. Unequal check values mean that it was decrypted with a wrong key.
HAWSER_DECL result<private_key> read_private_section(byte_view section, const openssh_envelope& envelope) {
    wire::reader r{section};
    const std::uint32_t check = r.u32();
    if (r.u32() != check)
        return envelope.cipher == nullptr ? usage_error::key_malformed : usage_error::wrong_passphrase;
    const std::string_view format = r.text();
    if (!r.ok()) return usage_error::key_malformed;
    std::size_t used = 0;
    auto key = take_private_key(format, section.subspan(r.offset()), used);
    if (!key) return key;
    r.take(used);
    const std::string_view comment = r.text();
    const byte_view padding = r.rest();
    if (!r.ok() || padding.size() > openssh_padding_most) return usage_error::key_malformed;
    for (std::size_t i = 0; i < padding.size(); ++i)
        if (padding[i] != static_cast<std::byte>(i + 1)) return usage_error::key_malformed;
    if (!equal(key->public_blob, envelope.public_blob)) return usage_error::key_malformed;
    key->comment = comment;
    return key;
}

/// The key and, after it, the initial vector.
HAWSER_DECL result<secret_bytes> derive_file_key(const file_cipher& cipher, byte_view passphrase,
                                                 byte_view salt, std::uint32_t rounds) {
    secret_bytes key{cipher.key_size + cipher.iv_size};
    if (auto derived = kdf::bcrypt_pbkdf(passphrase, salt, rounds, key.span()); !derived)
        return derived.error();
    return key;
}

} // namespace detail

HAWSER_DECL result<private_key> decode_openssh_private_key(const pem_block& block,
                                                           std::optional<byte_view> passphrase) {
    if (block.label != detail::openssh_label || !block.cipher.empty()) return usage_error::key_malformed;
    const auto envelope = detail::read_envelope(block.body.view());
    if (!envelope) return envelope.error();
    if (envelope->cipher == nullptr)
        return detail::read_private_section(envelope->private_section, *envelope);

    if (!passphrase) return usage_error::key_encrypted;
    if (passphrase->empty()) return usage_error::wrong_passphrase;
    const detail::file_cipher& cipher = *envelope->cipher;
    const auto key = detail::derive_file_key(cipher, *passphrase, envelope->salt, envelope->rounds);
    if (!key) return key.error();
    secret_bytes section{envelope->private_section};
    if (!cipher.open(key->view().first(cipher.key_size), key->view().subspan(cipher.key_size), section.span(),
                     envelope->tag))
        return cipher.tag_size != 0 ? std::error_code{usage_error::wrong_passphrase}
                                    : security_error::backend_failed;
    return detail::read_private_section(section.view(), *envelope);
}

HAWSER_DECL result<private_key> parse_openssh_private_key(std::string_view text,
                                                          std::optional<byte_view> passphrase) {
    const auto block = read_pem(text);
    if (!block) return block.error();
    return decode_openssh_private_key(*block, passphrase);
}

HAWSER_DECL result<public_key> parse_openssh_public_half(std::string_view text) {
    const auto block = read_pem(text);
    if (!block) return block.error();
    if (block->label != detail::openssh_label || !block->cipher.empty()) return usage_error::key_malformed;
    const auto envelope = detail::read_envelope(block->body.view());
    if (!envelope) return envelope.error();
    const byte_view blob = envelope->public_blob;
    if (auto checked = check_blob(blob); !checked) return checked.error();
    return public_key{std::string{*format_of_blob(blob)}, to_vector(blob), {}};
}

HAWSER_DECL result<secret_bytes>
format_openssh_private_key(const private_key& key, random_ref random,
                           const std::optional<openssh_encryption>& encryption) {
    const auto checked = make_private_key(key.format, key.fields.view());
    if (!checked) return checked.error();
    if (!equal(checked->public_blob, key.public_blob)) return usage_error::key_malformed;
    const detail::file_cipher* cipher = nullptr;
    if (encryption) {
        if (encryption->passphrase.empty() || encryption->rounds == 0 ||
            encryption->rounds > limits::bcrypt_rounds)
            return usage_error::invalid_argument;
        cipher = detail::find_file_cipher(encryption->cipher);
        if (cipher == nullptr) return usage_error::unknown_algorithm;
    }

    std::array<std::byte, detail::openssh_salt_size + 4> fresh;
    if (auto filled = random.fill(fresh); !filled) return filled.error();
    const byte_view salt = byte_view{fresh}.first(detail::openssh_salt_size);
    const std::uint32_t check = load_u32(fresh.data() + detail::openssh_salt_size);

    byte_buffer section;
    wire::writer inner{section};
    inner.u32(check).u32(check).string(key.format).raw(key.fields.view()).string(key.comment);
    const std::size_t block = cipher == nullptr ? detail::openssh_plain_block : cipher->block_size;
    for (std::uint8_t i = 1; section.size() % block != 0; ++i) {
        inner.u8(i);
        if (!inner.finish()) break;
    }
    if (auto written = inner.finish(); !written) return written.error();

    byte_vector tag(cipher == nullptr ? 0 : cipher->tag_size);
    byte_buffer file;
    wire::writer w{file};
    w.raw(as_bytes(detail::openssh_magic));
    if (cipher == nullptr) {
        w.string("none").string("none").string("");
    } else {
        const auto derived =
            detail::derive_file_key(*cipher, encryption->passphrase, salt, encryption->rounds);
        if (!derived) return derived.error();
        if (!cipher->seal(derived->view().first(cipher->key_size), derived->view().subspan(cipher->key_size),
                          section.span(), tag))
            return security_error::backend_failed;
        w.string(cipher->name).string("bcrypt");
        w.u32(static_cast<std::uint32_t>(4 + salt.size() + 4)).string(salt).u32(encryption->rounds);
    }
    w.u32(1).string(key.public_blob).string(section.view()).raw(tag);
    if (auto written = w.finish(); !written) return written.error();
    return write_pem(detail::openssh_label, file.view());
}

} // namespace hawser::inline HAWSER_ABI::keys
