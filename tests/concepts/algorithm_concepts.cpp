// Which types are algorithms, and which must not be. Everything here is decided by the compiler; the test
// cases give it a place in the reports.

#include <hawser/algorithm/cipher.hpp>
#include <hawser/algorithm/cipher/aes_ctr.hpp>
#include <hawser/algorithm/cipher/aes_gcm.hpp>
#include <hawser/algorithm/cipher/chacha20_poly1305.hpp>
#include <hawser/algorithm/compression.hpp>
#include <hawser/algorithm/compression/none.hpp>
#include <hawser/algorithm/compression/zlib.hpp>
#include <hawser/algorithm/cryptopp/aes_cbc.hpp>
#include <hawser/algorithm/cryptopp/sha1.hpp>
#include <hawser/algorithm/digest.hpp>
#include <hawser/algorithm/host_key.hpp>
#include <hawser/algorithm/kex.hpp>
#include <hawser/algorithm/mac.hpp>
#include <hawser/algorithm/mac/hmac_sha2.hpp>
#include <hawser/algorithm/primitive.hpp>

#include "support/failing.hpp"
#include "support/null_algorithms.hpp"

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

// --- positive
// ---------------------------------------------------------------------------------------------------------

template <class... Cs>
constexpr bool all_aead = (aead_cipher<Cs> && ...) && !(paired_cipher<Cs> || ...) &&
                          (cipher_algorithm<Cs> && ...);
template <class... Cs>
constexpr bool all_paired = (paired_cipher<Cs> && ...) && !(aead_cipher<Cs> || ...) &&
                            (cipher_algorithm<Cs> && ...);

static_assert(all_aead<cipher::aes128_gcm, cipher::aes256_gcm, cipher::chacha20_poly1305, testing::null_aead,
                       testing::null_aead_prefix>);
static_assert(all_paired<cipher::aes128_ctr, cipher::aes192_ctr, cipher::aes256_ctr, testing::null_cipher,
                         testing::null_cbc>);
static_assert(mac_algorithm<mac::hmac_sha2_256> && mac_algorithm<mac::hmac_sha2_512> &&
              mac_algorithm<mac::hmac_sha2_256_etm> && mac_algorithm<mac::hmac_sha2_512_etm> &&
              mac_algorithm<testing::null_mac> && mac_algorithm<testing::null_mac_etm>);
static_assert(compression_algorithm<compression::none> && compression_algorithm<compression::zlib_openssh>);
static_assert(digest<cryptopp::sha1> && digest<cryptopp::sha256> && digest<cryptopp::sha384> &&
              digest<cryptopp::sha512> && digest<testing::null_digest>);
static_assert(kex_algorithm<testing::null_kex>);
static_assert(host_key_algorithm<testing::null_host_key>);

static_assert(aead_primitive<cryptopp::aes_gcm<16>> &&
              aead_primitive<testing::failing<cryptopp::aes_gcm<16>>>);
static_assert(stream_primitive<cryptopp::aes_ctr<16>> &&
              stream_primitive<testing::failing<cryptopp::aes_ctr<16>>>);
static_assert(cbc_primitive<cryptopp::aes_cbc<16>> && cbc_primitive<testing::failing<cryptopp::aes_cbc<16>>>);
static_assert(nonce_stream_primitive<native::chacha20> &&
              nonce_stream_primitive<testing::failing<native::chacha20>>);
static_assert(one_time_mac_primitive<native::poly1305> &&
              one_time_mac_primitive<testing::failing<native::poly1305>>);
static_assert(mac_primitive<cryptopp::hmac<cryptopp::sha256>> &&
              mac_primitive<testing::failing<cryptopp::hmac<cryptopp::sha256>>>);
static_assert(digest<testing::failing<cryptopp::sha256>>);

// --- negative: each lacks or spoils exactly one thing of a good one
// ----------------------------------------------------

struct cipher_without_name : testing::null_aead {
  private:
    using testing::null_aead::name;
};
struct cipher_without_rank : testing::null_aead {
  private:
    using testing::null_aead::rank;
};
struct cipher_without_block_size : testing::null_aead {
  private:
    using testing::null_aead::block_size;
};
struct cipher_without_key_bound : testing::null_aead {
  private:
    using testing::null_aead::bytes_per_key;
};
struct aead_without_tag_size : testing::null_aead {
  private:
    using testing::null_aead::tag_size;
};
struct aead_silent_about_prefixes : testing::null_aead {
  private:
    using testing::null_aead::prefix_attack;
};
struct aead_that_may_throw : testing::null_aead {
    struct sealer : testing::null_aead::sealer {
        bool seal(std::uint32_t, byte_span, byte_span) { return true; }
    };
};
struct aead_that_reports_nothing : testing::null_aead {
    struct opener : testing::null_aead::opener {
        void open(std::uint32_t, byte_span, byte_view) noexcept {}
    };
};
struct aead_without_length : testing::null_aead {
    struct opener {
        result<void> start(byte_view, byte_view) noexcept { return {}; }
        bool open(std::uint32_t, byte_span, byte_view) noexcept { return true; }
    };
};
static_assert(!cipher_algorithm<cipher_without_name> && !cipher_algorithm<cipher_without_rank> &&
              !cipher_algorithm<cipher_without_block_size> && !cipher_algorithm<cipher_without_key_bound> &&
              !cipher_algorithm<aead_without_tag_size> && !cipher_algorithm<aead_silent_about_prefixes> &&
              !cipher_algorithm<aead_that_may_throw> && !cipher_algorithm<aead_that_reports_nothing> &&
              !cipher_algorithm<aead_without_length>);

struct paired_silent_about_cbc : testing::null_cipher {
  private:
    using testing::null_cipher::cbc;
};
struct paired_that_may_throw : testing::null_cipher {
    struct opener : testing::null_cipher::opener {
        bool decrypt(byte_span) { return true; }
    };
};
// What is both is neither: the packet layer could not tell how to use it.
struct both : testing::null_aead {
    static constexpr bool cbc = false;
    struct sealer : testing::null_aead::sealer {
        bool encrypt(byte_span) noexcept { return true; }
    };
    struct opener : testing::null_aead::opener {
        bool decrypt(byte_span) noexcept { return true; }
    };
};
static_assert(!cipher_algorithm<paired_silent_about_cbc> && !cipher_algorithm<paired_that_may_throw>);
static_assert(aead_cipher<both> && paired_cipher<both> && !cipher_algorithm<both>);

struct mac_without_order : testing::null_mac {
  private:
    using testing::null_mac::order;
};
struct mac_that_may_throw : testing::null_mac {
    struct state : testing::null_mac::state {
        bool verify(std::uint32_t, byte_view, byte_view) { return true; }
    };
};
static_assert(!mac_algorithm<mac_without_order> && !mac_algorithm<mac_that_may_throw>);

struct compression_of_no_time {
    static constexpr std::string_view name = "x";
    static constexpr grade rank = grade::test_only;
};
struct compression_without_bound : compression::zlib_openssh {
    struct inflater {
        result<void> start();
        result<void> inflate(byte_view, byte_buffer&);
    };
};
static_assert(!compression_algorithm<compression_of_no_time> &&
              !compression_algorithm<compression_without_bound>);

struct digest_that_may_throw : testing::null_digest {
    bool update(byte_view) { return true; }
};
struct digest_without_default : testing::null_digest {
    explicit digest_without_default(int) {}
};
static_assert(!digest<digest_that_may_throw> && !digest<digest_without_default>);

struct kex_without_hash : testing::null_kex {
    using hash = int;
};
struct kex_with_one_side : testing::null_kex {
    using responder = initiator;
};
static_assert(!kex_algorithm<kex_without_hash> && !kex_algorithm<kex_with_one_side>);

struct host_key_without_format : testing::null_host_key {
  private:
    using testing::null_host_key::key_format;
};
struct host_key_that_verifies_as_bool : testing::null_host_key {
    static bool verify(byte_view, byte_view, byte_view, key_policy) { return true; }
};
static_assert(!host_key_algorithm<host_key_without_format> &&
              !host_key_algorithm<host_key_that_verifies_as_bool>);

// A kind is not another kind.
static_assert(!mac_algorithm<cipher::aes128_ctr> && !cipher_algorithm<mac::hmac_sha2_256> &&
              !host_key_algorithm<testing::null_kex> && !compression_algorithm<cipher::aes128_gcm> &&
              !cipher_algorithm<int> && !mac_algorithm<void>);

// --- what the constants say
// --------------------------------------------------------------------------------------------

// Terrapin (CVE-2023-48795): of the ciphers that authenticate by themselves only chacha20-poly1305 needs
// strict key exchange.
static_assert(cipher::chacha20_poly1305::prefix_attack && !cipher::aes128_gcm::prefix_attack &&
              !cipher::aes256_gcm::prefix_attack);
static_assert(!cipher::aes128_ctr::cbc && !cipher::aes256_ctr::cbc);
// RFC 4344, section 3.2
static_assert(bytes_per_key_of(8) == 1'073'741'824 && bytes_per_key_of(16) == std::uint64_t{68'719'476'736});
static_assert(cipher::aes256_gcm::bytes_per_key == std::uint64_t{1} << 36 &&
              cipher::aes128_ctr::bytes_per_key == std::uint64_t{1} << 36);

template <class... As>
constexpr bool all_test_only = ((As::rank == grade::test_only) && ...);
static_assert(
    all_test_only<testing::null_aead, testing::null_aead_prefix, testing::null_cipher, testing::null_cbc,
                  testing::null_mac, testing::null_mac_etm, testing::null_kex, testing::null_host_key>);

} // namespace

BOOST_AUTO_TEST_CASE(ciphers_carry_the_bound_of_their_block_size, *boost::unit_test::label("AL-R-006")) {
    BOOST_TEST(bytes_per_key_of(cipher::aes256_ctr::block_size) == cipher::aes256_ctr::bytes_per_key);
    BOOST_TEST(bytes_per_key_of(8) == std::uint64_t{1} << 30);
}
