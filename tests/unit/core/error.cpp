#include <hawser/core/error.hpp>

#include <boost/test/unit_test.hpp>

#include <set>
#include <string>

namespace {

using namespace hawser;

/// Calls `f(error)` for each value of an enum whose values run from 1 to `last`.
template <class Enum, class F>
void for_each_error(Enum last, F&& f) {
    for (int i = 1; i <= static_cast<int>(last); ++i) f(static_cast<Enum>(i));
}
template <class F>
void for_each_error(F&& f) {
    for_each_error(usage_error::unsupported_on_platform, f);
    for_each_error(protocol_error::sftp_short_data, f);
    for_each_error(security_error::certificate_refused, f);
    for_each_error(remote_error::no_reply, f);
}

BOOST_AUTO_TEST_SUITE(core_error)

BOOST_AUTO_TEST_CASE(every_error_has_a_sentence_of_its_own) {
    std::set<std::string> seen;
    for_each_error([&](std::error_code error) {
        const std::string text = error.message();
        BOOST_TEST(!text.empty());
        BOOST_TEST((text.find("unknown usage") == std::string::npos &&
                    text.find("unknown protocol") == std::string::npos &&
                    text.find("unknown security") == std::string::npos &&
                    text.find("unknown remote") == std::string::npos),
                   text);
        BOOST_TEST(seen.insert(std::string{error.category().name()} + ": " + text).second, text);
    });
}

BOOST_AUTO_TEST_CASE(a_value_outside_its_enum_is_still_text) {
    BOOST_TEST(std::error_code(9999, usage_category()).message() == "unknown usage error");
    BOOST_TEST(std::error_code(9999, protocol_category()).message() == "unknown protocol error");
    BOOST_TEST(std::error_code(9999, security_category()).message() == "unknown security error");
    BOOST_TEST(std::error_code(9999, remote_category()).message() == "unknown remote error");
}

BOOST_AUTO_TEST_CASE(categories_are_four_and_named) {
    BOOST_TEST(usage_category().name() == std::string{"hawser.usage"});
    BOOST_TEST(protocol_category().name() == std::string{"hawser.protocol"});
    BOOST_TEST(security_category().name() == std::string{"hawser.security"});
    BOOST_TEST(remote_category().name() == std::string{"hawser.remote"});
    BOOST_TEST((std::error_code{usage_error::invalid_argument} !=
                std::error_code{protocol_error::identification_too_long}));
    BOOST_TEST((std::error_code{remote_error::disconnected} == remote_error::disconnected));
}

BOOST_AUTO_TEST_CASE(blame_follows_the_category) {
    BOOST_TEST((blame_of({}) == blame::nobody));
    for_each_error(usage_error::unsupported_on_platform,
                   [](std::error_code e) { BOOST_TEST((blame_of(e) == blame::caller)); });
    for_each_error(protocol_error::sftp_short_data,
                   [](std::error_code e) { BOOST_TEST((blame_of(e) == blame::peer)); });
    for_each_error(remote_error::no_reply,
                   [](std::error_code e) { BOOST_TEST((blame_of(e) == blame::peer)); });
    BOOST_TEST((blame_of(security_error::mac_mismatch) == blame::peer));
    BOOST_TEST((blame_of(security_error::random_failed) == blame::environment));
    BOOST_TEST((blame_of(security_error::backend_failed) == blame::environment));
    BOOST_TEST((blame_of(std::make_error_code(std::errc::connection_reset)) == blame::environment));
    BOOST_TEST((blame_of({1, std::iostream_category()}) == blame::environment));
}

BOOST_AUTO_TEST_CASE(what_ends_a_session_is_fatal) {
    BOOST_TEST(!is_fatal({}));
    for_each_error(usage_error::unsupported_on_platform, [](std::error_code e) { BOOST_TEST(!is_fatal(e)); });
    for_each_error(protocol_error::sftp_version, [](std::error_code e) { BOOST_TEST(is_fatal(e)); });
    BOOST_TEST(!is_fatal(protocol_error::sftp_short_data));
    for_each_error(security_error::certificate_refused, [](std::error_code e) { BOOST_TEST(is_fatal(e)); });
    BOOST_TEST(is_fatal(remote_error::disconnected));
    BOOST_TEST(is_fatal(remote_error::connection_closed));
    BOOST_TEST(is_fatal(remote_error::service_refused));
    BOOST_TEST(!is_fatal(remote_error::authentication_failed));
    BOOST_TEST(!is_fatal(remote_error::channel_open_refused));
    BOOST_TEST(!is_fatal(remote_error::command_killed));
    BOOST_TEST(is_fatal(std::make_error_code(std::errc::connection_reset)));
}

BOOST_AUTO_TEST_CASE(a_layer_with_a_category_of_its_own_says_what_its_codes_mean) {
    struct layer_category final : std::error_category {
        const char* name() const noexcept override { return "layer"; }
        std::string message(int) const override { return "layer"; }
        std::error_condition default_error_condition(int value) const noexcept override {
            return value == 1 ? std::error_condition{1, usage_category()}
                              : std::error_condition{1, remote_category()};
        }
    };
    static const layer_category category;
    BOOST_TEST((blame_of({1, category}) == blame::caller));
    BOOST_TEST((blame_of({2, category}) == blame::peer));
    BOOST_TEST(!is_fatal({1, category}));
}

BOOST_AUTO_TEST_SUITE_END()

} // namespace
