#include <hawser/core/error.hpp>
#include <hawser/core/limits.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/keys/make_private_key.hpp>
#include <hawser/keys/openssh_format.hpp>
#include <hawser/wire/writer.hpp>

#include "support/fixed_random.hpp"
#include "support/programs.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <array>
#include <chrono>

using namespace hawser;

namespace {

constexpr std::array<std::string_view, 10> ciphers{"aes256-ctr",
                                                   "aes192-ctr",
                                                   "aes128-ctr",
                                                   "aes256-cbc",
                                                   "aes192-cbc",
                                                   "aes128-cbc",
                                                   "aes256-gcm@openssh.com",
                                                   "aes128-gcm@openssh.com",
                                                   "chacha20-poly1305@openssh.com",
                                                   "3des-cbc"};

// RFC 8032, section 7.1, test 1
const byte_vector seed = *from_hex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");
const byte_vector ed25519 = *from_hex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

keys::private_key a_key(std::string comment = "a comment") {
    byte_buffer out;
    wire::writer{out}.string(ed25519).u32(64).raw(seed).raw(ed25519);
    return *keys::make_private_key("ssh-ed25519", out.view(), std::move(comment));
}

/// A file put together by hand: each part can be made wrong.
struct file_parts {
    std::string magic{"openssh-key-v1\0", 15};
    std::string cipher = "none", kdf = "none";
    byte_vector options;
    std::uint32_t keys = 1;
    byte_vector blob = a_key().public_blob;
    std::uint32_t check = 7, check_again = 7;
    std::string type = "ssh-ed25519";
    byte_vector fields = to_vector(a_key().fields.view());
    std::string comment = "c";
    byte_vector padding = *from_hex("01020304");
    byte_vector after;

    std::string text() const {
        byte_buffer section, file;
        wire::writer{section}
            .u32(check)
            .u32(check_again)
            .string(type)
            .raw(fields)
            .string(comment)
            .raw(padding);
        wire::writer w{file};
        w.raw(as_bytes(magic)).string(cipher).string(kdf).string(options).u32(keys).string(blob);
        w.string(section.view()).raw(after);
        return std::string{as_text(keys::write_pem("OPENSSH PRIVATE KEY", file.view()).view())};
    }
    std::error_code error() const { return keys::parse_openssh_private_key(text(), as_bytes("x")).error(); }
};

byte_vector bcrypt_options(std::string_view salt, std::uint32_t rounds) {
    byte_buffer out;
    wire::writer{out}.string(salt).u32(rounds);
    return to_vector(out.view());
}

} // namespace

BOOST_AUTO_TEST_SUITE(openssh_format)

BOOST_AUTO_TEST_CASE(plain_file_is_read_and_written) {
    testing::fixed_random random;
    const auto text = keys::format_openssh_private_key(a_key(), random);
    BOOST_TEST_REQUIRE(text.has_value());
    for (const auto passphrase :
         {std::optional<byte_view>{}, std::optional<byte_view>{as_bytes("needless")}}) {
        const auto key = keys::parse_openssh_private_key(as_text(text->view()), passphrase);
        BOOST_TEST_REQUIRE(key.has_value());
        BOOST_TEST(key->format == "ssh-ed25519");
        BOOST_TEST(key->comment == "a comment");
        BOOST_TEST(equal(key->public_blob, a_key().public_blob));
        BOOST_TEST(equal(key->fields.view(), a_key().fields.view()));
    }
    BOOST_TEST(equal(keys::parse_openssh_public_half(as_text(text->view()))->blob, a_key().public_blob));
}

BOOST_AUTO_TEST_CASE(every_cipher_goes_both_ways) {
    testing::fixed_random random;
    for (const std::string_view cipher : ciphers) {
        BOOST_TEST_CONTEXT(cipher) {
            const auto written = keys::format_openssh_private_key(
                a_key(), random, keys::openssh_encryption{as_bytes("passphrase"), cipher, 1});
            BOOST_TEST_REQUIRE(written.has_value());
            const std::string_view text = as_text(written->view());
            const auto key = keys::parse_openssh_private_key(text, as_bytes("passphrase"));
            BOOST_TEST_REQUIRE(key.has_value());
            BOOST_TEST(equal(key->fields.view(), a_key().fields.view()));
            BOOST_TEST(key->comment == "a comment");
            BOOST_TEST((keys::parse_openssh_private_key(text).error() == usage_error::key_encrypted));
            BOOST_TEST((keys::parse_openssh_private_key(text, as_bytes("Passphrase")).error() ==
                        usage_error::wrong_passphrase));
            BOOST_TEST((keys::parse_openssh_private_key(text, as_bytes("")).error() ==
                        usage_error::wrong_passphrase));
            BOOST_TEST(equal(keys::parse_openssh_public_half(text)->blob, a_key().public_blob));
        }
    }
}

BOOST_AUTO_TEST_CASE(comments_of_every_length_are_padded) {
    testing::fixed_random random;
    for (std::size_t size = 0; size < 40; ++size)
        for (const bool encrypted : {false, true}) {
            const auto key = a_key(std::string(size, 'c'));
            const auto text = encrypted
                                  ? keys::format_openssh_private_key(
                                        key, random, keys::openssh_encryption{as_bytes("p"), "aes128-ctr", 1})
                                  : keys::format_openssh_private_key(key, random);
            BOOST_TEST(keys::parse_openssh_private_key(as_text(text->view()), as_bytes("p"))->comment ==
                       key.comment);
        }
}

BOOST_AUTO_TEST_CASE(writing_refuses_what_cannot_be_read_back) {
    testing::fixed_random random;
    const auto error = [&](keys::openssh_encryption how) {
        return keys::format_openssh_private_key(a_key(), random, how).error();
    };
    BOOST_TEST((error({as_bytes("")}) == usage_error::invalid_argument));
    BOOST_TEST((error({as_bytes("p"), "aes256-ctr", 0}) == usage_error::invalid_argument));
    BOOST_TEST(
        (error({as_bytes("p"), "aes256-ctr", limits::bcrypt_rounds + 1}) == usage_error::invalid_argument));
    BOOST_TEST((error({as_bytes("p"), "none", 1}) == usage_error::unknown_algorithm));
    auto key = a_key();
    key.public_blob.back() ^= std::byte{1};
    BOOST_TEST((keys::format_openssh_private_key(key, random).error() == usage_error::key_malformed));
    testing::failing_random broken;
    BOOST_TEST((keys::format_openssh_private_key(a_key(), broken).error() == security_error::random_failed));
}

BOOST_AUTO_TEST_CASE(each_damage_is_refused) {
    BOOST_TEST(file_parts{}.error() == std::error_code{}); // the control
    const auto refused = [](auto change, std::error_code expected) {
        file_parts parts;
        change(parts);
        const std::error_code found = parts.error();
        BOOST_TEST((found == expected), "not " << expected.message() << " but " << found.message());
    };
    const std::error_code bad = usage_error::key_malformed, unsupported = usage_error::key_type_not_supported;
    refused([](auto& p) { p.magic[14] = 'x'; }, bad);
    refused([](auto& p) { p.keys = 0; }, bad);
    refused([](auto& p) { p.keys = 2; }, unsupported);
    refused([](auto& p) { p.cipher = "aes256-ctr"; }, bad);
    refused([](auto& p) { p.kdf = "bcrypt", p.options = bcrypt_options("salt", 1); }, bad);
    refused([](auto& p) { p.options = bcrypt_options("salt", 1); }, bad);
    refused([](auto& p) { p.cipher = "rot13", p.kdf = "bcrypt"; }, unsupported);
    refused([](auto& p) { p.cipher = "aes256-ctr", p.kdf = "scrypt"; }, unsupported);
    refused([](auto& p) { p.check_again = 8; }, bad);
    refused([](auto& p) { p.type = "ssh-rsa", p.comment = "ccccc"; }, bad);
    refused([](auto& p) { p.type = "ssh-xyz", p.comment = "ccccc"; }, unsupported);
    refused([](auto& p) { p.blob.back() ^= std::byte{1}; }, bad);
    refused([](auto& p) { p.blob.clear(); }, bad);
    refused([](auto& p) { p.padding[1] = std::byte{1}; }, bad);
    refused([](auto& p) { p.padding.pop_back(); }, bad);
    refused([](auto& p) { p.after.push_back(std::byte{0}); }, bad);
    for (const std::size_t more : {8u, 16u}) // one block more is what PuTTY may write, two are not padding
        refused(
            [&](auto& p) {
                for (std::size_t i = 0; i < more; ++i) p.padding.push_back(static_cast<std::byte>(5 + i));
            },
            more == 8 ? std::error_code{} : bad);
}

BOOST_AUTO_TEST_CASE(kdf_options_are_checked) {
    const auto error = [](byte_vector options) {
        file_parts parts;
        parts.cipher = "aes256-ctr", parts.kdf = "bcrypt", parts.options = std::move(options);
        parts.padding.clear();
        parts.comment = std::string(29, 'c'); // 160 bytes: whole blocks
        return parts.error();
    };
    BOOST_TEST(
        (error(bcrypt_options("salt", 1)) == usage_error::wrong_passphrase)); // the control: it was decrypted
    BOOST_TEST((error(bcrypt_options("", 1)) == usage_error::key_malformed));
    BOOST_TEST((error(bcrypt_options("salt", 0)) == usage_error::key_malformed));
    BOOST_TEST((error({}) == usage_error::key_malformed));
    byte_vector more = bcrypt_options("salt", 1);
    more.push_back(std::byte{0});
    BOOST_TEST((error(more) == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(expensive_file_is_refused_at_once, *boost::unit_test::label("P02")) {
    using clock = std::chrono::steady_clock;
    for (const std::uint32_t rounds : {limits::bcrypt_rounds + 1, 0x7fffffffu, 0xffffffffu}) {
        file_parts parts;
        parts.cipher = "aes256-ctr", parts.kdf = "bcrypt", parts.options = bcrypt_options("salt", rounds);
        const std::string text = parts.text();
        const auto before = clock::now();
        BOOST_TEST(
            (keys::parse_openssh_private_key(text, as_bytes("x")).error() == usage_error::key_too_expensive));
        // named also when there is no passphrase yet, so that nobody is asked for one in vain
        BOOST_TEST((keys::parse_openssh_private_key(text).error() == usage_error::key_too_expensive));
        BOOST_TEST((clock::now() - before < std::chrono::milliseconds{100}));
    }
}

BOOST_AUTO_TEST_CASE(no_cut_and_no_length_is_believed) {
    testing::fixed_random random;
    const auto written = keys::format_openssh_private_key(a_key(), random);
    const auto block = keys::read_pem(as_text(written->view()));
    const byte_view whole = block->body.view();
    for (std::size_t size = 0; size < whole.size(); ++size) {
        const keys::pem_block cut{block->label, {}, {}, secret_bytes{whole.first(size)}};
        BOOST_TEST((keys::decode_openssh_private_key(cut).error() == usage_error::key_malformed));
    }
    for (std::size_t at = 0; at + 4 <= whole.size(); ++at) {
        secret_bytes changed{whole};
        store_u32(changed.span().data() + at, 0xffffffff);
        // what is left unread of this file: nothing, so any change is seen, except in the comment and the
        // check values
        const auto key = keys::decode_openssh_private_key({block->label, {}, {}, std::move(changed)});
        BOOST_TEST((!key || equal(key->fields.view(), a_key().fields.view())));
    }
}

BOOST_AUTO_TEST_CASE(damaged_encrypted_file_says_the_passphrase_is_wrong) {
    testing::fixed_random random;
    for (const std::string_view cipher : {"aes256-gcm@openssh.com", "chacha20-poly1305@openssh.com"}) {
        const auto written = keys::format_openssh_private_key(
            a_key(), random, keys::openssh_encryption{as_bytes("p"), cipher, 1});
        const auto block = keys::read_pem(as_text(written->view()));
        for (const std::size_t from_end : {1u, 16u, 17u, 60u}) { // in the tag and in what it covers
            secret_bytes changed = block->body.copy();
            changed.span()[changed.size() - from_end] ^= std::byte{1};
            BOOST_TEST(
                (keys::decode_openssh_private_key({block->label, {}, {}, std::move(changed)}, as_bytes("p"))
                     .error() == usage_error::wrong_passphrase));
        }
    }
}

BOOST_AUTO_TEST_CASE(ssh_keygen_s_files_are_read,
                     *boost::unit_test::precondition(testing::needs_program{"ssh-keygen"})) {
    const testing::temporary_folder folder;
    int count = 0;
    for (const std::string_view cipher : ciphers) {
        const std::string path = (folder / ("key" + std::to_string(++count))).string();
        const auto made = testing::run_program(
            {"ssh-keygen", "-q", "-t", "ecdsa", "-b", count % 2 == 0 ? "256" : "521", "-a", "2", "-Z",
             std::string{cipher}, "-N", "correct horse", "-C", "mine", "-f", path});
        BOOST_TEST_REQUIRE(made.status == 0, made.output);
        const std::string text = testing::file_text(path);
        const auto key = keys::parse_openssh_private_key(text, as_bytes("correct horse"));
        BOOST_TEST_REQUIRE(key.has_value(), cipher << ": " << key.error().message());
        BOOST_TEST(keys::format_public_key(key->public_half()) + "\n" == testing::file_text(path + ".pub"));
        BOOST_TEST(
            (keys::parse_openssh_private_key(text, as_bytes("x")).error() == usage_error::wrong_passphrase));
    }
}

BOOST_AUTO_TEST_CASE(every_kind_of_key_goes_to_ssh_keygen_and_back,
                     *boost::unit_test::precondition(testing::needs_program{"ssh-keygen"})) {
    const testing::temporary_folder folder;
    testing::fixed_random random;
    int count = 0;
    for (const auto& [type, bits] : std::vector<std::array<std::string, 2>>{{"ed25519", "256"},
                                                                            {"ecdsa", "256"},
                                                                            {"ecdsa", "384"},
                                                                            {"ecdsa", "521"},
                                                                            {"rsa", "2048"},
                                                                            {"dsa", "1024"}}) {
        const std::string path = (folder / ("key" + std::to_string(++count))).string();
        const auto made = testing::run_program(
            {"ssh-keygen", "-q", "-t", type, "-b", bits, "-N", "", "-C", "mine", "-f", path});
        if (made.status != 0 && type == "dsa") continue; // newer ones make no such keys
        BOOST_TEST_REQUIRE(made.status == 0, made.output);
        const auto key = keys::parse_openssh_private_key(testing::file_text(path));
        BOOST_TEST_REQUIRE(key.has_value(), type << bits << ": " << key.error().message());
        const std::string line = keys::format_public_key(key->public_half());
        BOOST_TEST(line + "\n" == testing::file_text(path + ".pub"));
        BOOST_TEST(keys::check_blob(key->public_blob).has_value());
        const auto ours = keys::format_openssh_private_key(*key, random);
        BOOST_TEST_REQUIRE(ours.has_value());
        const auto shown = testing::run_program(
            {"ssh-keygen", "-y", "-f",
             folder.write("ours" + std::to_string(count), as_text(ours->view())).string()});
        BOOST_TEST(shown.output == line + "\n");
    }
}

BOOST_AUTO_TEST_CASE(ssh_keygen_reads_our_files,
                     *boost::unit_test::precondition(testing::needs_program{"ssh-keygen"})) {
    const testing::temporary_folder folder;
    testing::fixed_random random;
    const std::string expected = keys::format_public_key(a_key().public_half());
    const auto plain = keys::format_openssh_private_key(a_key(), random);
    auto shown = testing::run_program(
        {"ssh-keygen", "-y", "-f", folder.write("plain", as_text(plain->view())).string()});
    BOOST_TEST(shown.output == expected + "\n");
    for (const std::string_view cipher : ciphers) {
        const auto text = keys::format_openssh_private_key(
            a_key(), random, keys::openssh_encryption{as_bytes("secret"), cipher, 2});
        const auto path = folder.write(std::string{cipher}, as_text(text->view())).string();
        shown = testing::run_program({"ssh-keygen", "-y", "-P", "secret", "-f", path});
        BOOST_TEST(shown.output == expected + "\n", cipher << ": " << shown.output);
        BOOST_TEST(testing::run_program({"ssh-keygen", "-y", "-P", "Secret", "-f", path}).status != 0);
    }
}

BOOST_AUTO_TEST_SUITE_END()
