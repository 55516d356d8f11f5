#include <hawser/transport/event.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(transport_event)

BOOST_AUTO_TEST_CASE(an_event_that_says_nothing_is_the_default) {
    const transport::event none{};
    BOOST_TEST(!none);
    const transport::event end = transport::closed{protocol_error::packet_length};
    BOOST_CHECK(end.as<transport::closed>()->error == protocol_error::packet_length);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
