#include <hawser/suite/modern.hpp>

// The definition, which compiled mode keeps from its users.
#include <hawser/suite/impl/modern.ipp>
#include <hawser/suite/name_table.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(suite_modern)

BOOST_AUTO_TEST_CASE(the_order_is_the_documented_one) {
    const suite_table& table = table_of<modern>;
    BOOST_TEST(table.kexes.joined ==
               "mlkem768x25519-sha256,sntrup761x25519-sha512,sntrup761x25519-sha512@openssh.com,"
               "curve25519-sha256,curve25519-sha256@libssh.org,ecdh-sha2-nistp256,ecdh-sha2-nistp384,"
               "ecdh-sha2-nistp521,diffie-hellman-group16-sha512,diffie-hellman-group18-sha512,"
               "diffie-hellman-group14-sha256,diffie-hellman-group-exchange-sha256");
    BOOST_TEST(table.host_keys.joined == "ssh-ed25519,ecdsa-sha2-nistp256,ecdsa-sha2-nistp384,"
                                         "ecdsa-sha2-nistp521,rsa-sha2-512,rsa-sha2-256");
    BOOST_TEST(table.ciphers.joined ==
               "aes128-gcm@openssh.com,aes256-gcm@openssh.com,aes128-ctr,aes192-ctr,aes256-ctr,"
               "chacha20-poly1305@openssh.com");
    BOOST_TEST(table.macs.joined ==
               "hmac-sha2-256-etm@openssh.com,hmac-sha2-512-etm@openssh.com,umac-128-etm@openssh.com,"
               "hmac-sha2-256,hmac-sha2-512,umac-128@openssh.com");
    BOOST_TEST(table.compressions.joined == "none,zlib@openssh.com");
}

BOOST_AUTO_TEST_CASE(nothing_weak_is_in_it) {
    const auto check = [](auto list, grade worst) {
        list.for_each([&](auto type) {
            BOOST_TEST((decltype(type)::type::rank <= worst), decltype(type)::type::name);
        });
    };
    check(modern::kexes{}, grade::preferred);
    check(modern::host_keys{}, grade::preferred);
    check(modern::ciphers{}, grade::preferred);
    check(modern::macs{}, grade::preferred);
    check(modern::compressions{}, grade::opt_in);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
