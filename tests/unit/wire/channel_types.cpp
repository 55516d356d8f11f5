#include <hawser/wire/channel_types.hpp>

#include <boost/test/unit_test.hpp>

#include <support/wire_layout.hpp>

namespace {

using namespace hawser;
using testing::check_body;

BOOST_AUTO_TEST_SUITE(wire_channel_types)

BOOST_AUTO_TEST_CASE(bodies_are_taken_whole_or_not_at_all, *boost::unit_test::label("T20") *
                                                               boost::unit_test::label("T21") *
                                                               boost::unit_test::label("T22")) {
    check_body(wire::session_channel{}, "");
    check_body(wire::direct_tcpip_channel{"host", 80, "::1", 65535},
               "#00000004'host' 00000050 #00000003'::1' 0000ffff");
    check_body(wire::forwarded_tcpip_channel{"host", 80, "::1", 65535},
               "#00000004'host' 00000050 #00000003'::1' 0000ffff");
    check_body(wire::x11_channel{"::1", 6000}, "#00000003'::1' 00001770");
    check_body(wire::agent_channel{}, "");
    check_body(wire::direct_streamlocal_channel{"/s"}, "#00000002'/s' #00000000 00000000");
    check_body(wire::forwarded_streamlocal_channel{"/s"}, "#00000002'/s' #00000000");
}

BOOST_AUTO_TEST_CASE(names_are_those_of_the_registry) {
    BOOST_TEST(wire::session_channel::name == "session");
    BOOST_TEST(wire::direct_tcpip_channel::name == "direct-tcpip");
    BOOST_TEST(wire::forwarded_tcpip_channel::name == "forwarded-tcpip");
    BOOST_TEST(wire::x11_channel::name == "x11");
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
