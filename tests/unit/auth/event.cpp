#include <hawser/auth/event.hpp>

#include <boost/test/unit_test.hpp>

#include <type_traits>

namespace {

using namespace hawser;

BOOST_AUTO_TEST_SUITE(auth_event)

BOOST_AUTO_TEST_CASE(an_event_that_says_nothing_is_the_default) {
    const auth::event none;
    BOOST_TEST(!none);
}

// Events are views: passing one on costs nothing and cannot fail.
BOOST_AUTO_TEST_CASE(events_own_nothing) {
    static_assert(std::is_trivially_copyable_v<auth::event>);
    static_assert(std::is_trivially_destructible_v<auth::event>);
}

// What is not filled in must never read as "let in" or "proved".
BOOST_AUTO_TEST_CASE(defaults_promise_nothing) {
    BOOST_TEST(!auth::method_failed{}.partial_success);
    BOOST_TEST(!auth::password_given{}.change);
    BOOST_TEST(auth::key_signed{}.signature.empty());
    BOOST_TEST(auth::questions{}.request.count == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
