#include <hawser/core/error.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/keys/parse_private_key.hpp>

#include "support/programs.hpp"
#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

#include <chrono>

using namespace hawser;

namespace {

std::string text_of(const std::string& name) { return testing::file_text(testing::vector_path(name)); }

/// The key in a file must be the one of the .pub file beside it.
void check_pair(const std::string& file, const std::string& public_file, std::string_view passphrase) {
    BOOST_TEST_CONTEXT(file) {
        const auto key = keys::parse_private_key(text_of(file), as_bytes(passphrase));
        BOOST_TEST_REQUIRE(key.has_value(), key.error().message());
        const auto expected = keys::parse_public_key(text_of(public_file));
        BOOST_TEST_REQUIRE(expected.has_value());
        BOOST_TEST(key->format == expected->format);
        BOOST_TEST(equal(key->public_blob, expected->blob));
    }
}

std::error_code error_of(const std::string& file, std::optional<byte_view> passphrase = {}) {
    return keys::parse_private_key(text_of(file), passphrase).error();
}

} // namespace

BOOST_AUTO_TEST_SUITE(parse_private_key)

BOOST_AUTO_TEST_CASE(openssh_s_own_keys_are_read,
                     *boost::unit_test::precondition(testing::needs_vectors{"openssh/sshkey"})) {
    const std::string folder = "openssh/sshkey/", passphrase = text_of(folder + "pw");
    for (const std::string name : {"rsa_1", "ecdsa_1", "ed25519_1"}) {
        check_pair(folder + name, folder + name + ".pub", "");
        check_pair(folder + name + "_pw", folder + name + ".pub",
                   passphrase.substr(0, passphrase.find('\n')));
        BOOST_TEST((error_of(folder + name + "_pw") == usage_error::key_encrypted));
        BOOST_TEST((error_of(folder + name + "_pw", as_bytes("no")) == usage_error::wrong_passphrase));
    }
    for (const std::string name : {"ecdsa_sk1", "ed25519_sk1"})
        BOOST_TEST((error_of(folder + name) == usage_error::key_type_not_supported));
}

BOOST_AUTO_TEST_CASE(keys_of_ssh_net_are_read,
                     *boost::unit_test::precondition(testing::needs_vectors{"sshnet"})) {
    int read = 0, refused = 0;
    for (const auto& file : std::filesystem::directory_iterator{testing::vector_path("sshnet")}) {
        const std::string name = file.path().filename().string();
        if (!name.ends_with(".txt")) continue;
        const std::string stem = "sshnet/" + name.substr(0, name.size() - 4);
        // DES, and triple DES in CFB mode, are not worth having
        if (name.find(".Des.CBC.") != std::string::npos || name.find(".CFB.") != std::string::npos) {
            BOOST_TEST((error_of("sshnet/" + name, as_bytes("12345")) == usage_error::key_type_not_supported),
                       name);
            ++refused;
            continue;
        }
        const bool beside = std::filesystem::exists(testing::vector_path(stem + ".pub"));
        check_pair("sshnet/" + name, beside ? stem + ".pub" : stem + ".txt.pub", "12345");
        ++read;
    }
    BOOST_TEST(read >= 20);
    BOOST_TEST(refused >= 1);
}

BOOST_AUTO_TEST_CASE(keys_of_ssh2_are_read,
                     *boost::unit_test::precondition(testing::needs_vectors{"ssh2js"})) {
    int read = 0, compared = 0;
    for (const auto& file : std::filesystem::directory_iterator{testing::vector_path("ssh2js")}) {
        const std::string name = file.path().filename().string();
        if (!name.starts_with("openssh_") || name.find('.') != std::string::npos) continue;
        check_pair("ssh2js/" + name, "ssh2js/" + name + ".pub", "password");
        // the private half in their own words: PKCS #1 or SEC 1
        const auto result = testing::vector_json("ssh2js/" + name + ".result");
        if (result.has("private") && result["private"].is_text()) {
            const auto theirs = keys::parse_private_key(result["private"].text());
            const auto ours = keys::parse_private_key(text_of("ssh2js/" + name), as_bytes("password"));
            if (theirs) {
                BOOST_TEST(equal(theirs->fields.view(), ours->fields.view()), name);
                ++compared;
            }
        }
        ++read;
    }
    BOOST_TEST(read >= 8);
    BOOST_TEST(compared >= 4);
}

BOOST_AUTO_TEST_CASE(putty_keys_are_named_as_what_they_are,
                     *boost::unit_test::precondition(testing::needs_vectors{"generated/ppk"})) {
    for (const auto& file : std::filesystem::directory_iterator{testing::vector_path("generated/ppk")})
        if (file.path().extension() == ".ppk")
            BOOST_TEST((keys::parse_private_key(testing::file_text(file.path())).error() ==
                        usage_error::key_in_ppk));
}

BOOST_AUTO_TEST_CASE(what_is_not_read_tells_its_format_and_how_to_convert_it) {
    const auto sentence = [](std::string_view text) {
        const std::error_code with = keys::parse_private_key(text, as_bytes("x")).error();
        // nobody is asked for a passphrase first
        BOOST_TEST((keys::parse_private_key(text).error() == with));
        return with.message();
    };
    for (const std::string_view begin :
         {"PuTTY-User-Key-File-2: ssh-rsa\r\n", "PuTTY-User-Key-File-3: ssh-ed25519\n"}) {
        const std::string said = sentence(begin);
        BOOST_TEST(said.find("PuTTY") != said.npos, said);
        BOOST_TEST(said.find("puttygen FILE -O private-openssh-new") != said.npos, said);
    }
    const std::string said =
        sentence("-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n");
    BOOST_TEST(said.find("encrypted PKCS #8") != said.npos, said);
    BOOST_TEST(said.find("ssh-keygen -p -f FILE") != said.npos, said);
}

BOOST_AUTO_TEST_CASE(what_the_sentences_advise_makes_keys_that_are_read,
                     *boost::unit_test::precondition(testing::needs_vectors{"generated/ppk"})) {
    const testing::temporary_folder folder;
    const auto run = [](const std::string& command) {
        return testing::run_shell(command + " >/dev/null 2>&1").status;
    };
    if (run("command -v puttygen") == 0) {
        const std::string out = (folder / "from-ppk").string();
        for (const std::string name : {"ecdsa-256-v2", "ed25519-256-v3"}) {
            BOOST_TEST(run("puttygen " + testing::vector_path("generated/ppk/" + name + ".ppk").string() +
                           " -O private-openssh-new -o " + out) == 0);
            BOOST_TEST(keys::parse_private_key(testing::file_text(out)).has_value(), name);
        }
    } else {
        BOOST_TEST_MESSAGE("skipped: no puttygen");
    }
    const std::string key = (folder / "pkcs8").string();
    if (run("command -v ssh-keygen") == 0) {
        BOOST_TEST_REQUIRE(run("ssh-keygen -q -t ecdsa -m PKCS8 -N password -f " + key) == 0);
        BOOST_TEST((keys::parse_private_key(testing::file_text(key)).error() ==
                    usage_error::key_in_encrypted_pkcs8));
        BOOST_TEST(run("ssh-keygen -p -P password -N password -f " + key) == 0);
        BOOST_TEST(keys::parse_private_key(testing::file_text(key), as_bytes("password")).has_value());
    } else {
        BOOST_TEST_MESSAGE("skipped: no ssh-keygen");
    }
}

BOOST_AUTO_TEST_CASE(what_is_no_private_key_is_malformed) {
    for (const std::string text :
         {"", "\n", "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOzmyTHdSKlEgBThNHkw2mD5F/lud1g/WcCs09dSEnM0",
          "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n", "hello"})
        BOOST_TEST((keys::parse_private_key(text).error() == usage_error::key_malformed));
}

/// What must happen to each of the malformed files, as the manifest says. Certificates are not read here at
/// all.
BOOST_AUTO_TEST_CASE(malformed_keys_are_refused,
                     *boost::unit_test::precondition(testing::needs_vectors{"malformed-keys"}) *
                         boost::unit_test::label("P02")) {
    using clock = std::chrono::steady_clock;
    int accepted = 0, rejected = 0;
    const auto manifest = testing::vector_json("malformed-keys/manifest.json");
    for (const auto& row : manifest.items()) {
        const std::string name = row["file"].text(), expected = row["expect"].text();
        BOOST_TEST_CONTEXT(name << ": " << row["why"].text()) {
            const std::string text = text_of("malformed-keys/" + name);
            const auto before = clock::now();
            std::error_code error;
            if (name.ends_with(".pub")) {
                const auto key = keys::parse_public_key(text);
                error = key ? keys::check_blob(key->blob).error() : key.error();
            } else {
                error = keys::parse_private_key(text, as_bytes("x")).error();
            }
            const auto took = clock::now() - before;
            if (name.starts_with("cert-"))
                BOOST_TEST((error == usage_error::key_type_not_supported));
            else if (expected == "accept")
                BOOST_TEST(!error, error.message());
            else if (expected != "either")
                BOOST_TEST(!!error);
            BOOST_TEST((took < std::chrono::milliseconds{100}));
            if (name == "bcrypt-rounds-max") BOOST_TEST((error == usage_error::key_too_expensive));
            if (name == "unknown-type.pub") BOOST_TEST((error == usage_error::key_type_not_supported));
            ++(error ? rejected : accepted);
        }
    }
    BOOST_TEST(accepted >= 3);
    BOOST_TEST(rejected >= 45);
}

BOOST_AUTO_TEST_CASE(file_past_the_limit_is_not_read) {
    BOOST_TEST(
        (keys::parse_private_key(std::string(16 * 1024 * 1024, 'A')).error() == usage_error::file_too_large));
}

BOOST_AUTO_TEST_SUITE_END()
