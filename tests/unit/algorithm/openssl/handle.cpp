#include <hawser/algorithm/openssl/handle.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

struct no_such_algorithm {
    static constexpr const char* value = "NO-SUCH-ALGORITHM";
};
struct aes128_ctr {
    static constexpr const char* value = "AES-128-CTR";
};

} // namespace

BOOST_AUTO_TEST_SUITE(openssl_handle)

// As when libcrypto is configured to approved algorithms only, and has no ChaCha20.
BOOST_AUTO_TEST_CASE(what_libcrypto_lacks_is_an_error) {
    BOOST_TEST(openssl::fetched_cipher<no_such_algorithm>() == nullptr);
    BOOST_TEST(openssl::fetched_digest<no_such_algorithm>() == nullptr);
    BOOST_TEST(openssl::fetched_mac<no_such_algorithm>() == nullptr);
    openssl::cipher_context context;
    BOOST_TEST(openssl::key_context(context, nullptr, byte_vector(16), byte_vector(16), 1).error() ==
               security_error::backend_failed);
    byte_vector data(4, std::byte{1});
    BOOST_TEST(!openssl::transform(context, data));
    BOOST_TEST(!openssl::authenticate(context, data));
    BOOST_TEST(!openssl::set_nonce(context, byte_vector(16)));
}

BOOST_AUTO_TEST_CASE(a_context_that_could_not_be_keyed_again_has_no_key) {
    const EVP_CIPHER* const cipher = openssl::fetched_cipher<aes128_ctr>();
    openssl::cipher_context context;
    byte_vector data(4);
    BOOST_TEST_REQUIRE(
        openssl::key_context(context, cipher, byte_vector(16), byte_vector(16), 1).has_value());
    BOOST_TEST(openssl::transform(context, data));
    BOOST_TEST(to_hex(data) == "66e94bd4");
    BOOST_TEST(openssl::key_context(context, cipher, byte_vector(17), byte_vector(16), 1).error() ==
               security_error::backend_failed);
    BOOST_TEST(!openssl::transform(context, data));
}

BOOST_AUTO_TEST_SUITE_END()
