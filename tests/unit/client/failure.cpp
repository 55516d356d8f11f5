#include <hawser/client/failure.hpp>

#include <boost/test/unit_test.hpp>

#include <optional>
#include <type_traits>

using namespace hawser;

BOOST_AUTO_TEST_SUITE(failures)

BOOST_AUTO_TEST_CASE(a_failure_is_false_when_nothing_failed) {
    const failure nothing;
    BOOST_TEST(!nothing);
    BOOST_TEST(nothing.text() == "");
    const failure something{remote_error::disconnected, peer_disconnect{2, "go\x1b away"}};
    BOOST_TEST(static_cast<bool>(something));
    BOOST_TEST(something.text() == describe(something.code, something.details));
    BOOST_TEST(something.text().find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_error_carries_code_details_and_text) {
    const error e{failure{usage_error::key_encrypted, subject{"key file", "id"}}};
    BOOST_TEST((e.code() == usage_error::key_encrypted));
    BOOST_TEST((e.reason().code == usage_error::key_encrypted));
    BOOST_TEST(e.reason().details.as<subject>()->name == "id");
    BOOST_TEST(std::string{e.what()} == e.reason().text());
}

BOOST_AUTO_TEST_CASE(a_copied_error_says_the_same_without_the_original) {
    static_assert(std::is_nothrow_copy_constructible_v<error>);
    std::optional<error> original{failure{usage_error::key_encrypted, subject{"key file", "id"}}};
    const error copy{*original};
    original.reset();
    BOOST_TEST(std::string{copy.what()}.find("id") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(throw_if_throws_failures_only) {
    BOOST_CHECK_NO_THROW(throw_if({}));
    BOOST_CHECK_EXCEPTION(throw_if({usage_error::wrong_phase, {}}), error,
                          [](const error& e) { return e.code() == usage_error::wrong_phase; });
    BOOST_CHECK_THROW(throw_if({usage_error::wrong_phase, {}}), std::system_error);
}

BOOST_AUTO_TEST_SUITE_END()
