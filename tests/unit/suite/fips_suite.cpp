#include <hawser/suite/fips_suite.hpp>
#include <hawser/suite/name_table.hpp>

#include <boost/test/unit_test.hpp>

#include <support/named_algorithms.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

BOOST_AUTO_TEST_SUITE(suite_fips_suite)

// What must not compile is in tests/compile_fail/suite.
BOOST_AUTO_TEST_CASE(approved_algorithms_make_a_suite_like_any_other) {
    struct strict
        : fips_suite<kex_list<named_kex<"ecdh-sha2-nistp256">>, host_key_list<named_host_key<"rsa-sha2-256">>,
                     cipher_list<named_aead<"aes256-gcm@openssh.com">>,
                     compression_list<named_compression<"zlib@openssh.com">>> {};
    static_assert(algorithm_suite<strict>);
    BOOST_TEST(table_of<strict>.kexes.joined == "ecdh-sha2-nistp256");
    BOOST_TEST(table_of<strict>.macs.names.empty());
    BOOST_TEST(table_of<strict>.compressions.joined == "zlib@openssh.com");
}

BOOST_AUTO_TEST_CASE(a_name_that_only_begins_like_an_approved_one_is_not_approved) {
    namespace detail = hawser::detail;
    using detail::all_are_in;
    static_assert(all_are_in(detail::approved_macs, type_list<named_mac<"hmac-sha2-256">>{}));
    static_assert(!all_are_in(detail::approved_macs, type_list<named_mac<"hmac-sha2-256-96">>{}));
    static_assert(
        !all_are_in(detail::approved_macs, type_list<named_mac<"hmac-sha2-256">, named_mac<"hmac-sha1">>{}));
    static_assert(!all_are_in(detail::approved_ciphers, type_list<named_cipher<"aes128">>{}));
    static_assert(all_are_in(detail::approved_ciphers, type_list<>{}));
    BOOST_TEST(all_are_in(detail::approved_kexes, type_list<named_kex<"diffie-hellman-group18-sha512">>{}));
}

struct protects_nothing : null_aead {
    static constexpr std::string_view name = "aes256-gcm@openssh.com";
};

BOOST_AUTO_TEST_CASE(an_approved_name_does_not_make_up_for_a_grade) {
    namespace detail = hawser::detail;
    static_assert(!detail::all_are_in(detail::approved_ciphers, type_list<protects_nothing>{}));
    using sound = named<"aes256-gcm@openssh.com", null_aead>; // by its grade
    BOOST_TEST(detail::all_are_in(detail::approved_ciphers, type_list<sound>{}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
