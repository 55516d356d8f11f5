#include <hawser/io/posix/endpoint.hpp>

#include <boost/test/unit_test.hpp>

#include <netdb.h>
#include <string>

using namespace hawser;
using namespace hawser::io::posix;

BOOST_AUTO_TEST_SUITE(io_posix_endpoint)

BOOST_AUTO_TEST_CASE(numeric_addresses) {
    auto v4 = resolve("192.0.2.7", 22);
    BOOST_REQUIRE(v4.has_value());
    BOOST_TEST(v4->size() == 1u);
    BOOST_TEST(v4->front().text() == "192.0.2.7 port 22");
    BOOST_TEST(v4->front().port() == 22);
    for (const char* text : {"::1", "[::1]"}) {
        auto v6 = resolve(text, 2222);
        BOOST_REQUIRE(v6.has_value());
        BOOST_TEST(v6->front().text() == "::1 port 2222");
    }
    BOOST_TEST((resolve("192.0.2.7", 22, address_family::ipv6).error().category() == resolve_category()));
}

BOOST_AUTO_TEST_CASE(both_families_take_turns) {
    auto any = resolve("", 0);
    BOOST_REQUIRE(any.has_value());
    for (std::size_t i = 1; i < any->size() && i < 2; ++i)
        BOOST_TEST(((*any)[i].family() != (*any)[i - 1].family()));
    auto only = resolve("localhost", 1, address_family::ipv4);
    BOOST_REQUIRE(only.has_value());
    for (const endpoint& e : *only) BOOST_TEST(e.host_text() == "127.0.0.1");
}

BOOST_AUTO_TEST_CASE(hosts_that_could_not_be_hosts_are_refused, *boost::unit_test::label("F07")) {
    using namespace std::string_view_literals;
    for (const std::string_view host :
         {"-oProxyCommand=reboot"sv, "a b"sv, "a\nb"sv, "a\0b"sv, "\x1b[2J"sv, "\x7f"sv}) {
        BOOST_TEST((checked_host(host).error() == usage_error::invalid_argument));
        BOOST_TEST((resolve(host, 22).error() == usage_error::invalid_argument));
    }
    BOOST_TEST((checked_host("").error() == usage_error::invalid_argument));
    BOOST_TEST((checked_host("[-x]").error() == usage_error::invalid_argument));
    BOOST_TEST((checked_host(std::string(254, 'a')).error() == usage_error::invalid_argument));
    BOOST_TEST(*checked_host("host-1.example") == "host-1.example");
    BOOST_TEST(*checked_host("[fe80::1%lo]") == "fe80::1%lo");
}

BOOST_AUTO_TEST_CASE(resolver_errors_have_names, *boost::unit_test::label("ER-11001")) {
    BOOST_TEST((resolve_error_of(EAI_NONAME) == resolve_error::host_not_found));
    BOOST_TEST((resolve_error_of(EAI_AGAIN) == resolve_error::temporary_failure));
    BOOST_TEST((resolve_error_of(EAI_FAIL) == resolve_error::failed));
#if defined(EAI_NODATA)
    BOOST_TEST((resolve_error_of(EAI_NODATA) == resolve_error::no_address));
#endif
    errno = ENFILE;
    BOOST_TEST((resolve_error_of(EAI_SYSTEM) == std::errc::too_many_files_open_in_system));
    errno = 0;
    BOOST_TEST((resolve_error_of(EAI_SYSTEM) == resolve_error::failed));
    BOOST_TEST((blame_of(resolve_error::host_not_found) == blame::environment));
    BOOST_TEST(make_error_code(resolve_error::host_not_found).message() == "no such host is known");
}

BOOST_AUTO_TEST_CASE(unix_paths) {
    using namespace std::string_view_literals;
    BOOST_TEST(unix_endpoint("/run/agent")->text() == "/run/agent");
    BOOST_TEST(unix_endpoint("/run/agent")->port() == 0);
    BOOST_TEST((unix_endpoint("").error() == usage_error::invalid_argument));
    BOOST_TEST((unix_endpoint("/run/a\0b"sv).error() == usage_error::invalid_argument));
    BOOST_TEST((unix_endpoint(std::string(64 * 1024, 'p')).error() == std::errc::filename_too_long));
    BOOST_TEST((unix_endpoint(std::string(108, 'p')).error() == std::errc::filename_too_long));
    BOOST_TEST(unix_endpoint(std::string(107, 'p'))->text() == std::string(107, 'p'));
    BOOST_TEST(endpoint{}.text() == "unknown");
}

BOOST_AUTO_TEST_SUITE_END()
