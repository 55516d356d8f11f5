#include <hawser/core/error.hpp>
#include <hawser/io/posix/user.hpp>

#include <boost/test/unit_test.hpp>

#include <cstdlib>
#include <pwd.h>
#include <unistd.h>

using namespace hawser;
using namespace hawser::io::posix;

namespace {

/// $HOME for as long as it lives.
struct home_is {
    explicit home_is(const char* value) {
        if (const char* now = std::getenv("HOME")) before = now;
        if (value != nullptr)
            ::setenv("HOME", value, 1);
        else
            ::unsetenv("HOME");
    }
    ~home_is() {
        if (before)
            ::setenv("HOME", before->c_str(), 1);
        else
            ::unsetenv("HOME");
    }
    std::optional<std::string> before;
};

} // namespace

BOOST_AUTO_TEST_SUITE(io_posix_user)

BOOST_AUTO_TEST_CASE(home_comes_from_the_environment_when_it_can) {
    const home_is home{"/somewhere/else"};
    BOOST_TEST(*home_folder() == "/somewhere/else");
    BOOST_TEST(*known_hosts_path() == "/somewhere/else/.ssh/known_hosts");
    BOOST_TEST(*ssh_file("id_ed25519") == "/somewhere/else/.ssh/id_ed25519");
    BOOST_TEST(*expand_home("~/keys/a") == "/somewhere/else/keys/a");
    BOOST_TEST(*expand_home("~") == "/somewhere/else");
    BOOST_TEST(*expand_home("~other/keys") == "~other/keys");
    BOOST_TEST(*expand_home("a/~/b") == "a/~/b");
}

BOOST_AUTO_TEST_CASE(home_comes_from_the_user_database_otherwise) {
    const passwd* entry = ::getpwuid(::geteuid());
    for (const char* value : {static_cast<const char*>(nullptr), "", "relative"}) {
        const home_is home{value};
        const auto folder = home_folder();
        if (entry != nullptr && entry->pw_dir[0] == '/')
            BOOST_TEST(*folder == entry->pw_dir);
        else
            BOOST_TEST((folder.error() == usage_error::no_home_directory));
    }
}

BOOST_AUTO_TEST_CASE(the_user_has_a_name_or_an_error_says_not) {
    const passwd* entry = ::getpwuid(::geteuid());
    if (entry != nullptr)
        BOOST_TEST(*user_name() == entry->pw_name);
    else
        BOOST_TEST((user_name().error() == std::errc::no_such_file_or_directory));
}

BOOST_AUTO_TEST_CASE(variables_that_are_unset_or_empty_are_nothing) {
    ::setenv("HAWSER_TEST_VARIABLE", "value", 1);
    BOOST_TEST(environment_variable("HAWSER_TEST_VARIABLE").value() == "value");
    ::setenv("HAWSER_TEST_VARIABLE", "", 1);
    BOOST_TEST(!environment_variable("HAWSER_TEST_VARIABLE").has_value());
    ::unsetenv("HAWSER_TEST_VARIABLE");
    BOOST_TEST(!environment_variable("HAWSER_TEST_VARIABLE").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
