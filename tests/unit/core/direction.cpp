#include <hawser/core/direction.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(core_direction)

BOOST_AUTO_TEST_CASE(what_one_side_sends_the_other_receives) {
    BOOST_TEST((outgoing_direction(role::client) == direction::client_to_server));
    BOOST_TEST((outgoing_direction(role::server) == direction::server_to_client));
    BOOST_TEST((incoming_direction(role::client) == direction::server_to_client));
    BOOST_TEST((incoming_direction(role::server) == direction::client_to_server));
}

BOOST_AUTO_TEST_CASE(key_letters_are_those_of_rfc_4253_section_7_2) {
    const key_letters up = letters_of(direction::client_to_server);
    const key_letters down = letters_of(direction::server_to_client);
    BOOST_TEST((up.iv == 'A' && down.iv == 'B'));
    BOOST_TEST((up.key == 'C' && down.key == 'D'));
    BOOST_TEST((up.integrity == 'E' && down.integrity == 'F'));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
