#include <hawser/session/event.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(session_event_header)

BOOST_AUTO_TEST_CASE(events_of_the_machines_keep_their_contents) {
    const session_event from_login = auth::event{auth::banner{"hello"}};
    BOOST_REQUIRE(from_login.is<auth::banner>());
    BOOST_TEST(from_login.as<auth::banner>()->text == "hello");
    BOOST_TEST(!session_event{auth::event{}});
    BOOST_TEST(!session_event{connection::event{}});
}

template <class... Kinds>
consteval bool all_are_told(const event_of<Kinds...>*) {
    return (session_event::can_be<Kinds> && ...);
}
static_assert(all_are_told(static_cast<const auth::event*>(nullptr)) &&
              all_are_told(static_cast<const connection::event*>(nullptr)));

// Packets are for the machines only.
BOOST_AUTO_TEST_CASE(a_packet_is_no_event_of_a_session) {
    static_assert(!session_event::can_be<transport::packet>);
    BOOST_TEST(!session_event{transport::event{transport::packet{}}});
    BOOST_TEST(session_event{transport::event{transport::closed{}}}.is<transport::closed>());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
