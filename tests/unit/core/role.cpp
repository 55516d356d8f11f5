#include <hawser/core/role.hpp>

#include <boost/test/unit_test.hpp>

namespace {

BOOST_AUTO_TEST_SUITE(core_role)

BOOST_AUTO_TEST_CASE(each_is_the_opposite_of_the_other) {
    BOOST_TEST((hawser::opposite_of(hawser::role::client) == hawser::role::server));
    BOOST_TEST((hawser::opposite_of(hawser::role::server) == hawser::role::client));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
