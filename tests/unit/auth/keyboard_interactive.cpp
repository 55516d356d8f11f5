#include <hawser/auth/keyboard_interactive.hpp>

#include "support/login.hpp"

#include <boost/test/unit_test.hpp>

namespace {

using namespace hawser;
using namespace hawser::testing;

static_assert(auth::client_method<auth::keyboard_interactive>);

/// The round that a server's payload asks, as the method is given it.
result<auth::method_step> ask(ready_client& c, auth::keyboard_interactive& method,
                              std::vector<wire::prompt> prompts) {
    auto happened = c.take(questions_payload(std::move(prompts)));
    if (!happened) return happened.error();
    return method.on_event(c.login, {}, *happened);
}

std::vector<secret_bytes> secrets(std::initializer_list<std::string_view> texts) {
    std::vector<secret_bytes> out;
    for (std::string_view text : texts) out.emplace_back(as_bytes(text));
    return out;
}

BOOST_AUTO_TEST_SUITE(auth_keyboard_interactive)

BOOST_AUTO_TEST_CASE(answers_several_rounds) {
    ready_client c;
    int rounds = 0;
    auth::keyboard_interactive method{
        [&](const wire::userauth_info_request& round) -> std::optional<std::vector<secret_bytes>> {
            ++rounds;
            return round.count == 0 ? secrets({}) : secrets({"Arthur", "42"});
        }};
    BOOST_TEST(method.waits_for_service());
    BOOST_TEST((method.start(c.login, {}).value() == auth::method_step::waiting));
    BOOST_TEST((c.out.take() == payloads{login_payload(wire::login_keyboard_interactive{})}));
    BOOST_TEST(
        (ask(c, method, {{"Name: ", true}, {"Number: ", false}}).value() == auth::method_step::waiting));
    BOOST_TEST((c.out.take() == payloads{responses_payload({"Arthur", "42"})}));
    BOOST_TEST((ask(c, method, {}).value() == auth::method_step::waiting));
    BOOST_TEST((c.out.take() == payloads{responses_payload({})}));
    BOOST_TEST(rounds == 2);
    BOOST_TEST((method.on_event(c.login, {}, auth::method_failed{}).value() == auth::method_step::exhausted));
}

BOOST_AUTO_TEST_CASE(giving_up_and_a_wrong_number_of_answers_are_errors) {
    ready_client c;
    auth::keyboard_interactive quitter{[](const auto&) { return std::nullopt; }};
    BOOST_TEST(quitter.start(c.login, {}).has_value());
    BOOST_TEST(ask(c, quitter, {{"?", false}}).error() == remote_error::authentication_cancelled);

    ready_client other;
    auth::keyboard_interactive talker{[](const auto&) {
        return std::optional{secrets({"one", "too many"})};
    }};
    BOOST_TEST(talker.start(other.login, {}).has_value());
    BOOST_TEST(ask(other, talker, {{"?", false}}).error() == usage_error::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
