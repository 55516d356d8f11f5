#include <hawser/core/error.hpp>
#include <hawser/keys/pem_format.hpp>

#include "support/programs.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <array>

using namespace hawser;

namespace {

keys::pem_block block_of(std::string_view label, byte_vector der) {
    return {label, {}, {}, secret_bytes{der}};
}

std::error_code error_of(std::string_view label, std::string_view hex) {
    return keys::decode_pem_private_key(block_of(label, *from_hex(hex))).error();
}

std::string der(std::string_view tag, const std::string& contents) {
    const std::size_t size = contents.size() / 2;
    const std::byte length[]{static_cast<std::byte>(size >> 8), static_cast<std::byte>(size & 0xff)};
    const byte_view digits = byte_view{length}.subspan(size > 0xff ? 0 : 1);
    return std::string{tag} + (size > 0xff ? "82" : size > 127 ? "81" : "") + to_hex(digits) + contents;
}

// RFC 8032, section 7.1, test 1
const std::string seed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const std::string ed25519 = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";
// RFC 6979, appendix A.2.5: the key of the P-256 examples
const std::string scalar = "c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721";
const std::string point = "0460fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
                          "7903fe1008b8bc99a41ae9e95628bc64f2f1b20c2d7e9f5177a3c294d4462299";
const std::string p256 = "06082a8648ce3d030107", ec = "06072a8648ce3d0201", ed = "06032b6570",
                  secp256k1 = "06052b8104000a";

std::string ec_key(const std::string& parameters, const std::string& public_part) {
    return der("30", "020101" + der("04", scalar) + parameters + public_part);
}
std::string pkcs8(const std::string& algorithm, const std::string& key) {
    return der("30", "020100" + der("30", algorithm) + der("04", key));
}
const std::string public_part = der("a1", der("03", "00" + point));

} // namespace

BOOST_AUTO_TEST_SUITE(pem_format)

BOOST_AUTO_TEST_CASE(sec1_key_is_read) {
    const auto key = keys::decode_pem_private_key(
        block_of("EC PRIVATE KEY", *from_hex(ec_key(der("a0", p256), public_part))));
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(key->format == "ecdsa-sha2-nistp256");
    BOOST_TEST(to_hex(key->fields.view()) == "000000086e69737470323536"
                                             "00000041" +
                                                 point +
                                                 "00000021"
                                                 "00" +
                                                 scalar);
}

BOOST_AUTO_TEST_CASE(sec1_key_without_its_point_is_the_same_key) {
    const auto with = keys::decode_pem_private_key(
        block_of("EC PRIVATE KEY", *from_hex(ec_key(der("a0", p256), public_part))));
    const auto without =
        keys::decode_pem_private_key(block_of("EC PRIVATE KEY", *from_hex(ec_key(der("a0", p256), ""))));
    BOOST_TEST_REQUIRE(without.has_value());
    BOOST_TEST(equal(with->fields.view(), without->fields.view()));
}

BOOST_AUTO_TEST_CASE(sec1_key_has_what_it_must) {
    const std::error_code bad = usage_error::key_malformed, unsupported = usage_error::key_type_not_supported;
    const auto error = [](const std::string& hex) { return error_of("EC PRIVATE KEY", hex); };
    const std::string curve = der("a0", p256);
    BOOST_TEST(error(ec_key(curve, public_part)) == std::error_code{});
    BOOST_TEST(error(ec_key("", public_part)) == bad); // no curve
    BOOST_TEST(error(ec_key(der("a0", secp256k1), public_part)) == unsupported);
    BOOST_TEST(error(ec_key(der("a0", "3000"), public_part)) == unsupported); // a curve by its parameters
    BOOST_TEST(error(ec_key(curve, "")) == std::error_code{});                // the point is derived
    BOOST_TEST(error(ec_key(der("a0", "06052b81040022"), "")) == std::error_code{}); // another curve's scalar
    BOOST_TEST(error(ec_key(der("a0", "06052b81040022"), public_part)) == bad);      // but not its point
    BOOST_TEST(error(ec_key(curve, public_part + "0500")) == bad);
    BOOST_TEST(error(ec_key(curve, public_part) + "00") == bad);
    BOOST_TEST(error(ec_key(curve, der("a1", der("03", "01" + point)))) == bad);
    BOOST_TEST(error(ec_key(curve, der("a1", der("03", "00" + point.substr(2))))) == bad);
    BOOST_TEST(error(der("30", "020102" + der("04", scalar) + curve + public_part)) == bad);
    BOOST_TEST(error(der("30", "020101" + der("04", scalar + "00") + curve + public_part)) == bad);
}

BOOST_AUTO_TEST_CASE(pkcs8_keys_are_read) {
    const auto ecdsa = keys::decode_pem_private_key(
        block_of("PRIVATE KEY", *from_hex(pkcs8(ec + p256, ec_key("", public_part)))));
    BOOST_TEST_REQUIRE(ecdsa.has_value());
    BOOST_TEST(ecdsa->format == "ecdsa-sha2-nistp256");
    // the example of RFC 8410, section 10.3, has the same shape with another seed
    const auto key =
        keys::decode_pem_private_key(block_of("PRIVATE KEY", *from_hex(pkcs8(ed, der("04", seed)))));
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(key->format == "ssh-ed25519");
    BOOST_TEST(to_hex(key->fields.view()) == "00000020" + ed25519 + "00000040" + seed + ed25519);
}

BOOST_AUTO_TEST_CASE(pkcs8_key_has_what_it_must) {
    const std::error_code bad = usage_error::key_malformed, unsupported = usage_error::key_type_not_supported;
    const auto error = [](const std::string& hex) { return error_of("PRIVATE KEY", hex); };
    BOOST_TEST(error(pkcs8(ed, der("04", seed))) == std::error_code{});
    BOOST_TEST(error(pkcs8(ed, der("04", seed.substr(2)))) == bad);
    BOOST_TEST(error(pkcs8(ed, seed)) == bad);
    BOOST_TEST(error(pkcs8(ed + "0500", der("04", seed))) == bad);
    BOOST_TEST(error(pkcs8("06032b6571", der("04", seed))) == unsupported); // Ed448
    BOOST_TEST(error(pkcs8("06072a8648ce380401", der("04", seed))) == bad); // DSA without parameters
    BOOST_TEST(error(pkcs8(ec + secp256k1, ec_key("", public_part))) == unsupported);
    BOOST_TEST(error(pkcs8(ec + p256, ec_key(der("a0", "06052b81040022"), public_part))) ==
               bad); // two curves
    BOOST_TEST(error(pkcs8(ed, der("04", seed)) + "00") == bad);
    BOOST_TEST(error(der("30", "020102" + der("30", ed) + der("04", der("04", seed)))) == bad);
    BOOST_TEST(error("") == bad);
    BOOST_TEST(error("3000") == bad);
}

BOOST_AUTO_TEST_CASE(rsa_key_of_more_primes_is_not_supported) {
    BOOST_TEST((error_of("RSA PRIVATE KEY", der("30", "020101")) == usage_error::key_type_not_supported));
    BOOST_TEST((error_of("RSA PRIVATE KEY", der("30", "020100")) == usage_error::key_malformed));
}

BOOST_AUTO_TEST_CASE(dsa_keys_in_both_forms) {
    const auto record = testing::records_in(testing::own_vector_path("host_key/rfc6979_dsa.txt")).front();
    const auto integer = [&](const std::string& name) {
        std::string digits = record.text(name);
        while (digits.size() > 2 && digits.substr(0, 2) == "00") digits.erase(0, 2);
        return der("02", (digits[0] >= '8' ? "00" : "") + digits);
    };
    const std::string parameters = integer("p") + integer("q") + integer("g");
    const std::string old = "020100" + parameters + integer("y") + integer("x");
    const auto key = keys::decode_pem_private_key(block_of("DSA PRIVATE KEY", *from_hex(der("30", old))));
    BOOST_TEST_REQUIRE(key.has_value());
    BOOST_TEST(key->format == "ssh-dss");
    const std::string algorithm = "06072a8648ce380401" + der("30", parameters);
    const auto same =
        keys::decode_pem_private_key(block_of("PRIVATE KEY", *from_hex(pkcs8(algorithm, integer("x")))));
    BOOST_TEST_REQUIRE(same.has_value());
    BOOST_TEST(equal(key->fields.view(), same->fields.view()));
    const std::error_code bad = usage_error::key_malformed;
    BOOST_TEST(error_of("DSA PRIVATE KEY", der("30", old + "020101")) == bad);
    BOOST_TEST(error_of("DSA PRIVATE KEY", der("30", "020101" + old.substr(6))) == bad);
    BOOST_TEST(error_of("DSA PRIVATE KEY", der("30", "020100" + parameters + integer("y"))) == bad);
    BOOST_TEST(error_of("DSA PRIVATE KEY", der("30", "020100" + parameters + integer("g") + integer("x"))) ==
               bad);
    BOOST_TEST(error_of("PRIVATE KEY", pkcs8(algorithm, integer("x") + "00")) == bad);
    BOOST_TEST(error_of("PRIVATE KEY", pkcs8(algorithm, integer("q"))) == bad); // not below q
    BOOST_TEST(error_of("PRIVATE KEY", pkcs8(algorithm, "020100")) == bad);
    BOOST_TEST(error_of("PRIVATE KEY", pkcs8(algorithm + "0500", integer("x"))) == bad);
    BOOST_TEST(error_of("PRIVATE KEY", pkcs8("06072a8648ce380401" + der("30", integer("p") + integer("q")),
                                             integer("x"))) == bad);
}

BOOST_AUTO_TEST_CASE(other_labels_are_not_supported) {
    for (const char* label : {"DH PRIVATE KEY", "OPENSSH PRIVATE KEY", "X PRIVATE KEY"})
        BOOST_TEST((error_of(label, "3000") == usage_error::key_type_not_supported));
    BOOST_TEST((error_of("ENCRYPTED PRIVATE KEY", "3000") == usage_error::key_in_encrypted_pkcs8));
}

BOOST_AUTO_TEST_CASE(encrypted_block_is_checked_before_it_is_decrypted,
                     *boost::unit_test::label("IS-A-007")) {
    keys::pem_block block = block_of("RSA PRIVATE KEY", byte_vector(32));
    const auto error = [&] { return keys::decode_pem_private_key(block, as_bytes("x")).error(); };
    block.cipher = "AES-128-CBC";
    block.iv = byte_vector(16);
    BOOST_TEST((keys::decode_pem_private_key(block).error() == usage_error::key_encrypted));
    BOOST_TEST((error() == usage_error::wrong_passphrase));
    block.iv = byte_vector(8);
    BOOST_TEST((error() == usage_error::key_malformed));
    block.iv = {};
    BOOST_TEST((error() == usage_error::key_malformed));
    block.iv = byte_vector(16);
    block.body = secret_bytes{std::size_t{31}};
    BOOST_TEST((error() == usage_error::key_malformed));
    block.body = secret_bytes{};
    BOOST_TEST((error() == usage_error::key_malformed));
    block.body = secret_bytes{std::size_t{32}};
    block.cipher = "DES-CBC";
    BOOST_TEST((error() == usage_error::key_type_not_supported));
    block.cipher = "AES-128-CBC";
    block.label = "PRIVATE KEY";
    BOOST_TEST((error() == usage_error::key_malformed));
}

// every cut and every changed byte of a real key: an error, or the same key
BOOST_AUTO_TEST_CASE(no_damage_to_a_real_key_goes_unseen,
                     *boost::unit_test::precondition(testing::needs_vectors{"openssh/sshkey"})) {
    for (const std::string name : {"rsa_1", "ecdsa_1"}) {
        const auto block = keys::read_pem(testing::file_text(testing::vector_path("openssh/sshkey/" + name)));
        const std::string label = name == "rsa_1" ? "RSA PRIVATE KEY" : "EC PRIVATE KEY";
        const auto whole = keys::decode_pem_private_key({label, {}, {}, block->body.copy()});
        BOOST_TEST_REQUIRE(whole.has_value());
        for (std::size_t size = 0; size < block->body.size(); ++size)
            BOOST_TEST(
                !keys::decode_pem_private_key({label, {}, {}, secret_bytes{block->body.view().first(size)}})
                     .has_value());
        std::size_t unseen = 0;
        for (std::size_t at = 0; at < block->body.size(); ++at) {
            secret_bytes changed = block->body.copy();
            changed.span()[at] ^= std::byte{1};
            const auto key = keys::decode_pem_private_key({label, {}, {}, std::move(changed)});
            if (key && !equal(key->fields.view(), whole->fields.view())) ++unseen;
        }
        BOOST_TEST(unseen == 0u);
    }
}

BOOST_AUTO_TEST_CASE(keys_of_openssl_and_ssh_keygen_are_read,
                     *boost::unit_test::label("IS-A-007") *
                         boost::unit_test::precondition(testing::needs_program{"ssh-keygen"})) {
    const testing::temporary_folder folder;
    int count = 0;
    for (const std::string form : {"PEM", "PKCS8"})
        for (const auto& [type, bits] : std::vector<std::array<std::string, 2>>{{"rsa", "2048"},
                                                                                {"rsa", "1024"},
                                                                                {"ecdsa", "256"},
                                                                                {"ecdsa", "384"},
                                                                                {"ecdsa", "521"},
                                                                                {"dsa", "1024"}})
            for (const std::string passphrase : {"", "correct horse"}) {
                const std::string path = (folder / ("key" + std::to_string(++count))).string();
                const auto made = testing::run_program({"ssh-keygen", "-q", "-t", type, "-b", bits, "-m",
                                                        form, "-N", passphrase, "-C", "", "-f", path});
                BOOST_TEST_REQUIRE(made.status == 0, made.output);
                const std::string text = testing::file_text(path);
                const auto key = keys::parse_pem_private_key(text, as_bytes(passphrase));
                BOOST_TEST_CONTEXT(form << " " << type << " " << bits << " " << passphrase) {
                    if (form == "PKCS8" && !passphrase.empty()) {
                        BOOST_TEST((key.error() == usage_error::key_in_encrypted_pkcs8));
                        continue;
                    }
                    BOOST_TEST_REQUIRE(key.has_value(), key.error().message());
                    const auto expected = keys::parse_public_key(testing::file_text(path + ".pub"));
                    BOOST_TEST(equal(key->public_blob, expected->blob));
                    if (passphrase.empty()) continue;
                    BOOST_TEST((keys::parse_pem_private_key(text).error() == usage_error::key_encrypted));
                    BOOST_TEST((keys::parse_pem_private_key(text, as_bytes("x")).error() ==
                                usage_error::wrong_passphrase));
                }
            }
}

BOOST_AUTO_TEST_SUITE_END()
