#include <hawser/connection/event.hpp>

#include <boost/test/unit_test.hpp>

using namespace hawser::connection;

// Events are handed over for every packet: they own nothing.
static_assert(std::is_trivially_destructible_v<event>);
static_assert(sizeof(event) <= 64);

BOOST_AUTO_TEST_CASE(an_event_that_says_nothing_is_the_default) {
    BOOST_TEST(!event{});
    BOOST_TEST(!channel_closed{}.error);
}
