#include <hawser/suite/compatible.hpp>

// The definition, which compiled mode keeps from its users.
#include <hawser/suite/impl/compatible.ipp>
#include <hawser/suite/name_table.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(suite_compatible)

BOOST_AUTO_TEST_CASE(what_is_weak_stands_behind_the_whole_default_suite) {
    for (const algorithm_kind kind : {algorithm_kind::kex, algorithm_kind::host_key, algorithm_kind::cipher,
                                      algorithm_kind::mac, algorithm_kind::compression}) {
        const name_table& ours = table_of<compatible>.of(kind);
        const name_table& sound = table_of<modern>.of(kind);
        BOOST_TEST_REQUIRE(ours.names.size() >= sound.names.size());
        for (std::size_t i = 0; i < ours.names.size(); ++i) {
            if (i < sound.names.size())
                BOOST_TEST(ours.names[i] == sound.names[i]);
            else
                BOOST_TEST((ours.ranks[i] == grade::legacy), ours.names[i]);
        }
    }
}

BOOST_AUTO_TEST_CASE(servers_of_ten_years_ago_find_what_they_know) {
    const suite_table& table = table_of<compatible>;
    // what OpenSSH 5.3 knows, which long-lived distributions carried, and a terminal server of that age
    BOOST_TEST(table.kexes.index_of("diffie-hellman-group14-sha1").has_value());
    BOOST_TEST(table.kexes.index_of("diffie-hellman-group-exchange-sha1").has_value());
    BOOST_TEST(table.host_keys.index_of("ssh-rsa").has_value());
    BOOST_TEST(table.ciphers.index_of("aes128-cbc").has_value());
    BOOST_TEST(table.ciphers.index_of("3des-cbc").has_value());
    BOOST_TEST(table.macs.index_of("hmac-sha1").has_value());
    // and nothing that is broken
    BOOST_TEST(!table.kexes.index_of("diffie-hellman-group1-sha1").has_value());
    BOOST_TEST(!table.host_keys.index_of("ssh-dss").has_value());
    BOOST_TEST(!table.ciphers.index_of("arcfour").has_value());
    BOOST_TEST(!table.macs.index_of("hmac-md5").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
