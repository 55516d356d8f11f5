#include <hawser/algorithm/cryptopp/aes_ctr.hpp>
#include <hawser/algorithm/cryptopp/aes_gcm.hpp>
#include <hawser/algorithm/cryptopp/chacha20.hpp>
#include <hawser/algorithm/cryptopp/hmac.hpp>
#include <hawser/algorithm/cryptopp/poly1305.hpp>
#include <hawser/algorithm/cryptopp/sha2.hpp>
#include <hawser/algorithm/primitive.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {
template <class P>
constexpr int kinds = aead_primitive<P> + stream_primitive<P> + nonce_stream_primitive<P> +
                      one_time_mac_primitive<P> + mac_primitive<P>;
} // namespace

BOOST_AUTO_TEST_CASE(a_primitive_is_of_one_kind) {
    BOOST_TEST(kinds<cryptopp::aes_gcm<16>> == 1);
    BOOST_TEST(kinds<cryptopp::aes_ctr<16>> == 1);
    BOOST_TEST(kinds<cryptopp::chacha20> == 1);
    BOOST_TEST(kinds<cryptopp::poly1305> == 1);
    BOOST_TEST(kinds<cryptopp::hmac<cryptopp::sha256>> == 1);
    // a hash without a key authenticates nothing
    BOOST_TEST(kinds<cryptopp::sha256> == 0);
    BOOST_TEST(kinds<int> == 0);
}
