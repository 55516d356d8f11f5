#include <hawser/keys/host_key_order.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser;

namespace {

using names = std::vector<std::string>;

std::string_view format_of(std::string_view algorithm) {
    return algorithm.starts_with("rsa-sha2-") ? std::string_view{"ssh-rsa"} : algorithm;
}

const names offered{"ssh-ed25519", "ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256"};

} // namespace

BOOST_AUTO_TEST_CASE(known_formats_come_first_and_the_rest_keeps_its_order) {
    BOOST_TEST((keys::order_host_keys(offered, {"ssh-rsa"}, format_of) ==
                names{"rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519", "ecdsa-sha2-nistp256"}));
    BOOST_TEST((keys::order_host_keys(offered, {"ssh-rsa", "ecdsa-sha2-nistp256"}, format_of) ==
                names{"ecdsa-sha2-nistp256", "rsa-sha2-512", "rsa-sha2-256", "ssh-ed25519"}));
}

BOOST_AUTO_TEST_CASE(nothing_changes_without_known_formats_of_use) {
    BOOST_TEST((keys::order_host_keys(offered, {}, format_of) == offered));
    BOOST_TEST((keys::order_host_keys(offered, {"ssh-dss", "rsa-sha2-512"}, format_of) == offered));
    BOOST_TEST(keys::order_host_keys({}, {"ssh-rsa"}, format_of).empty());
}
