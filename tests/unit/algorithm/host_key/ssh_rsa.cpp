#include <hawser/algorithm/host_key/ssh_rsa.hpp>

#include "support/key_case.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;
using legacy::host_key::ssh_rsa;
namespace utf = boost::unit_test;

namespace {

/// With keys of 2048 bits: making larger ones takes a while.
struct small_rsa : ssh_rsa {
    static result<void> generate(random_ref random, byte_buffer& fields) {
        return ssh_rsa::generate(random, fields, 2048);
    }
};

} // namespace

BOOST_AUTO_TEST_SUITE(host_key_ssh_rsa)

BOOST_AUTO_TEST_CASE(names) {
    static_assert(generating_host_key<ssh_rsa>);
    BOOST_TEST(ssh_rsa::name == "ssh-rsa");
    BOOST_TEST(ssh_rsa::key_format == "ssh-rsa");
    BOOST_TEST((ssh_rsa::rank == grade::legacy));
}

BOOST_AUTO_TEST_CASE(a_signature_over_another_hash, *utf::label("K11") * utf::label("C10")) {
    // which a server may not pass off under this name
    testing::throwaway_key<small_rsa> key;
    byte_buffer other;
    BOOST_REQUIRE(host_key::rsa_sha2_256::sign(key.fields.view(), as_bytes("m"), key.random, other));
    BOOST_TEST(key.verify(as_bytes("m"), other.view()) ==
               make_error_code(security_error::signature_algorithm_mismatch));
    wire::reader r{other.view()};
    r.string();
    BOOST_TEST(key.verify(as_bytes("m"), testing::strings("ssh-rsa", r.string())) ==
               make_error_code(security_error::signature_invalid));
    // nor the other way round
    const byte_vector own = key.sign(as_bytes("m"));
    BOOST_TEST(host_key::rsa_sha2_256::verify(key.blob.view(), as_bytes("m"), own, {}).error() ==
               make_error_code(security_error::signature_algorithm_mismatch));
}

BOOST_AUTO_TEST_CASE(keys_of_1024_bits_need_the_option, *utf::label("C08")) {
    testing::fixed_random random;
    byte_buffer fields, blob, out;
    BOOST_REQUIRE(ssh_rsa::generate(random, fields, 1024));
    BOOST_REQUIRE(ssh_rsa::public_blob(fields.view(), blob));
    BOOST_REQUIRE(ssh_rsa::sign(fields.view(), as_bytes("m"), random, out));
    key_policy old;
    old.modulus_bits_minimum = 1024;
    const std::error_code too_small = security_error::key_too_small;
    BOOST_TEST(ssh_rsa::check_key(blob.view(), {}).error() == too_small);
    BOOST_TEST(ssh_rsa::verify(blob.view(), as_bytes("m"), out.view(), {}).error() == too_small);
    BOOST_TEST(!ssh_rsa::check_key(blob.view(), old).error());
    BOOST_TEST(!ssh_rsa::verify(blob.view(), as_bytes("m"), out.view(), old).error());
}

BOOST_AUTO_TEST_SUITE_END()
