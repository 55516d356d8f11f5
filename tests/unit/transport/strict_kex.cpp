#include <hawser/transport/strict_kex.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::transport;

BOOST_AUTO_TEST_SUITE(transport_strict_kex)

BOOST_AUTO_TEST_CASE(markers_are_those_of_the_specifications) {
    BOOST_TEST(strict_kex_marker(role::client) == "kex-strict-c-v00@openssh.com");
    BOOST_TEST(strict_kex_marker(role::server) == "kex-strict-s-v00@openssh.com");
    BOOST_TEST(ext_info_marker(role::client) == "ext-info-c");
    BOOST_TEST(ext_info_marker(role::server) == "ext-info-s");
}

BOOST_AUTO_TEST_CASE(levels_have_names) {
    BOOST_TEST(name_of(strict_kex_level::off) == "off");
    BOOST_TEST(name_of(strict_kex_level::offer) == "offer");
    BOOST_TEST(name_of(strict_kex_level::safe) == "safe");
    BOOST_TEST(name_of(strict_kex_level::require) == "require");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
