#include <hawser/algorithm/file_hash.hpp>
#include <hawser/algorithm/file_hash/md5.hpp>
#include <hawser/algorithm/file_hash/sha2.hpp>

#include "support/failing.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(algorithm_file_hash)

using hashes = chosen_file_hash<type_list<file_hash::sha256, legacy::file_hash::md5>>;

BOOST_AUTO_TEST_CASE(one_is_chosen_by_name) {
    auto sha = hashes::named("sha256"), md5 = hashes::named("md5");
    BOOST_TEST_REQUIRE((sha && md5));
    BOOST_TEST((sha->size() == 32 && md5->size() == 16));
    for (const char* piece : {"a", "", "bc"}) {
        BOOST_TEST(sha->update(as_bytes(std::string_view{piece})));
        BOOST_TEST(md5->update(as_bytes(std::string_view{piece})));
    }
    BOOST_TEST(to_hex(*sha->final()) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    BOOST_TEST(to_hex(*md5->final()) == "900150983cd24fb0d6963f7d28e17f72");
    // the next piece begins another file
    BOOST_TEST(to_hex(*md5->final()) == "d41d8cd98f00b204e9800998ecf8427e");
}

BOOST_AUTO_TEST_CASE(what_is_not_listed_is_not_there) {
    for (const char* name : {"sha1", "SHA256", "sha25", "sha2560", "", "crc32"})
        BOOST_TEST(!hashes::named(name));
}

BOOST_AUTO_TEST_CASE(a_failing_library_is_an_error) {
    struct failing_hash : file_hash::sha256 {
        using hash = testing::failing<cryptopp::sha256>;
    };
    auto sha = chosen_file_hash<type_list<failing_hash>>::named("sha256");
    BOOST_TEST_REQUIRE(sha.has_value());
    testing::crypto_fault::arm(1);
    BOOST_TEST(!sha->update(as_bytes("abc")));
    testing::crypto_fault::arm(1);
    BOOST_TEST((sha->final().error() == security_error::backend_failed));
    testing::crypto_fault::arm(testing::crypto_fault::never);
}

BOOST_AUTO_TEST_SUITE_END()
