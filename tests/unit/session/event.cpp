#include <hawser/session/event.hpp>

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(session_event_header)

BOOST_AUTO_TEST_CASE(events_of_the_machines_keep_their_contents) {
    const auto from_login = detail::to_session_event(auth::event{auth::banner{"hello"}});
    BOOST_REQUIRE(std::holds_alternative<auth::banner>(from_login));
    BOOST_TEST(std::get<auth::banner>(from_login).text == "hello");
    BOOST_TEST(detail::to_session_event(auth::event{}).index() == 0u);
    BOOST_TEST(detail::to_session_event(connection::event{}).index() == 0u);
}

// Every event of the login and of the connection is one of the session: else this would not compile.
[[maybe_unused]] session_event all(const auth::event& e) { return detail::to_session_event(e); }
[[maybe_unused]] session_event all(const connection::event& e) { return detail::to_session_event(e); }

BOOST_AUTO_TEST_SUITE_END()

} // namespace
