#include <hawser/suite/fips.hpp>

// The definition, which compiled mode keeps from its users.
#include <hawser/suite/impl/fips.ipp>
#include <hawser/suite/impl/modern.ipp>
#include <hawser/suite/name_table.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(suite_fips)

BOOST_AUTO_TEST_CASE(the_order_is_the_documented_one) {
    const suite_table& table = table_of<fips>;
    BOOST_TEST(table.kexes.joined ==
               "ecdh-sha2-nistp256,ecdh-sha2-nistp384,ecdh-sha2-nistp521,diffie-hellman-group16-sha512,"
               "diffie-hellman-group18-sha512,diffie-hellman-group14-sha256");
    BOOST_TEST(table.host_keys.joined ==
               "ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256");
    BOOST_TEST(table.ciphers.joined ==
               "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr");
    BOOST_TEST(table.macs.joined ==
               "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,hmac-sha2-256,hmac-sha2-512");
    BOOST_TEST(table.compressions.joined == "none");
}

BOOST_AUTO_TEST_CASE(it_is_part_of_the_default_suite_in_the_same_order) {
    for (const algorithm_kind kind :
         {algorithm_kind::kex, algorithm_kind::host_key, algorithm_kind::cipher, algorithm_kind::mac}) {
        std::size_t last = 0;
        for (const std::string_view name : table_of<fips>.of(kind).names) {
            const auto at = table_of<modern>.of(kind).index_of(name);
            BOOST_TEST_REQUIRE(at.has_value(), name);
            BOOST_TEST(*at >= last, name);
            last = *at;
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
