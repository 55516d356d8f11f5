#include <hawser/core/error.hpp>
#include <hawser/keys/fingerprint.hpp>
#include <hawser/keys/public_key.hpp>

#include "support/vectors.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using keys::fingerprint_hash;

namespace {

// made with ssh-keygen; the fingerprints are what `ssh-keygen -l` prints for it
constexpr std::string_view line =
    "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIOzmyTHdSKlEgBThNHkw2mD5F/lud1g/WcCs09dSEnM0 ca";
constexpr std::string_view sha256 = "SHA256:BFJ5l7ER9p76w8W7KF0wUurfOGXrdMu82YRpXEnFvus";
constexpr std::string_view md5 = "MD5:7b:d5:5f:8f:43:6e:46:3e:33:ea:49:56:8e:1a:72:71";

byte_vector blob() { return keys::parse_public_key(line)->blob; }

} // namespace

BOOST_AUTO_TEST_SUITE(fingerprint)

BOOST_AUTO_TEST_CASE(is_what_ssh_keygen_prints,
                     *boost::unit_test::label("AL-F-001") * boost::unit_test::label("AL-F-003")) {
    BOOST_TEST(keys::fingerprint_sha256(blob()) == sha256);
    BOOST_TEST(keys::fingerprint_md5(blob()) == md5);
    BOOST_TEST(keys::fingerprint_of(blob(), fingerprint_hash::md5)->hex() == md5.substr(4));
    BOOST_TEST(keys::fingerprint_of(blob())->bytes().size() == 32u);
    BOOST_TEST(keys::fingerprint_of(blob())->hex().size() == 95u);
}

BOOST_AUTO_TEST_CASE(of_many_keys_are_what_openssh_prints,
                     *boost::unit_test::precondition(testing::needs_vectors{"openssh/sshkey"})) {
    for (const std::string name : {"rsa_1", "ecdsa_1", "ed25519_1", "ecdsa_sk1", "ed25519_sk1"}) {
        const auto key = keys::parse_public_key(
            testing::file_text(testing::vector_path("openssh/sshkey/" + name + ".pub")));
        BOOST_TEST_REQUIRE(key.has_value());
        const auto expected = keys::parse_fingerprint(
            testing::file_text(testing::vector_path("openssh/sshkey/" + name + ".fp")));
        BOOST_TEST_REQUIRE(expected.has_value());
        BOOST_TEST(keys::fingerprint_sha256(key->blob) == expected->text());
    }
}

BOOST_AUTO_TEST_CASE(sha1_has_both_forms, *boost::unit_test::label("AL-F-002")) {
    const auto made = keys::fingerprint_of(as_bytes("abc"), fingerprint_hash::sha1); // FIPS 180-4's example
    BOOST_TEST(made->hex() == "a9:99:3e:36:47:06:81:6a:ba:3e:25:71:78:50:c2:6c:9c:d0:d8:9d");
    BOOST_TEST(made->text() == "SHA1:qZk+NkcGgWq6PiVxeFDCbJzQ2J0");
}

BOOST_AUTO_TEST_CASE(reads_what_people_write) {
    for (const auto hash : {fingerprint_hash::md5, fingerprint_hash::sha1, fingerprint_hash::sha256}) {
        const auto expected = *keys::fingerprint_of(blob(), hash);
        std::string upper = expected.hex();
        for (char& c : upper) c = c >= 'a' ? static_cast<char>(c - 32) : c;
        std::string bare = expected.hex();
        std::erase(bare, ':');
        for (const std::string& text :
             {expected.text(), "  " + expected.text() + "\r\n", expected.hex(), upper, bare}) {
            BOOST_TEST_CONTEXT(text) {
                const auto read = keys::parse_fingerprint(text);
                BOOST_TEST_REQUIRE(read.has_value());
                BOOST_TEST((*read == expected));
                BOOST_TEST(*keys::matches(*read, blob()));
                BOOST_TEST(!*keys::matches(*read, as_bytes("another")));
            }
        }
    }
    BOOST_TEST(keys::parse_fingerprint(std::string{sha256} + "=").has_value());
    BOOST_TEST(keys::parse_fingerprint("sha256:" + std::string{sha256.substr(7)}).has_value());
}

BOOST_AUTO_TEST_CASE(refuses_what_is_none) {
    const std::string good{sha256}, good_md5{md5};
    const std::string unmarked = good.substr(7), short_one = good.substr(0, good.size() - 1),
                      long_one = good + "A";
    for (const std::string& text :
         {std::string{}, std::string{"SHA256:"}, unmarked, short_one, long_one,
          good + "==", "MD5:" + unmarked, "SHA1:" + unmarked, "SHA256:" + good_md5.substr(4),
          good_md5 + ":00", good_md5 + ":", good_md5.substr(0, 47), std::string{"aa:bb"},
          "a:" + good_md5.substr(6), "MD5:MD5:" + good_md5.substr(4)}) {
        BOOST_TEST_CONTEXT(text) {
            BOOST_TEST((keys::parse_fingerprint(text).error() == usage_error::invalid_argument));
        }
    }
}

// the same digest bytes under two names are two fingerprints
BOOST_AUTO_TEST_CASE(hashes_are_not_mixed_up) {
    const auto a = *keys::parse_fingerprint("MD5:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00:00");
    const auto b = *keys::parse_fingerprint("SHA1:AAAAAAAAAAAAAAAAAAAAAAAAAAA");
    BOOST_TEST(!(a == b));
}

BOOST_AUTO_TEST_SUITE_END()
