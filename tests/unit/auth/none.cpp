#include <hawser/auth/none.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

static_assert(auth::client_method<auth::none>);

BOOST_AUTO_TEST_SUITE(auth_none)

BOOST_AUTO_TEST_CASE(asks_once_and_gives_up) {
    ready_client c;
    auth::none method;
    BOOST_TEST(!method.waits_for_service());
    auto step = method.start(c.login, {});
    BOOST_TEST_REQUIRE(step.has_value());
    BOOST_TEST((*step == auth::method_step::waiting));
    BOOST_TEST((c.out.take() == payloads{login_payload(wire::login_none{})}));
    auto then = method.on_event(c.login, {}, auth::method_failed{"none", "publickey", false});
    BOOST_TEST_REQUIRE(then.has_value());
    BOOST_TEST((*then == auth::method_step::exhausted));
}

BOOST_AUTO_TEST_CASE(a_login_that_has_not_begun_is_an_error) {
    open_outbox out;
    auth::client_auth login{out.box, {}};
    auth::none method;
    BOOST_TEST(method.start(login, {}).error() == usage_error::wrong_phase);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
