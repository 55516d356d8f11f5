#include <hawser/suite/selection.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(suite_selection)

BOOST_AUTO_TEST_CASE(each_direction_has_its_own_choice) {
    selection s;
    s.client_to_server = {1, 2, 3};
    s.server_to_client = {4, std::nullopt, 5};
    BOOST_TEST((s.of(direction::client_to_server) == direction_selection{1, 2, 3}));
    BOOST_TEST((s.of(direction::server_to_client) == direction_selection{4, std::nullopt, 5}));
    BOOST_TEST((s != selection{}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
