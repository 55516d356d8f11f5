#include <hawser/auth/method.hpp>
#include <hawser/auth/none.hpp>
#include <hawser/auth/password.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

struct no_method {
    static constexpr std::string_view name = "nothing";
};
static_assert(!auth::client_method<no_method>);

BOOST_AUTO_TEST_SUITE(auth_method)

BOOST_AUTO_TEST_CASE(any_method_is_the_method_it_was_made_from) {
    ready_client c;
    std::vector<auth::any_method> methods;
    methods.emplace_back(auth::none{});
    methods.emplace_back(auth::password{"secret"});
    BOOST_TEST(methods[0].name() == "none");
    BOOST_TEST(!methods[0].waits_for_service());
    BOOST_TEST(methods[1].name() == "password");
    BOOST_TEST(methods[1].waits_for_service());
    BOOST_TEST((methods[1].start(c.login, {}).value() == auth::method_step::waiting));
    BOOST_TEST(
        (c.out.take() == payloads{login_payload(wire::login_password{as_bytes("secret"), false, {}})}));
    BOOST_TEST(
        (methods[1].on_event(c.login, {}, auth::method_failed{}).value() == auth::method_step::exhausted));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
