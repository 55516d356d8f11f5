#include <hawser/suite/fips.hpp>

// The definition, which compiled mode keeps from its users, and what it is compared with.
#include <hawser/suite/catalog.hpp>
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

BOOST_AUTO_TEST_CASE(it_is_all_of_the_catalogue_that_is_approved) {
    const auto check = [](algorithm_kind kind, auto list, std::string_view approved) {
        const name_table& ours = table_of<fips>.of(kind);
        list.for_each([&]<class A>(std::type_identity<A>) {
            BOOST_TEST(wire::name_list{approved}.contains(A::name) == ours.index_of(A::name).has_value(),
                       A::name);
        });
        for (const std::string_view name : wire::name_list{approved})
            BOOST_TEST(ours.index_of(name).has_value(), name);
    };
    check(algorithm_kind::kex, catalog::kexes{}, detail::approved_kexes);
    check(algorithm_kind::host_key, catalog::host_keys{}, detail::approved_host_keys);
    check(algorithm_kind::cipher, catalog::ciphers{}, detail::approved_ciphers);
    check(algorithm_kind::mac, catalog::macs{}, detail::approved_macs);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
