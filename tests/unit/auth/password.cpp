#include <hawser/auth/password.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

static_assert(auth::client_method<auth::password>);

BOOST_AUTO_TEST_SUITE(auth_password)

BOOST_AUTO_TEST_CASE(waits_for_the_service_and_sends_the_secret) {
    ready_client c;
    auth::password method{"tr0ub4dor"};
    BOOST_TEST(method.waits_for_service());
    BOOST_TEST((method.start(c.login, {}).value() == auth::method_step::waiting));
    BOOST_TEST(
        (c.out.take() == payloads{login_payload(wire::login_password{as_bytes("tr0ub4dor"), false, {}})}));
    BOOST_TEST((method.on_event(c.login, {}, auth::method_failed{}).value() == auth::method_step::exhausted));
}

BOOST_AUTO_TEST_CASE(an_expired_password_is_changed_by_who_can_be_asked) {
    ready_client c;
    std::string asked;
    auth::password method{"old", [&](std::string_view prompt) {
                              asked = prompt;
                              return secret_bytes{as_bytes("new")};
                          }};
    BOOST_TEST(method.start(c.login, {}).has_value());
    c.out.take();
    BOOST_TEST(
        holds<auth::password_expired>(c.take(payload(wire::userauth_passwd_changereq{"change it", {}}))));
    BOOST_TEST((method.on_event(c.login, {}, auth::password_expired{"change it"}).value() ==
                auth::method_step::waiting));
    BOOST_TEST(asked == "change it");
    BOOST_TEST((c.out.take() ==
                payloads{login_payload(wire::login_password{as_bytes("old"), true, as_bytes("new")})}));
}

BOOST_AUTO_TEST_CASE(nobody_to_ask_or_no_answer_ends_the_login) {
    ready_client c;
    auth::password mute{"old"};
    BOOST_TEST(mute.on_event(c.login, {}, auth::password_expired{"p"}).error() ==
               remote_error::password_expired);
    auth::password unwilling{"old", [](std::string_view) { return secret_bytes{}; }};
    BOOST_TEST(unwilling.on_event(c.login, {}, auth::password_expired{"p"}).error() ==
               remote_error::password_expired);
    BOOST_TEST(c.out.take().empty());
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
